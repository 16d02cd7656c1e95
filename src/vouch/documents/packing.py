"""Blocks as JSON, and back: between processes and in the index."""

from collections.abc import Iterable, Sequence
from typing import Any

from vouch.documents.parsed import without_surrogates
from vouch.types import Block, BlockKind, Cell, Role


def pack_blocks(blocks: Iterable[Block]) -> list[list[Any]]:
    """Blocks as lists that JSON can hold."""
    return [
        [b.kind.value, b.start, b.end, b.level, b.body, pack_cells(b.cells), _clean(b.label)]
        for b in blocks
    ]


def unpack_blocks(values: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    """The blocks that `pack_blocks` packed."""
    return tuple(
        Block(BlockKind(kind), start, end, level, body, unpack_cells(cells), label)
        for kind, start, end, level, body, cells, label in values
    )


def pack_cells(cells: Iterable[Cell]) -> list[list[Any]]:
    """The cells of a row as lists that JSON can hold."""
    return [[cell.start, cell.end, _clean(cell.head)] for cell in cells]


def unpack_cells(values: Iterable[Sequence[Any]]) -> tuple[Cell, ...]:
    """The cells that `pack_cells` packed."""
    return tuple(Cell(start, end, head) for start, end, head in values)


def pack_parts(parts: Iterable[Role]) -> list[list[Any]]:
    """What a passage's sentences are, as lists that JSON can hold."""
    return [[part.kind.value, part.lead, pack_cells(part.cells)] for part in parts]


def unpack_parts(values: Iterable[Sequence[Any]]) -> tuple[Role, ...]:
    """The parts that `pack_parts` packed."""
    return tuple(Role(BlockKind(kind), lead, unpack_cells(cells)) for kind, lead, cells in values)


def _clean(words: str) -> str:
    return without_surrogates(words).replace("\0", "\ufffd")

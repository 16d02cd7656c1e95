"""Collects the blocks of an article while its text is put together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vouch.types import BlockKind, Cell, Span

_YEAR = re.compile(r"\s*(?:1[5-9]|20)\d\d\s*")


@dataclass(frozen=True, slots=True)
class Draft:
    """A block as a format's own marks tell it (see `types.Block`).

    `bold` and `italic` are the spans of words that are set so.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    body: int = -1
    cells: tuple[Cell, ...] = ()
    bold: tuple[Span, ...] = ()
    italic: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Styled:
    """Words, and the spans in them that are bold or italic."""

    words: str
    bold: tuple[Span, ...] = ()
    italic: tuple[Span, ...] = ()


class BlockWriter:
    """Puts a text together block by block; `drafts` tell what each part of `text` is."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.lines = 0
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    @property
    def empty(self) -> bool:
        """Whether nothing was written yet."""
        return not self._parts

    def add(
        self,
        kind: BlockKind,
        said: Styled,
        *,
        gap: str = "\n\n",
        mark: str = "",
        level: int = 0,
    ) -> None:
        """Write a block after `gap`; `mark` is the bullet or number before its words.

        Words of white space alone are left out, with their gap.
        """
        if not said.words.strip():
            return
        self._write(gap)
        lead = len(mark) - len(mark.lstrip())
        start, body = self._length + lead, self._length + len(mark)
        self._write(mark + said.words)
        inner = len(said.words) - len(said.words.lstrip())
        end = self._length - (len(said.words) - len(said.words.rstrip()))
        start, body = (start, body + inner) if mark.strip() else (body + inner, body + inner)
        moved = [
            tuple((body - inner + s, body - inner + e) for s, e in spans)
            for spans in (said.bold, said.italic)
        ]
        self.drafts.append(Draft(kind, start, end, level, body, (), moved[0], moved[1]))

    def add_row(
        self, kind: BlockKind, cells: Sequence[str], heads: Sequence[str], *, gap: str
    ) -> None:
        """Write a table's row, its cells between bars; `heads` are those of its columns."""
        words = " | ".join(cells)
        if not any(cell.strip() for cell in cells):
            return
        shift = len(words) - len(words.lstrip())
        self.add(kind, Styled(words), gap=gap)
        at = self.drafts[-1].start - shift
        placed = []
        for number, cell in enumerate(cells):
            placed.append(Cell(at, at + len(cell), heads[number] if number < len(heads) else ""))
            at += len(cell) + len(" | ")
        self.drafts[-1] = replace(self.drafts[-1], cells=tuple(placed))

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self._length += len(words)
        self.lines += words.count("\n")


def is_head(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of a table's rows looks like the heads of its columns.

    It has words and no figures but years where rows below it have figures, in one
    column at least, and a word over each column but the first.
    """
    if len(rows) < 2 or not all(cell.strip() for cell in rows[0][1:]):
        return False
    first = rows[0]

    def figures(cell: str) -> bool:
        return any(letter.isdigit() for letter in cell)

    years = len(first) > 2 and not any(_YEAR.fullmatch(c) for row in rows[1:] for c in row)
    if any(figures(cell) and not (years and _YEAR.fullmatch(cell)) for cell in first):
        return False
    below = [row[column] for row in rows[1:] for column in range(1, min(len(row), len(first)))]
    return any(figures(cell) for cell in below)


def merged_heads(above: tuple[str, ...], row: Sequence[str]) -> tuple[str, ...]:
    """The heads of columns whose heads stand in several rows: "Summer Saturday"."""
    if not above:
        return tuple(row)
    longer = [*above, *[""] * (len(row) - len(above))]
    return tuple(
        " ".join(dict.fromkeys(part for part in (up, low) if part))
        for up, low in zip(longer, [*row, *[""] * (len(longer) - len(row))], strict=True)
    )

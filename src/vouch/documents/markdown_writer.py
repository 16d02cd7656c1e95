"""Writes an article's blocks as Markdown, for pages that are saved in the corpus."""

import re
from itertools import groupby

from vouch.documents.parsed import Parsed
from vouch.types import Block, BlockKind

_TABLE = (BlockKind.TABLE_HEAD, BlockKind.ROW)


def write_markdown(parsed: Parsed) -> str:
    """The blocks of a parsed article as Markdown that is read back as the same text."""
    parts: list[str] = []
    for kind, found in groupby(parsed.blocks, key=lambda block: _group(block)):
        blocks = list(found)
        if kind == "table":
            parts.append(_table(parsed.text, blocks))
        elif kind == "list":
            parts.append("\n".join(_written(parsed.text, block) for block in blocks))
        else:
            parts += [_written(parsed.text, block) for block in blocks]
    return "\n\n".join(parts)


def _group(block: Block) -> str:
    if block.kind in _TABLE:
        return "table"
    return "list" if block.kind is BlockKind.ITEM else "text"


def _written(text: str, block: Block) -> str:
    words = text[block.start : block.end]
    match block.kind:
        case BlockKind.HEADING if block.level <= 6:
            return "#" * max(1, block.level) + " " + _escaped(" ".join(words.split()))
        case BlockKind.ITEM:
            mark = text[block.start : block.body].strip() or " "
            rest = _escaped(text[block.body : block.end]).replace("\n", "\n" + " " * 4)
            return "  " * block.level + f"{mark} {rest}"
        case BlockKind.QUOTATION:
            return "> " + _escaped(words).replace("\n", "\n> ")
        case BlockKind.CODE:
            fence = "`" * (3 + max(map(len, re.findall("`+", words)), default=0))
            return f"{fence}\n{words}\n{fence}"
    return _escaped(words)


def _table(text: str, rows: list[Block]) -> str:
    cells = [
        [_escaped(" ".join(text[cell.start : cell.end].split())) for cell in row.cells]
        for row in rows
    ]
    width = max(map(len, cells))
    if rows[0].kind is not BlockKind.TABLE_HEAD:
        cells.insert(0, [])  # a table of Markdown has a head, if an empty one
    lines = ["| " + " | ".join([*row, *[""] * (width - len(row))]) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _escaped(words: str) -> str:
    """Words whose signs are no marks of Markdown."""
    lines = re.sub(r"(?m)^([ \t]*\d+)([.)])", r"\1\\\2", words)
    lines = re.sub(r"(?m)^([ \t]*)([+-]\s|:::|\+\+\+|---)", r"\1\\\2", lines)
    return re.sub(r"([\\`*_\[\]<>#|~&={%^])", r"\\\1", lines)

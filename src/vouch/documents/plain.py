"""The blocks of a text without marks, by its empty lines and the shape of its lines."""

import re
from collections.abc import Iterator, Mapping, Sequence

from vouch.documents.blocks import Draft, is_head
from vouch.documents.structure import recognize
from vouch.types import Block, BlockKind, Cell, Span

LONGEST_HEADING = 100
LONGEST_LARGE_HEADING = 200
LONGEST_RULE = 500

_BULLET = re.compile(r"(?<![ \t])[ \t]*(?:[•◦▪‣·–*+-]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+|~+|\*+)[ \t]*")
_HASHES = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?[ \t]+[^\W\d_]")
_ENDS = re.compile(r"[.,;:!…][\"'\u2019\u201d)\]*_]*$")


def plain_blocks(text: str, large: Mapping[int, int] | None = None) -> tuple[Block, ...]:
    """The blocks of a plain text: paragraphs apart by empty lines, headings, lists, rows.

    A heading is a short line alone that does not end as a sentence does and has
    text below it, or a line that is underlined or starts with `#`. `large` has
    the offsets of lines that are set larger than the text, each with its level.
    """
    groups = list(_groups(text))
    levels = _levels(text, groups, large or {})
    heads = {n for n in range(len(groups)) if _is_heading(text, groups, n)}
    # where most paragraphs look like headings, the text is a list or a poem
    titled = 0 in heads
    if (len(heads) - titled) * 2 > len(groups) - titled:
        heads = set()
    lowest = max(levels.values(), default=1) + 1
    drafts: list[Draft] = []
    for number, lines in enumerate(groups):
        if number in levels:
            (start, end), *_ = lines
            drafts.append(Draft(BlockKind.HEADING, start, end, levels[number]))
        elif number in heads or _is_underlined(text, lines):
            drafts += _heading(text, lines, 1 if not drafts else lowest)
        else:
            drafts += _lines(text, lines)
    return recognize(text, drafts)


def _levels(
    text: str, groups: Sequence[Sequence[Span]], large: Mapping[int, int]
) -> dict[int, int]:
    """The levels of the groups of lines that are headings by their size."""
    return {
        number: large[lines[0][0]]
        for number, lines in enumerate(groups[:-1])
        if len(lines) == 1
        and lines[0][0] in large
        and lines[0][1] - lines[0][0] <= LONGEST_LARGE_HEADING
        and not _ENDS.search(text[slice(*lines[0])])
        and " | " not in text[slice(*lines[0])]
    }


def _groups(text: str) -> Iterator[list[Span]]:
    """The lines between empty lines, each without white space around it."""
    group: list[Span] = []
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + len(line) - len(line.lstrip())
            group.append((start, start + len(words)))
        elif group:
            yield group
            group = []
        at += len(line)
    if group:
        yield group


def _is_underlined(text: str, lines: Sequence[Span]) -> bool:
    return len(lines) > 1 and bool(_UNDERLINE.fullmatch(text[slice(*lines[1])]))


def _is_heading(text: str, groups: Sequence[Sequence[Span]], number: int) -> bool:
    lines = groups[number]
    words = text[slice(*lines[0])]
    if len(lines) != 1 or number + 1 == len(groups) or len(words) > LONGEST_HEADING:
        return False
    if _HASHES.match(words):
        return True
    below = groups[number + 1]
    longer = sum(end - start for start, end in below) > len(words) or len(below) > 1
    longer = longer or number == 0  # a title may stand above a heading
    starts = words[0].isupper() or words[0].isdigit() or words[0] in "\u201c\u2018\"'¿¡"
    bulleted = _BULLET.match(words) and not _NUMBERED.match(words)
    return (
        starts
        and longer
        and not bulleted
        and "|" not in words
        and not _ENDS.search(words)
        and any(map(str.isalpha, words))
    )


def _heading(text: str, lines: Sequence[Span], level: int) -> Iterator[Draft]:
    (start, end), *rest = lines
    hashes = _HASHES.match(text[start:end])
    level = len(hashes.group(1)) if hashes else level
    if hashes:
        start += hashes.end()
    yield Draft(BlockKind.HEADING, start, end, level)
    if rest and _is_underlined(text, lines):
        rest = rest[1:]
    if rest:
        yield from _lines(text, rest)


def _lines(text: str, lines: Sequence[Span]) -> Iterator[Draft]:
    """Paragraphs, items and rows in lines without an empty one between them."""
    started: list[tuple[BlockKind, int, int, int]] = []
    heads: tuple[str, ...] = ()
    rows = sum("|" in text[slice(*line)] for line in lines) * 2 > len(lines) > 1
    table = _table(text, lines) if rows else []
    first_row = True
    for start, end in lines:
        words = text[start:end]
        bullet = _BULLET.match(words)
        if rows and "|" in words:
            if any(map(str.isalnum, words)):
                cells = _cells(text, start, end)
                head = not heads and (_ruled(text, end) or (first_row and is_head(table)))
                first_row = False
                kind = BlockKind.TABLE_HEAD if head else BlockKind.ROW
                if started:
                    yield from _drafts(started)
                    started = []
                named = tuple(
                    Cell(s, e, heads[n] if n < len(heads) else "") for n, (s, e) in enumerate(cells)
                )
                yield Draft(kind, start, end, cells=named)
                if head:
                    heads = tuple(text[s:e] for s, e in cells)
        elif bullet:
            started.append((BlockKind.ITEM, start, end, start + bullet.end()))
        elif started:
            kind, first, _, body = started[-1]
            started[-1] = (kind, first, end, body)
        else:
            started.append((BlockKind.PARAGRAPH, start, end, start))
    yield from _drafts(started)


def _table(text: str, lines: Sequence[Span]) -> list[list[str]]:
    """The words in the cells of each row."""
    found = (line for line in lines if "|" in text[slice(*line)])
    return [[text[slice(*cell)] for cell in _cells(text, *line)] for line in found]


def _drafts(started: Sequence[tuple[BlockKind, int, int, int]]) -> Iterator[Draft]:
    for kind, start, end, body in started:
        yield Draft(kind, start, end, body=body)


def _ruled(text: str, end: int) -> bool:
    """Whether the line after `end` is the rule below a table's heads."""
    below = text[end : end + LONGEST_RULE].lstrip().partition("\n")[0]
    return "--" in below and not below.strip("|:+- \t")


def _cells(text: str, start: int, end: int) -> list[Span]:
    """The cells of a row whose cells stand between bars."""
    found: list[Span] = []
    at = start
    for words in text[start:end].split("|"):
        first = at + len(words) - len(words.lstrip())
        found.append((first, first + len(words.strip())))
        at += len(words) + 1
    edges = slice(text[start] == "|", len(found) - (text[end - 1] == "|"))
    return found[edges]

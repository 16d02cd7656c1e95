"""An article as it was read: its text with line numbers, its sections and its passages."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from vouch.documents.sections import Section, sections
from vouch.types import Article, Block, Passage
from vouch_bot.terminal.render import printable


def show_lines(article: Article, passages: Sequence[Passage] | None = None) -> Iterator[str]:
    """The lines that `vouch show` prints.

    With `passages`, a rule stands where each of them begins, and their places
    and headings are told.
    """
    source = article.source
    facts = [source.title, source.author, source.date, source.url]
    yield printable(" \u00b7 ".join(fact for fact in facts if fact))
    starts = {section.blocks[0].start: section for section in sections(article)}
    bounds = {passage.start: n for n, passage in enumerate(passages or (), start=1)}
    at, lines = 0, article.text.split("\n")
    width = len(str(len(lines)))
    blocks = list(article.blocks)
    page = None
    for number, line in enumerate(lines, start=1):
        end = at + len(line)
        if article.page_at(at) != page:
            page = article.page_at(at)
            yield f"-- page {page} --"
        for place in sorted(p for p in {*starts, *bounds} if at <= p < max(end, at + 1)):
            yield from _rules(place, starts, bounds, passages or ())
        if line.strip():
            kinds = ", ".join(dict.fromkeys(_kinds(blocks, at, end)))
            yield f"{number:>{width}}  {_spaced(line)}{f'  [{kinds}]' if kinds else ''}"
        at = end + 1


def show_json(article: Article, passages: Sequence[Passage] | None = None) -> dict[str, Any]:
    """What `vouch show --json` prints: text, blocks, and passages where they are given."""
    shown: dict[str, Any] = {
        "source": article.source.path,
        "title": article.source.title,
        "text": article.text,
        "blocks": [
            {"kind": b.kind.value, "start": b.start, "end": b.end, "level": b.level}
            for b in article.blocks
        ],
    }
    if passages is not None:
        shown["passages"] = [
            {
                "start": p.start,
                "end": p.end,
                "line": p.line,
                "page": p.page,
                "section": list(p.section),
                "sentences": [list(span) for span in p.sentences],
            }
            for p in passages
        ]
    return shown


def _rules(
    place: int,
    starts: dict[int, Section],
    bounds: dict[int, int],
    passages: Sequence[Passage],
) -> Iterator[str]:
    """What stands above a place: the section that begins there, and the passage."""
    section = starts.get(place)
    if section is not None and section.path:
        path = printable(" \u203a ".join(section.path))
        yield f"== {path}"
    if place in bounds:
        passage = passages[bounds[place] - 1]
        span = f"{passage.start}\u2013{passage.end}"
        yield f"-- passage {bounds[place]}, characters {span}"


def _kinds(blocks: Sequence[Block], start: int, end: int) -> Iterator[str]:
    """The kinds of the blocks that begin in a line, but for paragraphs."""
    for block in blocks:
        if start <= block.start < end and block.kind.value != "paragraph":
            yield block.kind.value.replace("_", " ")


def _spaced(line: str) -> str:
    """A line without what could steer a terminal, the white space before it kept."""
    lead = re.match(r"[ \t]{0,40}", line)
    return (lead.group().replace("\t", "    ") if lead else "") + printable(line)

"""What an article says of how things stand now is quoted first: its corrections, its last entry."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vouch import messages
from vouch.documents.sections import sections
from vouch.text.answer_types import Kind, kind_asked, spans_of_kind
from vouch.text.tokens import stems, words
from vouch.types import Answer, Article, Block, BlockKind, Citation, Note, Quote, Reply, Statement

_OF_EDITORS = frozenset(
    stems(
        "correction corrections clarification update updated editor editors note article story"
        " report earlier version first wrong wrongly incorrectly stated stating changed amended"
        " corrected originally misstated"
    )
)
"""What corrections say of themselves."""

_CLOCK = re.compile(
    r"\W*(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])?\.?(?:m\b\.?)?"
    r"(?:\s*(?:GMT|UTC|[BCEMP][DES]?T|BST|CEST))?\W*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?P<clock>\d\d?[:.]\d\d(?:\s*[ap]\.?m\b\.?)?)[\s:\u2013\u2014|-]+(?=\S)", re.I
)

ALIKE = 0.6
"""The share of the question's words in a quoted entry that another entry on it has at least."""

LONGEST = 400
"""The characters of an entry that is quoted whole; of a longer one its first sentence is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of an article with a time of the day: `start` and `end` of its words, its minute."""

    start: int
    end: int
    minute: int
    clock: str


def newest_states_first(reply: Reply, article: Callable[[str], Article]) -> Reply:
    """The answer with what its articles correct, or tell as newer entries, quoted first.

    A correction belongs to a quote where it shares a word with it or with the
    question, beside the title's and what all corrections say; an entry where it has about
    as many of the question's words as the one that is quoted. `article` gives the
    article at a path.
    """
    if not isinstance(reply, Answer):
        return reply
    paths = dict.fromkeys(citation.quote.source.path for citation in reply.citations)
    first: list[Quote] = []
    notes: list[Note] = []
    for path in paths:
        source = article(path)
        quoted = [c.quote for c in reply.citations if c.quote.source.path == path]
        corrections = list(_corrections(reply.question, quoted, source))
        found = entries(source)
        newest = _newest_entries(reply.question, quoted, found, source.text)
        if corrections:
            notes.append(messages.corrected(quoted[0].source))
        elif newest and _is_needed(newest[0], quoted, found):
            notes.append(messages.newest_entry(quoted[0].source, newest[0].clock))
        else:
            continue
        first += [_quote_of(source, b.start, b.end, quoted) for b in corrections]
        first += _quotes_of_entries(newest, quoted, source)
    return _with_first(reply, first, notes) if first else reply


def _corrections(question: str, quoted: Sequence[Quote], article: Article) -> Iterator[Block]:
    said = {s for text in (question, *(quote.text for quote in quoted)) for s in stems(text)}
    about = said - _OF_EDITORS - set(stems(article.source.title))
    for block in article.blocks:
        told = article.text[block.start : block.end]
        if block.kind is BlockKind.CORRECTION and about & set(stems(told)):
            yield block


def entries(article: Article) -> list[Entry]:
    """The entries of a live report, the newest first; none where fewer than two have a time.

    Whether the newest stands first or last is told by their times, so that a night may
    go past midnight.
    """
    found: list[Entry] = []
    for section in sections(article):
        label = section.path[-1] if section.path else ""
        minute = _minute(label)
        if minute is not None:
            start, end = section.blocks[0].start, section.blocks[-1].end
            found.append(Entry(start, end, minute, label))
            continue
        for block in section.blocks:
            opens = _OPENING.match(article.text, block.body, block.end)
            minute = _minute(opens["clock"]) if opens else None
            if opens and minute is not None:
                found.append(Entry(opens.end(), block.end, minute, opens["clock"]))
    if len(found) < 2:
        return []
    falls = sum(one.minute > next_.minute for one, next_ in pairwise(found))
    rises = sum(one.minute < next_.minute for one, next_ in pairwise(found))
    return found if falls > rises else found[::-1]


def _minute(label: str) -> int | None:
    match = _CLOCK.fullmatch(label.strip())
    if match is None or not (match["minute"] or match["half"]):
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour * 60 + int(match["minute"] or 0)


def _newest_entries(
    question: str, quoted: Sequence[Quote], found: Sequence[Entry], text: str
) -> list[Entry]:
    """The entries on what is asked, the newest first; none where no quote is of an entry."""
    asked = set(stems(question))
    shared = {entry: len(asked & set(stems(text[entry.start : entry.end]))) for entry in found}
    at = [e for e in found if any(e.start <= q.start < e.end for q in quoted)]
    if not at:
        return []
    fewest = max(1.0, ALIKE * max(shared[entry] for entry in at))
    kind, known = kind_asked(question), frozenset(words(question))
    return [
        e
        for e in found
        if e in at
        or (
            shared[e] >= fewest
            and (
                kind not in (Kind.NUMBER, Kind.TIME)
                or spans_of_kind(text[e.start : e.end], kind, known)
            )
        )
    ]


def _is_needed(newest: Entry, quoted: Sequence[Quote], found: Sequence[Entry]) -> bool:
    """Whether the newest entry is not the only one that is quoted, and first."""
    at = [e for q in quoted for e in found if e.start <= q.start < e.end]
    return bool(at) and (at[0] != newest or len(set(at)) > 1)


def _quotes_of_entries(
    newest: Sequence[Entry], quoted: Sequence[Quote], article: Article
) -> Iterator[Quote]:
    """The quotes of entries, the newest first; the newest is quoted even if it was not."""
    for number, entry in enumerate(newest):
        inside = [quote for quote in quoted if entry.start <= quote.start < entry.end]
        if inside:
            yield from inside
        elif not number:
            text = article.text[entry.start : entry.end]
            length = len(text) if len(text) <= LONGEST else _first_sentence(text)
            yield _quote_of(article, entry.start, entry.start + length, quoted)


def _first_sentence(text: str) -> int:
    end = re.search(r"[.!?]\s", text[:LONGEST])
    return end.start() + 1 if end else len(text[:LONGEST].rstrip())


def _quote_of(article: Article, start: int, end: int, beside: Sequence[Quote]) -> Quote:
    """The words of an article from `start` to `end`, as the quote that is known of them if any."""
    for quote in beside:
        if (quote.start, quote.end) == (start, end):
            return quote
    text = article.text[start:end]
    page, line = article.page_at(start), article.line_at(start)
    return Quote(beside[0].source, text, start, end, page, line)


def _with_first(answer: Answer, first: Sequence[Quote], notes: Sequence[Note]) -> Answer:
    """The answer with these quotes first; statements that they hold are not said again."""
    said = [(s, [answer.citations[n - 1].quote for n in s.citations]) for s in answer.statements]
    known: Mapping[Quote, Statement] = {quotes[0]: s for s, quotes in said}
    whole = [(known.get(quote, Statement(quote.text, (1,))), [quote]) for quote in first]
    whole = [(s, next((q for t, q in said if t is s), quotes)) for s, quotes in whole]
    whole += [pair for pair in said if not any(_holds(quote, pair[1][0]) for quote in first)]
    quotes = list(dict.fromkeys(quote for _, some in whole for quote in some))
    number = {quote: place for place, quote in enumerate(quotes, start=1)}
    return replace(
        answer,
        statements=tuple(
            replace(statement, citations=tuple(number[quote] for quote in some))
            for statement, some in whole
        ),
        citations=tuple(Citation(number[quote], quote) for quote in quotes),
        notes=(*notes, *answer.notes),
    )


def _holds(one: Quote, other: Quote) -> bool:
    same = one.source.path == other.source.path
    return same and one.start <= other.start and other.end <= one.end

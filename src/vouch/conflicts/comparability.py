"""Whether two cited texts speak of the same thing at the same time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vouch.text.moments import Moment, moments
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import CAPITAL, content_words, fold, names, stem, stems, words
from vouch.types import Source, Span

COVERED = 0.4
"""The share of what is asked about that both texts, with their titles, have to name."""

NEAR = 7
"""How many days after what it tells an article may be written that names no day."""

_APART = [
    [frozenset(stem(word) for word in side.split()) for side in group.split("|")]
    for group in (
        "killed dead die died death deaths|injured wounded hurt injuries|missing"
        "|arrested detained|captured|displaced evacuated fled",
        "men man male|women woman female|children child kids|adults adult",
        "soldiers troops|civilians civilian",
        "import imports imported|export exports exported",
        "revenue sales turnover|profit profits|loss losses",
        "start started begin began begins|end ended finish finished close closed concluded",
        "born birth|die died death",
        "buy bought|sell sold",
        "annual yearly|monthly|weekly|daily",
        "gross|net",
        "depart departed left|arrive arrived",
        "announced proposed|signed|ratified|completed",
    )
]
_PART_OF_IT = re.compile(
    r"\b(?:including|among|of (?:whom|which|them)|another|additional|further|other)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:expect\w*|forecast\w*|plan(?:s|ned)?|predict\w*|project(?:ed|ion)|target\w*|hop(?:e|es|ed)"
    r"|aim(?:s|ed)?|intend\w*|would|could|may|might)\b"
)
_REPORTED = re.compile(
    r"\b(?:said|says|told(?: \w+)?|announced|reported|wrote)\s+(?:on\s+)?\w+day\b|\buntil\s+\w+\b"
)
"""When something was said is not when it happened, nor is until when something else lasts."""

_NO_LONGER = re.compile(
    r"\b(?:not(?:\s+\w+){0,3}|instead\s+of|rather\s+than|no\s+longer(?:\s+\w+){0,2}"
    r"|(?:up|down)\s+from|(?:originally|previously|initially|earlier|first)(?:\s+\w+){0,4})\s+$",
    re.IGNORECASE,
)
_AS_PLANNED = re.compile(
    r",?\s+as\s+(?:(?:first|originally|previously|had been)\s+)*(?:planned|announced)"
)
_ASKED_FOR = frozenset(
    stem(word)
    for word in """many much long old high far large big year date day month time number percent
    share age people person city country place town name""".split()
)
"""Words of questions that an answer need not repeat."""

_PLACED = re.compile(
    rf"\b(?:in|at|near|outside|over|from)\s+(?:the\s+)?({CAPITAL}[\w'\u2019-]*(?:\s+{CAPITAL}[\w'\u2019-]*)*)"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A cited text of an article; `span` is that of the words that answer, where known."""

    source: Source
    text: str
    span: Span | None

    def sentence_of(self, span: Span) -> str:
        """The sentence that holds `span`."""
        for start, end in sentence_spans(self.text):
            if start <= span[0] < end:
                return self.text[start:end]
        return self.text


def same_thing(question: str, one: Cited, there: Span, other: Cited, here: Span) -> bool:
    """Whether what two texts tell at `there` and `here` is the same thing that is asked about.

    For the time at which it is told see `same_time`.

    It is not where they name different times, places or sides of a thing, where
    one tells of a part of it, or where one does not speak of what is asked.
    """
    first, second = one.sentence_of(there), other.sentence_of(here)
    return (
        _speaks_of(question, one)
        and _speaks_of(question, other)
        and not _sides_differ(question, first, second)
        and not _places_differ(question, _without(one, there), _without(other, here))
        and not _owners_differ(question, first, second)
        and _part(one, there) == _part(other, here)
    )


def foreseen(cited: Cited, span: Span) -> bool:
    """Whether the clause before `span` tells what is expected and not what is."""
    return bool(_NOT_YET.search(re.split(r"[,;.]", _before(cited, span))[-1]))


def superseded(cited: Cited, span: Span) -> bool:
    """Whether a text gives the value at `span` as one that no longer holds."""
    before, after = _before(cited, span), cited.text[span[1] :]
    if _NO_LONGER.search(before) or _AS_PLANNED.match(after):
        return True
    return bool(re.search(r"\bfrom\s+$", before)) and bool(re.match(r"\s+to\b", after))


def _before(cited: Cited, span: Span) -> str:
    """The text of a sentence before `span`."""
    start = max((s for s, _ in sentence_spans(cited.text) if s <= span[0]), default=0)
    return cited.text[start : span[0]]


def _speaks_of(question: str, cited: Cited) -> bool:
    """Whether a text speaks of what is asked.

    Where the words that answer are known, the reader found that it does; where
    they are not, the text has to say all that the question says, its title the
    names at least.
    """
    asked = set(stems(question))
    titled = set(stems(f"{cited.source.title} {cited.text}"))
    if cited.span is None:
        named = {stem(word) for name in names(question) for word in words(name)}
        said = asked - named - _ASKED_FOR
        if not (said <= set(stems(cited.text)) and named & asked <= titled):
            return False
    return len(asked & titled) >= COVERED * len(asked)


def _sides_differ(question: str, first: str, second: str) -> bool:
    """Whether the texts are on different sides of an opposition: killed here, injured there."""
    asked, ones, others = (set(stems(text)) for text in (question, first, second))
    for sides in _APART:
        mine, theirs = _sides(sides, ones, asked), _sides(sides, others, asked)
        if mine and theirs and not mine & theirs:
            return True
    return False


def _sides(sides: Iterable[frozenset[str]], told: set[str], asked: set[str]) -> set[int]:
    """The sides that a text is on: the one that is asked about, where it is on that too."""
    found = {number for number, side in enumerate(sides) if side & told}
    wanted = {number for number, side in enumerate(sides) if side & asked}
    return found & wanted or found


def _owners_differ(question: str, first: str, second: str) -> bool:
    """Whether the texts tell of what is asked about two things: president of this, and of that."""
    for word in content_words(question):
        owner = re.compile(rf"\b{re.escape(word)}\s+of\s+(?:the\s+)?([\w-]+)", re.IGNORECASE)
        mine, theirs = owner.search(first), owner.search(second)
        if mine and theirs and stem(fold(mine[1])) != stem(fold(theirs[1])):
            return True
    return False


def _without(cited: Cited, value: Span) -> str:
    """The sentence of a value without the value, which is what differs and not where."""
    sentence = cited.sentence_of(value)
    told = cited.text[value[0] : value[1]]
    return sentence if told == sentence else sentence.replace(told, " ", 1)


def _places_differ(question: str, first: str, second: str) -> bool:
    known = set(words(question))
    mine, theirs = (
        {m[1] for m in _PLACED.finditer(text) if not set(words(m[1])) <= known and not _timed(m[1])}
        for text in (first, second)
    )
    return bool(mine and theirs) and not (
        {w for name in mine for w in words(name)} & {w for name in theirs for w in words(name)}
    )


def _timed(name: str) -> bool:
    return bool(moments(name, None))


def _part(cited: Cited, span: Span) -> bool:
    return bool(_PART_OF_IT.search(_before(cited, span)))


def same_time(one: Cited, there: Span, other: Cited, here: Span) -> bool:
    """Whether what two texts tell is not told of different times."""
    mine, theirs = _times(one, there), _times(other, here)
    if mine and theirs:
        return any(a.agrees(b) for a in mine for b in theirs)
    if bool(mine) == bool(theirs):
        return True
    times, undated = (mine, other) if mine else (theirs, one)
    written = moments(_spoken(undated.source.date), None)
    return not written or any(_about_when(time, written[0]) for time in times)


def _times(cited: Cited, value: Span) -> list[Moment]:
    sentence = cited.sentence_of(value)
    answer = cited.text[value[0] : value[1]]
    times = moments(_REPORTED.sub(" ", sentence), cited.source.date)
    return [time for time in times if time.shown not in answer and answer not in time.shown]


def _about_when(time: Moment, written: Moment) -> bool:
    """Whether an article written then may tell of the time without naming it."""
    if time.years and written.years:
        return time.years[0] <= written.years[0] <= time.years[1] + 1
    return True


def _spoken(iso: str | None) -> str:
    return iso[:4] if iso else ""

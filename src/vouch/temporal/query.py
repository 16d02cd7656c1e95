"""The time that a question asks for."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from vouch.temporal.recency import asks_newest, newest_words
from vouch.text.dates import Expression, Relation, expressions
from vouch.text.periods import Period, shifted
from vouch.text.tokens import CAPITAL, content_words, names
from vouch.types import Span

HALF_A_YEAR = 182
"""Days; the day of a year that lies nearest to half a year ago is the last one that was."""

TELLING = 2
"""How many words that tell something a question keeps, or a name, that loses its time."""

_YES_OR_NO = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b",
    re.IGNORECASE,
)
_FORESEES = re.compile(
    r"\b(?:will|shall|going to|expected|planned|forecast|scheduled|due to|by|until)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?P<relation>before|after|since|following|ahead of|prior to)\s+"
    rf"(?P<event>(?:the|its|his|her|their|this|last|an?)\s+[^,;?.!]+|{CAPITAL}[^,;?.!]+)"
)
_WHICH = re.compile(r"(?:last|this|next|coming)\b", re.IGNORECASE)
_RELATED = {"after": Relation.AFTER, "following": Relation.AFTER, "since": Relation.AFTER}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a question names to tell a time: "before the summit"."""

    name: str
    relation: Relation
    span: Span


@dataclass(frozen=True, slots=True)
class Asked:
    """The time that a question asks for; nothing of it where the question names none.

    `period` are the days that are asked about, told by `words`. It is `firm`
    where the question says when something was ("in 2025"), and not where a time
    only belongs to what it speaks of ("the 2025 budget"). `as_of` tells that it asks
    what was known by then. `newest` tells that it
    asks for how things stand, `event` what it names in place of a date.
    `weekdays` are those that it names without a date, 0 being Monday ("on Friday").
    `past` tells that the period is over. `plain` is the question without its time.
    """

    question: str
    plain: str
    period: Period | None = None
    words: str = ""
    firm: bool = False
    as_of: bool = False
    newest: bool = False
    yearless: bool = False
    event: Event | None = None
    weekdays: frozenset[int] = frozenset()
    past: bool = False

    def __bool__(self) -> bool:
        return bool(self.period or self.newest or self.event or self.weekdays)

    @property
    def yes_or_no(self) -> bool:
        """Whether another time than the one asked about answers the question: with no."""
        return bool(_YES_OR_NO.match(self.question.strip()))

    @property
    def timeless(self) -> str:
        """The question without its time and without the event that tells it."""
        return self.plain.replace(self.event.name, "") if self.event else self.plain

    @property
    def foresees(self) -> bool:
        """Whether what is asked for may have been told before it came."""
        return bool(_FORESEES.search(self.question))

    @property
    def newest_first(self) -> bool:
        """Whether of what fits the newest tells it best."""
        return self.newest or self.yearless or bool(self.period and self.period.first == date.min)


def asked_time(question: str, today: date) -> Asked:
    """The time that a question asks for, as of `today`."""
    times = [e for e in expressions(question, today) if e.near != "today"]
    found = [e for e in times if not e.weekday]
    days = [e for e in times if e.weekday]
    if all(e.relation is Relation.BARE and not _WHICH.match(e.shown) for e in days):
        days = []  # "the Friday market" names a market
    firm = [e for e in found if e.relation is not Relation.BARE]
    used = firm or found
    period = _shared([_in_the_past(e, question, today).period for e in used])
    event = None if firm else _event(question)
    if event:
        used, period = [], None
    return Asked(
        question=question,
        plain=_without(question, [e.span for e in (*firm, *days)] + newest_words(question)),
        period=period,
        words=" ".join(e.shown for e in (*(used if period else ()), *days)),
        firm=bool(firm) or event is not None,
        as_of=any(e.shown.lower().startswith("as of") for e in firm),
        newest=asks_newest(question),
        yearless=bool(period) and any(e.yearless for e in used),
        event=event,
        past=period is not None and period.last < today,
        weekdays=frozenset(day for e in days for day in _weekdays(e.named)),
    )


def _weekdays(period: Period) -> set[int]:
    days = min(7, (period.last - period.first).days + 1)
    return {(period.first.weekday() + step) % 7 for step in range(days)}


def anchored(asked: Asked, today: date, newest: date | None) -> Asked:
    """The same, its "in May" the last May before the newest article that was found."""
    if not asked.yearless or newest is None or newest >= today:
        return asked
    again = asked_time(asked.question, newest)
    return replace(asked, period=again.period)


def dated_by(asked: Asked, event: Period | None) -> Asked:
    """The same, with the days of its event known."""
    if asked.event is None or event is None:
        return asked
    # The day itself lies on neither side for sure; what was told on it, came after it mostly.
    after = Period(event.last, date.max)
    return replace(
        asked,
        plain=_without(asked.question, [asked.event.span, *newest_words(asked.question)]),
        period=after if asked.event.relation is Relation.AFTER else event.before(),
        words=f"{asked.event.relation.value} {asked.event.name}",
    )


def _in_the_past(expression: Expression, question: str, today: date) -> Expression:
    """A time without a year is the last one that was, unless the question looks ahead."""
    if not expression.yearless or (_FORESEES.search(question) and expression.period.last >= today):
        return expression
    text = question[expression.span[0] : expression.span[1]]
    again = expressions(text, shifted(today, -HALF_A_YEAR))
    return again[0] if len(again) == 1 else expression


def _shared(periods: list[Period]) -> Period | None:
    """The days of all; of the first where they have none in common."""
    if not periods:
        return None
    return reduce(lambda one, other: one.shared(other) or one, periods)


def _event(question: str) -> Event | None:
    match = _EVENT.search(question)
    if match is None:
        return None
    relation = _RELATED.get(match["relation"].lower(), Relation.BEFORE)
    return Event(match["event"].strip(), relation, match.span())


def _without(question: str, spans: list[Span]) -> str:
    """The question without some of its words; whole, where too little would be left."""
    left = question
    for start, end in sorted(spans, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    left = re.sub(r" ([,;?.!])", r"\1", " ".join(left.split()))
    left = re.sub(r"^[,;]\s*", "", left).strip()
    tells = bool(names(left)) or len(content_words(left)) >= TELLING
    return left if spans and tells else question

"""Whether what a passage says is of the time that is asked about."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from vouch.reader.protocol import Reading
from vouch.rendering import render
from vouch.retrieval import Candidate
from vouch.temporal.query import Asked
from vouch.text.dates import Expression, Relation, expressions
from vouch.text.periods import Period, period_of, shifted
from vouch.text.tokens import fold, stems, words
from vouch.text.weekdays import names_a_weekday, weekdays
from vouch.types import Passage, Source, Span

SLACK = 1
"""How many days after the asked time an article still tells of it without naming it."""

SOON = 14
"""How many days after the asked time an article may tell of it without naming it."""

_FRAME = 2
"""How many sentences back a time is still that of what is told."""

_BOUNDARY = re.compile(
    r"[,;:()\u2013\u2014]|\b(?:who|which|that|when|while|whereas|although|but|and|after|before)\b"
)
_STANDS = re.compile(r"\b(?:is|are|has|have|now)\b(?!\s+been\b)")
"""Words of a sentence that tells how things stand when it is written."""

_SIDES = {
    Relation.BEFORE: r"before|ahead of|prior to|in the run-up to",
    Relation.AFTER: r"after|following|since|in the wake of",
}


class Fit(StrEnum):
    """How a passage's answer lies to the time that is asked about.

    LATER is told by an article that was written after that time and does not
    say when, but may tell of it; OUTSIDE by one that was written before it, long
    after it, or names another time.
    """

    INSIDE = "inside"
    UNDATED = "undated"
    LATER = "later"
    OUTSIDE = "outside"


def fit(asked: Asked, candidate: Candidate, index: int, answer: Span | None) -> Fit:
    """How a sentence of a candidate lies to the time that is asked about.

    `answer` are the words in it that answer, where they are known.
    """
    passage = candidate.passage
    if asked.weekdays and not asked.yes_or_no and _on_other_days(asked, candidate, index):
        return Fit.OUTSIDE
    if not asked.firm:
        return _belonging(asked, candidate, index)
    by_event = _beside_the_event(asked, passage, index)
    if by_event is not None:
        return Fit.INSIDE if by_event else Fit.OUTSIDE
    if asked.period is None:
        return Fit.INSIDE
    named = _named(asked.period, candidate, index, answer)
    # What was known by a day may be of any time, and "no" tells of another than the asked one.
    if named is not None and (named or not (asked.yes_or_no or asked.as_of)):
        return Fit.INSIDE if named else Fit.OUTSIDE
    written = _written(asked, candidate.source)
    if candidate.source.date is None and asked.past and _is_of_now(asked, passage, index):
        return Fit.OUTSIDE
    if written is Fit.LATER and not _tells_back(asked, candidate, index):
        return Fit.OUTSIDE
    return written


def _on_other_days(asked: Asked, candidate: Candidate, index: int) -> bool:
    """Whether a sentence names days of the week, or dates, and none on a day that is asked for."""
    passage = candidate.passage
    sentence = passage.sentence(passage.sentences[index])
    named = set(weekdays(sentence)) if names_a_weekday(sentence) else set()
    for time in _times(sentence, period_of(candidate.source.date)):
        if time.spelled and time.named.first == time.named.last:
            named.add(time.named.first.weekday())
    return bool(named) and not named & asked.weekdays


def _is_of_now(asked: Asked, passage: Passage, index: int) -> bool:
    """Whether a sentence tells how things stand, or that something "costs" what "did cost"."""
    sentence = passage.sentence(passage.sentences[index])
    if fold(asked.words) in fold(sentence):  # "last year" as the question has it
        return False
    said = set(words(sentence))
    asked_for = words(asked.question)
    does = "did" in asked_for and any(f"{word}s" in said for word in asked_for)
    return does or _stands(passage, index)


def _stands(passage: Passage, index: int) -> bool:
    return _STANDS.search(passage.sentence(passage.sentences[index])) is not None


def _belonging(asked: Asked, candidate: Candidate, index: int) -> Fit:
    """The same for a time that belongs to what is asked about: "the 2025 budget"."""
    passage = candidate.passage
    times = _times(passage.sentence(passage.sentences[index]), period_of(candidate.source.date))
    closed = [time.period for time in times if not time.period.is_open]
    if asked.period is None or not closed:
        return Fit.UNDATED
    return Fit.INSIDE if any(asked.period.overlaps(period) for period in closed) else Fit.OUTSIDE


def _tells_back(asked: Asked, candidate: Candidate, index: int) -> bool:
    """Whether an article may tell of a time before it that its sentence does not name.

    It may where it was written soon after, or names the time near by; not where
    it says how things stand when it is written.
    """
    passage, written = candidate.passage, period_of(candidate.source.date)
    if asked.period is None or written is None:
        return False
    if _stands(passage, index):
        return False
    soon = written.first <= shifted(asked.period.last, SOON)
    return soon or names_the_time(asked, candidate.source, passage)


def names_the_time(asked: Asked, source: Source, passage: Passage) -> bool:
    """Whether a passage or its title names the asked time anywhere, by its month or year."""
    if asked.period is None:
        return False
    written = period_of(source.date)
    times = _times(f"{source.title}. {render(passage).text}", written)
    return any(time.spelled and _tells_of(asked.period, time, written) for time in times)


def answering_sentence(passage: Passage, reading: Reading) -> int:
    """The index of the sentence that answers: that with the words that do, or the likeliest."""
    if reading.span:
        for index, (start, end) in enumerate(passage.sentences):
            if start <= reading.span[0] < end:
                return index
    return max(range(len(reading.sentences)), key=reading.sentences.__getitem__)


def _beside_the_event(asked: Asked, passage: Passage, index: int) -> bool | None:
    """Whether the sentence itself says that it was on the asked side of the event, or the other."""
    if asked.event is None:
        return None
    sentence = passage.sentence(passage.sentences[index])
    wanted = set(stems(asked.event.name))
    for relation, sides in _SIDES.items():
        for match in re.finditer(rf"\b(?:{sides})\s+([^,;.]+)", sentence, re.IGNORECASE):
            if wanted & set(stems(match[1])):
                return relation is asked.event.relation
    return None


def _named(period: Period, candidate: Candidate, index: int, answer: Span | None) -> bool | None:
    """True where the text names the asked time, False where another, None where neither."""
    passage, written = candidate.passage, period_of(candidate.source.date)
    start = passage.sentences[index][0]
    sentence = passage.sentence(passage.sentences[index])
    heads = [cell.head for cell in passage.part(index).cells]
    columns = [time for head in heads for time in _times(head, written)]
    if columns:
        return any(_tells_of(period, time, written) for time in columns)
    own = _times(sentence, written)
    if any(_tells_of(period, time, written) for time in own):
        return True
    at = (answer[0] - start, answer[1] - start) if answer else None
    elsewhere = [time for time in own if _bound(sentence, time, at)]
    if any(not period.overlaps(time.period) for time in elsewhere):
        return False
    if own:
        return None
    return True if _framed(period, candidate, index, written) else None


def _framed(period: Period, candidate: Candidate, index: int, written: Period | None) -> bool:
    """Whether the sentences before, or else the title, name the asked time."""
    passage = candidate.passage
    for before in range(index - 1, max(-1, index - 1 - _FRAME), -1):
        times = _times(passage.sentence(passage.sentences[before]), written)
        if times:
            return any(_tells_of(period, time, written) for time in times)
    titled = _times(candidate.source.title, written)
    return any(_tells_of(period, time, written) for time in titled)


def _times(text: str, written: Period | None) -> list[Expression]:
    return expressions(text, written.last if written else None)


def _tells_of(period: Period, time: Expression, written: Period | None) -> bool:
    """Whether a time that a text names is the asked one, or lies in it.

    "Since May" tells of all days until the text was written, and no later ones.
    """
    if time.relation is Relation.SINCE and written:
        if written.last < time.named.first:
            return period.overlaps(time.period)
        known = Period(time.named.first, written.last)
        return period.overlaps(known)
    if time.period.is_open:
        return period.overlaps(time.named) or (period.is_open and period.overlaps(time.period))
    return period.holds(time.period)


def _bound(sentence: str, time: Expression, answer: Span | None) -> bool:
    """Whether a time is that of the words that answer: it opens the sentence or shares a clause."""
    if time.relation is Relation.BARE or time.period.is_open:
        return False
    if not sentence[: time.span[0]].strip(" \"'\u201c\u2018"):
        return True
    if answer is None:
        return not _BOUNDARY.search(sentence)
    between = (min(answer[1], time.span[1]), max(answer[0], time.span[0]))
    return not _BOUNDARY.search(sentence[between[0] : max(between)])


def _written(asked: Asked, source: Source) -> Fit:
    """How the day on which an article was written lies to the asked time."""
    written, period = period_of(source.date), asked.period
    if written is None or period is None:
        return Fit.UNDATED
    end = period.last if period.first == date.min else shifted(period.last, SLACK)
    if written.overlaps(Period(period.first, end)):
        return Fit.INSIDE
    if written.first > period.last:
        return Fit.LATER
    return Fit.UNDATED if asked.foresees else Fit.OUTSIDE


def newest(sources: Iterable[Source]) -> date | None:
    """The last day on which one of the articles may have been written; None without dates."""
    days = [written.last for source in sources if (written := period_of(source.date))]
    return max(days, default=None)

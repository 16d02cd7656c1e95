"""The asked time on the way of a question: which passages are preferred, what articles settle."""

from collections.abc import Callable, Sequence
from datetime import date

from vouch.retrieval import Candidate, Preference, Searchable
from vouch.temporal.events import event_period
from vouch.temporal.query import Asked, anchored, dated_by
from vouch.temporal.relevance import names_the_time, newest
from vouch.text.periods import period_of
from vouch.types import Passage, Source

TOLD = 20
"""How many passages that name an event are searched for its date."""


def preference(asked: Asked) -> Preference | None:
    """How well a passage suits the asked time; None where the question has no time.

    One that names the time, or was written in it, is preferred; where how
    things stand is asked for, the newer one.
    """
    if not (asked.period or asked.newest):
        return None
    return _newer if asked.period is None else _in_period(asked)


def _newer(source: Source, _: Passage) -> float:
    written = period_of(source.date)
    return float(written.last.toordinal()) if written else 0.0


def _in_period(asked: Asked) -> Callable[[Source, Passage], float]:
    def merit(source: Source, passage: Passage) -> float:
        written = period_of(source.date)
        inside = asked.period and written and asked.period.overlaps(written)
        return float(bool(inside) or names_the_time(asked, source, passage))

    return merit


def settled(
    asked: Asked, candidates: Sequence[Candidate], snapshot: Searchable, today: date
) -> Asked:
    """The asked time with what only the articles tell: when an event was, which May is the last."""
    if asked.event is None:
        return anchored(asked, today, newest(candidate.source for candidate in candidates))
    ids = [id_ for id_, _ in snapshot.lexical(asked.event.name, TOLD)]
    found = snapshot.passages(ids).values()
    told = [(snapshot.article(passage.source).source, passage) for passage in found]
    return dated_by(asked, event_period(asked.event.name, told))

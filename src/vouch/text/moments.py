"""Times as articles write them, compared as far as each tells."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.en import ENGLISH
from vouch.types import Span

_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Moment:
    """A time with its place in the text; what the text does not tell is None.

    `days` are the days that it may be, where the article's own date tells them:
    a weekday is the last one before the article or the next one after it.
    """

    years: tuple[int, int] | None
    month: int | None
    day: int | None
    weekday: int | None
    days: tuple[date, ...]
    span: Span
    shown: str

    def agrees(self, other: "Moment") -> bool:
        """Whether both may be the same time: nothing that both tell differs."""
        if self.years and other.years:
            apart = self.years[1] < other.years[0] or other.years[1] < self.years[0]
            if apart:
                return False
        for mine, theirs in ((self.month, other.month), (self.day, other.day)):
            if mine is not None and theirs is not None and mine != theirs:
                return False
        if self.weekday is not None and other.weekday is not None:
            if self.weekday != other.weekday:
                return False
            return not (self.days and other.days) or bool(set(self.days) & set(other.days))
        return self._on_a_day_of(other) and other._on_a_day_of(self)

    def _on_a_day_of(self, other: "Moment") -> bool:
        """Whether one of the days that a weekday may be fits the other's date."""
        if not self.days or other.day is None or self.day is not None:
            return True
        return any((day.month, day.day) == (other.month, other.day) for day in self.days)


def moments(text: str, written: str | None) -> list[Moment]:
    """The times of a text, in order; `written` is the article's date in ISO 8601."""
    merged: list[Span] = []
    for start, end in spans_of_kind(text, Kind.TIME, frozenset()):
        if merged and re.fullmatch(
            r",?\s*(?:(?:the|of|at|on|in)\s+)?", text[merged[-1][1] : start]
        ):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return [_moment(text, span, _as_date(written)) for span in merged]


def _moment(text: str, span: Span, written: date | None) -> Moment:
    shown = text[span[0] : span[1]]
    folded = shown.lower()
    year = re.search(r"\b(1\d{3}|20\d{2})(s?)\b", folded)
    years = (int(year[1]), int(year[1]) + (9 if year[2] else 0)) if year else None
    names = re.findall(r"[a-z]+", folded)
    months = (ENGLISH.month_forms[name] for name in names if name in ENGLISH.month_forms)
    month = next(months, None)
    day = re.search(r"\b([12]?\d|3[01])(?:st|nd|rd|th)?\b(?!\s?(?:a\.?m|p\.?m|:))", folded)
    weekdays = (ENGLISH.weekdays.index(name) for name in names if name in ENGLISH.weekdays)
    weekday = next(weekdays, None)
    days = _days(names, weekday, written)
    if days and weekday is None:
        weekday = days[0].weekday()
    return Moment(years, month, int(day[1]) if day and month else None, weekday, days, span, shown)


def _days(names: list[str], weekday: int | None, written: date | None) -> tuple[date, ...]:
    if written is None:
        return ()
    relative = [name for name in names if name in _RELATIVE]
    if relative:
        return (written + timedelta(days=_RELATIVE[relative[0]]),)
    if weekday is None:
        return ()
    back = (written.weekday() - weekday) % _WEEK
    past = written - timedelta(days=back)
    return (past, past + timedelta(days=_WEEK))


def _as_date(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None

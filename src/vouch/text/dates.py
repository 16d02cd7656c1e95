"""The times that a text names, as stretches of days."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

from vouch.text.date_patterns import (
    AHEAD,
    COUNTED,
    COUNTS,
    JOINS,
    TIME,
)
from vouch.text.en import ENGLISH
from vouch.text.language import Language
from vouch.text.periods import Period, of_day, of_month, of_week, of_years, shifted
from vouch.types import Span

_UNIT_DAYS = {"day": 1, "week": 7}
_PAST_DAYS = {"week": 7, "month": 30, "year": 365}
_NEAR = {
    **{"yesterday": -1, "tomorrow": 1},
    **{"day before yesterday": -2, "day after tomorrow": 2},
}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_PARTS = {
    **dict.fromkeys(("early", "start", "beginning"), (3, 0)),
    **dict.fromkeys(("mid", "middle"), (3, 1)),
    **dict.fromkeys(("late", "end"), (3, 2)),
    **{"first": (2, 0), "second": (2, 1)},
}
"""Into how many parts a time is cut, and which of them is meant."""

_PLACES = ("first", "second", "third", "fourth")
_COUNTED_PART = {
    **{"week": "week", "weekend": "weekend", "weeks": "week"},
    **{"months": "month", "days": "day"},
}
"""Parts of a time that are counted: "first three months of", "second week of"."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"\u201c])|\n")
_OLD = 1900
"""A number below it that counts something is no year."""


class Relation(StrEnum):
    """How what is told lies to the time that is named; BARE where the text does not say."""

    WITHIN = "within"
    SINCE = "since"
    AFTER = "after"
    BEFORE = "before"
    UNTIL = "until"
    BARE = "bare"


_RELATIONS = {
    **dict.fromkeys(("in", "on", "during", "throughout", "within", "between"), Relation.WITHIN),
    "as of": Relation.UNTIL,
    "since": Relation.SINCE,
    **dict.fromkeys(("after", "following"), Relation.AFTER),
    **dict.fromkeys(("before", "prior to", "ahead of"), Relation.BEFORE),
    **dict.fromkeys(("until", "till", "up to", "by"), Relation.UNTIL),
}
_ALREADY_RELATED = ("ago", "rolling", "which", "near")
"""Expressions that say by themselves when something was: "last year", "yesterday"."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A time that a text names: the days of what it is said of, and its place in the text.

    `named` are the days of the time itself: those of May in "since May".
    `yearless` tells that the text gives no year and that it was taken from the
    day of writing; `spelled` that it names a month or a year itself, which "last
    week" does not.
    """

    period: Period
    named: Period
    relation: Relation
    span: Span
    shown: str
    yearless: bool = False
    spelled: bool = True
    weekday: bool = False
    near: str | None = None


def expressions(text: str, written: date | None) -> list[Expression]:
    """The times of a text in order; `written` is the day from which "last year" counts.

    Without it, what needs it is left out.
    """
    found: list[Expression] = []
    for match in TIME.finditer(text):
        named = _named(text, match, written)
        if named is None or _no_time(text, match):
            continue
        one = _expression(match, named)
        joined = _joined(text, found[-1], one) if found else None
        if joined is None and found and _day_of(text, found[-1], one):
            joined = _with_weekday(text, found[-1], one)
        if joined:
            found[-1] = joined
        else:
            found.append(one)
    return found


def _expression(match: re.Match[str], named: Period) -> Expression:
    told = " ".join((match["relation"] or "").lower().split())
    relation = _RELATIONS.get(told, Relation.BARE)
    if match["part"] and told in ("at", "over"):  # "at the end of 2024"
        relation = Relation.WITHIN
    if relation is Relation.BARE and any(match[name] for name in _ALREADY_RELATED):
        relation = Relation.WITHIN
    yearless = bool(
        (match["its_month"] and not match["its_year"])
        or (match["month_first"] and not match["own_year"])
        or match["month_alone"]
    )
    return Expression(
        period=_related(named, relation),
        named=named,
        relation=relation,
        span=match.span(),
        shown=" ".join(match[0].split()),
        yearless=yearless,
        spelled=not any(match[name] for name in ("weekday", "ago", "rolling", "unit", "near")),
        weekday=bool(match["weekday"]),
        near=_low(match["near"]) if match["near"] else None,
    )


def _related(named: Period, relation: Relation) -> Period:
    match relation:
        case Relation.SINCE:
            return named.since()
        case Relation.AFTER:
            return named.after()
        case Relation.BEFORE:
            return named.before()
        case Relation.UNTIL:
            return named.until()
        case _:
            return named


def _joined(text: str, one: Expression, other: Expression) -> Expression | None:
    """The stretch from one time to another, where the text joins them to one."""
    between = text[one.span[1] : other.span[0]]
    opening = text[one.span[0] : one.span[1]].lower()
    spoken = other.relation is Relation.UNTIL and not between.strip() and opening.startswith("from")
    if not spoken and not (other.relation is Relation.BARE and JOINS.fullmatch(between)):
        return None
    if between.strip() == "and" and one.relation is not Relation.WITHIN:
        return None
    first = one.named.first
    if one.yearless and not other.yearless:
        year = other.named.last.year - (first.month > other.named.last.month)
        first = date(year, first.month, min(first.day, monthrange(year, first.month)[1]))
    if first > other.named.last:
        return None
    whole = Period(first, other.named.last)
    span = (one.span[0], other.span[1])
    shown = " ".join(text[span[0] : span[1]].split())
    relation = Relation.WITHIN if opening.startswith(("between", "from")) else one.relation
    return replace(other, period=whole, named=whole, relation=relation, span=span, shown=shown)


def _day_of(text: str, weekday: Expression, other: Expression) -> bool:
    """Whether a weekday stands before its own date: "on Friday, 21 November"."""
    between = text[weekday.span[1] : other.span[0]]
    return weekday.weekday and not other.weekday and re.fullmatch(r",?\s*", between) is not None


def _with_weekday(text: str, weekday: Expression, day: Expression) -> Expression:
    """A day with the weekday before it, and with what that says of how it lies."""
    span = (weekday.span[0], day.span[1])
    period = _related(day.named, weekday.relation)
    shown = " ".join(text[slice(*span)].split())
    return replace(day, span=span, relation=weekday.relation, period=period, shown=shown)


def _no_time(text: str, match: re.Match[str]) -> bool:
    """Whether a match is a number that counts, or the verb "may" or "march"."""
    if match["year"]:
        related = (match["relation"] or "").lower() in {"in", "since", "until", "during"}
        return not related and int(match["year"]) < _OLD and bool(COUNTED.match(text, match.end()))
    alone = match["month_alone"]
    return bool(alone) and not alone[0].isupper()


def _named(text: str, match: re.Match[str], written: date | None) -> Period | None:
    """The days of the time that is named; None where the calendar or `written` has none."""
    try:
        if match["weekday"]:
            return _weekday(text, match, written) if written else None
        whole = _absolute(match, written) or (_relative(match, written) if written else None)
    except (ValueError, OverflowError):
        return None
    return _narrowed(whole, match) if whole and match["part"] else whole


def _weekday(text: str, match: re.Match[str], written: date) -> Period:
    """The day before the text was written, or after it where the sentence looks ahead."""
    which = (match["weekday_which"] or "").lower()
    back = (written.weekday() - ENGLISH.weekdays.index(_low(match["weekday"]))) % 7
    if which == "last":
        return of_day(shifted(written, -(back or 7)))
    before = _SENTENCE.split(text[: match.start()])[-1]
    said = before if before.strip() else _SENTENCE.split(text[match.end() :])[0]
    ahead = AHEAD.search(said) is not None
    if which in ("next", "coming") or (ahead and back):
        return of_day(shifted(written, 7 - back))
    return of_day(shifted(written, -back))


def _narrowed(whole: Period, match: re.Match[str]) -> Period:
    """The part of a time that "early", "mid", "late" or "first half of" names.

    Up to, before or since the start, middle or end of it is counted from the whole.
    """
    words = _low(match["part"]).split()
    part = words[0]
    if counted := _COUNTED_PART.get(words[-2] if len(words) > 1 else ""):
        return _counted_part(whole, words, counted)
    edge = part in ("start", "beginning", "middle", "end")
    if edge and _RELATIONS.get((match["relation"] or "").lower()) not in (None, Relation.WITHIN):
        return whole
    parts, number = _PARTS[part]
    days = (whole.last - whole.first).days + 1
    if days < parts:
        return whole
    if days in (365, 366):
        months = 12 // parts
        return of_month(whole.first.year, 1 + number * months, months)
    first, last = days * number // parts, days * (number + 1) // parts - 1
    return Period(shifted(whole.first, first), shifted(whole.first, last))


def _counted_part(whole: Period, words: list[str], unit: str) -> Period:
    """The days of "first three months of", "second week of", "week of" and "weekend of"."""
    last = words[0] == "last"
    if len(words) == 2:  # of a day: the week that it is in
        week = of_week(whole.first)
        return Period(shifted(week.first, 5), week.last) if unit == "weekend" else week
    if len(words) == 3:
        days = 7
        after = 0 if last else 7 * (_PLACES.index(words[0]))
    else:
        count = COUNTS[words[1]]
        if unit == "month":
            months = (whole.last.year - whole.first.year) * 12 + whole.last.month
            first = months - count + 1 if last else whole.first.month
            return of_month(whole.first.year, first, count)
        days, after = count * _UNIT_DAYS[unit], 0
    if last:
        return Period(shifted(whole.last, 1 - days), whole.last)
    return Period(shifted(whole.first, after), shifted(whole.first, after + days - 1))


def _absolute(match: re.Match[str], written: date | None) -> Period | None:
    if match["iso"]:
        return of_day(date.fromisoformat(match["iso"]))
    if match["its_month"] or match["month_first"]:
        return _days_of_month(match, written)
    if match["month_of"]:
        return of_month(int(match["month_year"]), month_number(match["month_of"]))
    if match["season"]:
        return of_month(int(match["season_year"]), ENGLISH.seasons[match["season"].lower()], 3)
    if match["quarter_year"]:
        if match["h"]:
            return of_month(int(match["quarter_year"]), 6 * int(match["h"]) - 5, 6)
        number = int(match["q"]) if match["q"] else _QUARTERS[match["quarter"].lower()]
        return of_month(int(match["quarter_year"]), 3 * number - 2, 3)
    if match["decade"]:
        return of_years(int(match["decade"]), int(match["decade"]) + 9)
    if match["year"]:
        return of_years(int(match["year"]), int(match["year"]))
    return None


def _days_of_month(match: re.Match[str], written: date | None) -> Period | None:
    """One day of a month, or several: "3 May", "3 and 4 May 2025", "May 3-5"."""
    month = month_number(match["its_month"] or match["month_first"])
    told = match["days_before"], match["day_first"], match["its_day"], match["days_after"]
    days = [int(day) for part in told if part for day in re.findall(r"\d+", part)]
    year = match["its_year"] or match["own_year"]
    if not year and not written:
        return None
    last = date(int(year), month, days[-1]) if year else _nearest(month, days[-1], written)
    if days != sorted(days):
        return of_day(last)
    return Period(last.replace(day=days[0]), last)


def _relative(match: re.Match[str], written: date) -> Period | None:
    if match["near"]:
        day = " ".join(_low(match["near"]).split()).removeprefix("the ")
        return of_day(shifted(written, _NEAR.get(day, 0)))
    if match["month_alone"]:
        near = _nearest(month_number(match["month_alone"]), 15, written)
        return of_month(near.year, near.month)
    if match["ago"]:
        return _ago(_count(match["ago"]), match["ago_unit"].lower(), written)
    if match["rolling"]:
        earlier = _ago(_count(match["count"]), match["count_unit"].lower(), written)
        return Period(earlier.first, written)
    return _beside(match, written)


def _beside(match: re.Match[str], written: date) -> Period:
    """Last, this or next week, month, year, May or summer."""
    which = _low(match["which"])
    step = {"this": 0, "next": 1, "coming": 1}.get(which, -1)
    if match["unit"]:
        unit = match["unit"].lower()
        if which == "past":
            return Period(shifted(written, -_PAST_DAYS[unit]), written)
        if unit == "week":
            return of_week(shifted(written, 7 * step))
        if unit == "year":
            return of_years(written.year + step, written.year + step)
        months = written.year * 12 + written.month - 1 + step
        return of_month(months // 12, months % 12 + 1)
    month = month_number(match["near_month"]) if match["near_month"] else 0
    length = 1 if month else 3
    month = month or ENGLISH.seasons[match["near_season"].lower()]
    near = of_month(written.year, month, length)
    if step < 0 and near.last >= written:
        return of_month(written.year - 1, month, length)
    if step > 0 and near.first <= written:
        return of_month(written.year + 1, month, length)
    return near


def _ago(count: int, unit: str, written: date) -> Period:
    if unit in _UNIT_DAYS:
        day = written - timedelta(days=count * _UNIT_DAYS[unit])
        return of_day(day) if unit == "day" else of_week(day)
    months = written.year * 12 + written.month - 1 - count * (12 if unit == "year" else 1)
    if unit == "year":
        return of_years(months // 12, months // 12)
    return of_month(months // 12, months % 12 + 1)


def _nearest(month: int, day: int, written: date | None) -> date:
    """The day of a month without a year that lies nearest to the day of writing.

    Raises ValueError where no year near by has that day.
    """
    near = written or date.today()
    years = [year for year in range(near.year - 4, near.year + 5) if _has_day(year, month, day)]
    return min((date(year, month, day) for year in years), key=lambda one: abs(one - near))


def _has_day(year: int, month: int, day: int) -> bool:
    return MINYEAR <= year <= MAXYEAR and 1 <= day <= monthrange(year, month)[1]


def month_number(name: str, language: Language = ENGLISH) -> int:
    """The number of a month, from 1, by its name in full or short."""
    return language.month_forms[name.rstrip(".").lower()]


def _count(words: str) -> int:
    return int(words) if words.isdigit() else COUNTS[" ".join(words.lower().split())]


def _low(text: str) -> str:
    return text.lower()

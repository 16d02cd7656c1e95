"""Every date and time of a fact is in the cited sentences, or follows from the article's date."""

import re
from collections.abc import Iterator
from datetime import date

from vouch.text.moments import Moment, moments
from vouch.text.tokens import fold
from vouch.types import Source
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, telling

CLOCK = re.compile(
    r"\b(?:(\d{1,2})(?:[.:](\d{2}))?\s?([ap])\.?m\b\.?|([01]?\d|2[0-3]):([0-5]\d)\b"
    r"|(noon)\b|(midnight)\b)",
    re.IGNORECASE,
)
_HALF_DAY = 720
_LIST = re.compile(
    r"\b(\d{1,2}(?:(?:\s?,\s?|\s?[-\u2013]\s?|\s+(?:and|to|until|or)\s+)\d{1,2}){1,12})\s+([A-Z][a-z]+)"
)
_REPORTED = re.compile(
    r"\b(?:report\w*|article|wrote|published|writes|dated|as of)\b", re.IGNORECASE
)
BELONGS = 0.6
"""The share of a fact's words from which a clause tells what it tells."""

OF_ANOTHER = "\u201c{time}\u201d is told of something else; of this it is \u201c{other}\u201d."
_THIS = {"this year": 0, "last year": -1, "next year": 1, "previous year": -1}


def check_times(fact: str, basis: Basis) -> list[str]:
    """What is wrong with the dates and times of a fact."""
    told = [m for quote in basis.quotes for m in _all_moments(quote.text, quote.source.date)]
    reasons = [
        f"The time \u201c{moment.shown}\u201d is not in the cited sentences."
        for moment in _all_moments(CLOCK.sub(" ", fact), None)
        if not any(_tells(other, moment) for other in told)
        and not _of_the_article(moment, fact, basis)
        and not _is_a_number(moment, basis)
    ]
    reasons = reasons or _told_of_another(fact, basis)
    there = clock_times(basis.text)
    return reasons + [
        f"The time \u201c{shown}\u201d is not in the cited sentences."
        for minutes, shown in clock_times(fact).items()
        if minutes not in there
    ]


def _is_a_number(moment: Moment, basis: Basis) -> bool:
    """Whether what looks like a year is a number of the cited sentences: 1000 for 1,000."""
    figures = {figure.replace(",", "") for figure in re.findall(r"\d[\d,]*\d", basis.text)}
    return moment.month is None and moment.shown in figures


def _told_of_another(fact: str, basis: Basis) -> list[str]:
    """Whether the clause that tells what a fact does gives another time for it."""
    parts = [(q, c) for q in basis.quotes for c in clauses(q.text)]
    for told in clauses(fact):
        for moment in _all_moments(told, None):
            content = telling(told.replace(moment.shown, " "))
            best = max(parts, key=lambda part: len(set(content) & set(telling(part[1]))))
            shares = len(set(content) & set(telling(best[1]))) >= BELONGS * len(content)
            there = _all_moments(best[1], best[0].source.date)
            both = any(m.shown in fact for m in there)
            if content and shares and there and not both and not _fits(moment, there, fact, basis):
                return [OF_ANOTHER.format(time=moment.shown, other=there[0].shown)]
    return []


def _fits(moment: Moment, there: list[Moment], fact: str, basis: Basis) -> bool:
    """Whether a time is one of these, or of another grain than all of them."""
    like = [m for m in there if (m.years is None) == (moment.years is None) or m.agrees(moment)]
    return (
        not like
        or any(other.agrees(moment) for other in there)
        or _of_the_article(moment, fact, basis)
    )


def clock_times(text: str) -> dict[int, str]:
    """The times of day of a text, in minutes from midnight, as it shows them."""
    return {_minutes(match): match[0] for match in CLOCK.finditer(text)}


def _minutes(match: re.Match[str]) -> int:
    hour, minute, half, hours, minutes, noon, midnight = match.groups()
    if noon:
        return _HALF_DAY
    if midnight:
        return 0
    if half:
        later = _HALF_DAY if half.lower() == "p" else 0
        return int(hour) % 12 * 60 + int(minute or 0) + later
    return int(hours) * 60 + int(minutes)


def _all_moments(text: str, written: str | None) -> list[Moment]:
    """The times of a text; "24, 25 and 31 December" are three."""
    found = [moment for moment in moments(text, written) if not _only_a_clock(moment)]
    for days, month in _LIST.findall(text):
        for day in re.findall(r"\d{1,2}", days):
            found += moments(f"{day} {month}", written)
    return found


def _only_a_clock(moment: Moment) -> bool:
    told = (moment.years, moment.month, moment.day, moment.weekday)
    return not any(part is not None for part in told) and not moment.days


def _tells(told: Moment, moment: Moment) -> bool:
    """Whether every part of `moment` is part of `told`, or follows from the days it may be."""
    if _same_words(told, moment):
        return True
    if not told.agrees(moment):
        return False
    return all(_part_told(told, moment))


def _same_words(told: Moment, moment: Moment) -> bool:
    return fold(told.shown) == fold(moment.shown)


def _part_told(told: Moment, moment: Moment) -> Iterator[bool]:
    days = told.days
    if moment.years is not None:
        first, last = moment.years
        yield told.years is not None or _years_follow(told, first, last)
    if moment.month is not None:
        yield told.month == moment.month or any(d.month == moment.month for d in days)
    if moment.day is not None:
        yield told.day == moment.day or any(d.day == moment.day for d in days)
    if moment.weekday is not None:
        yield told.weekday == moment.weekday or _weekday_follows(told, moment.weekday)


def _years_follow(told: Moment, first: int, last: int) -> bool:
    return any(first <= day.year <= last for day in told.days)


def _weekday_follows(told: Moment, weekday: int) -> bool:
    if told.years is None or told.month is None or told.day is None:
        return False
    try:
        return date(told.years[0], told.month, told.day).weekday() == weekday
    except ValueError:
        return False


def _of_the_article(moment: Moment, fact: str, basis: Basis) -> bool:
    """Whether a time follows from the date of an article."""
    return any(
        _is_its_date(moment, fact, source) or _is_its_year(moment, basis, source)
        for source in basis.sources
        if source.date
    )


def _is_its_date(moment: Moment, fact: str, source: Source) -> bool:
    """The day that the article was written, told as that: "reported on 20 May"."""
    if not _REPORTED.search(fact):
        return False
    try:
        day = date.fromisoformat(source.date or "")
    except ValueError:
        return False
    written = moments(f"{day.day} {day:%B} {day.year}", None)
    return any(_tells(other, moment) for other in written)


def _is_its_year(moment: Moment, basis: Basis, source: Source) -> bool:
    """A year that the sentence leaves to the article's date: that of "4 October" or "last year"."""
    if moment.years is None or moment.years[0] != moment.years[1]:
        return False
    year = moment.years[0]
    written = int((source.date or "0")[:4])
    text = fold("\n".join(q.text for q in basis.quotes if q.source == source))
    if any(phrase in text and year == written + shift for phrase, shift in _THIS.items()):
        return moment.month is None
    dated = [m for q in basis.quotes if q.source == source for m in _all_moments(q.text, None)]
    if moment.month is None and moment.day is None:
        return year == written and any(m.years is None for m in dated)
    partial = [m for m in dated if m.years is None and m.month is not None]
    return abs(year - written) <= 1 and any(
        _near(source.date or "", year, m) and _tells_but_year(m, moment) for m in partial
    )


def _tells_but_year(told: Moment, moment: Moment) -> bool:
    month = moment.month is None or told.month == moment.month
    return month and (moment.day is None or told.day == moment.day)


def _near(written: str, year: int, told: Moment) -> bool:
    """Whether that month of `year` is within half a year or so of the day of writing."""
    months = (year - int(written[:4])) * 12 + (told.month or 1) - int(written[5:7] or 1)
    return -9 <= months <= 11

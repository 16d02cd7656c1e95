"""Stretches of days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `date.min` and `date.max` leave it open."""

    first: date
    last: date

    def overlaps(self, other: Self) -> bool:
        return self.first <= other.last and other.first <= self.last

    def holds(self, other: Self) -> bool:
        """Whether all days of the other are days of this one."""
        return self.first <= other.first and other.last <= self.last

    def shared(self, other: Self) -> Self | None:
        """The days of both; None where there are none."""
        if not self.overlaps(other):
            return None
        return type(self)(max(self.first, other.first), min(self.last, other.last))

    @property
    def is_open(self) -> bool:
        return self.first == date.min or self.last == date.max

    def since(self) -> Self:
        return type(self)(self.first, date.max)

    def after(self) -> Self:
        return type(self)(shifted(self.last, 1), date.max)

    def until(self) -> Self:
        return type(self)(date.min, self.last)

    def before(self) -> Self:
        return type(self)(date.min, shifted(self.first, -1))


def shifted(day: date, days: int) -> date:
    """A day so many days later, or the calendar's last or first where that is past its end."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def of_day(day: date) -> Period:
    return Period(day, day)


def of_month(year: int, month: int, months: int = 1) -> Period:
    """A month, or several from it on."""
    end = month + months - 1
    last_year, last_month = year + (end - 1) // 12, (end - 1) % 12 + 1
    return Period(
        date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1])
    )


def of_years(first: int, last: int) -> Period:
    return Period(date(first, 1, 1), date(last, 12, 31))


def of_week(day: date) -> Period:
    """The week of a day, from Monday to Sunday."""
    monday = shifted(day, -day.weekday())
    return Period(monday, shifted(monday, 6))


def period_of(iso: str | None) -> Period | None:
    """The days that an article's date in ISO 8601 may mean: of a day, a month or a year."""
    try:
        parts = [int(part) for part in iso.split("-")] if iso else []
        if len(parts) == 3:
            return of_day(date(*parts))
        if len(parts) == 2:
            return of_month(*parts)
        return of_years(parts[0], parts[0]) if parts else None
    except ValueError:
        return None

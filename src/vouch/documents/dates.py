"""An article's date, written in ISO 8601."""

import re
from datetime import datetime

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?")
_FORMATS = {
    "%Y/%m/%d": 10,
    "%d.%m.%Y": 10,
    "%B %d %Y": 10,
    "%b %d %Y": 10,
    "%d %B %Y": 10,
    "%d %b %Y": 10,
    "%B %Y": 7,
    "%b %Y": 7,
}


def iso_date(value: str | None) -> str | None:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exact as `value` is; None when it is no date.

    Reads ISO 8601 dates and times, and dates with the month's English name.
    "03/04/2025" is not read: it may be of March or of April.
    """
    text = " ".join((value or "").replace(",", " ").replace("Sept ", "Sep ").split())
    match = _ISO.fullmatch(text)
    if match:
        return _checked([part for part in match.groups() if part])
    for pattern, length in _FORMATS.items():
        try:
            day = datetime.strptime(text, pattern)
        except ValueError:
            continue
        return day.date().isoformat()[:length]
    return None


def _checked(parts: list[str]) -> str | None:
    """The date if the calendar has it."""
    numbers = [int(part) for part in parts]
    try:
        day = datetime(*[*numbers, 1, 1][:3])  # type: ignore[arg-type]
    except ValueError:
        return None
    return day.date().isoformat()[: (4, 7, 10)[len(parts) - 1]]

"""The days of the week that words name: "Monday to Friday", "weekdays", "at weekends"."""

import re
from itertools import count

from vouch.text.en import ENGLISH

_DAYS = [name[:3] for name in ENGLISH.weekdays]
_DAY = rf"({'|'.join(_DAYS)})(?:s|r|rs|day|sday|nesday|rsday|urday)?s?\b\.?"
_RANGE = re.compile(
    rf"\b{_DAY}\s*(?:to|till|until|through|-|\u2013|\u2014)\s*{_DAY}", re.IGNORECASE
)
_ONE = re.compile(rf"\b{_DAY}", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\bweek(?:day|end)s?\b", re.IGNORECASE
)
_SETS = (
    (re.compile(r"\b(?:weekdays?|working days?)\b", re.IGNORECASE), range(5)),
    (re.compile(r"\bweekends?\b", re.IGNORECASE), range(5, 7)),
    (re.compile(r"\b(?:daily|every day|all week)\b", re.IGNORECASE), range(7)),
)


def weekdays(text: str) -> frozenset[int]:
    """The days that a text names, 0 being Monday; those of a range are all of it."""
    found: set[int] = set()
    for match in _RANGE.finditer(text):
        first, last = (_DAYS.index(name.lower()) for name in match.groups())
        for step in count():
            found.add((first + step) % 7)
            if (first + step) % 7 == last:
                break
    for match in _ONE.finditer(text):
        found.add(_DAYS.index(match.group(1).lower()))
    for pattern, days in _SETS:
        if pattern.search(text):
            found.update(days)
    return frozenset(found)


def names_a_weekday(text: str) -> bool:
    """Whether a text has the full name of a day of the week; "sat" and "sun" are words too."""
    return _NAMED.search(text) is not None

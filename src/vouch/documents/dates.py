"""Dates of publication, as they are written in metadata, bylines and file names.

A date is as exact as it is written: a missing day or month stays missing.
Months and weekdays are known in the languages of `LANGUAGES`, by Unicode's CLDR.
"""

import functools
import re
from datetime import date
from pathlib import PurePosixPath

LANGUAGES = (
    "en de fr es it pt nl da sv nb fi is pl cs sk hu ro hr sl et lv lt el ru uk bg tr ca".split()
)
"""The languages whose months are read; the first of two that share a name counts."""

_ISO = re.compile(
    r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ]\d{1,2}:\d{2}.*)?"
    r"|(\d{4})(\d{2})(\d{2})(?:T\d{4,6}.*)?"
    r"|(\d{4})[/.] ?(\d{1,2})[/.] ?(\d{1,2})\.?(?:[T ]\d{1,2}:\d{2}.*)?"
    r"|(\d{4})年\s*(\d{1,2})月(?:\s*(\d{1,2})日)?.*"
    r"|(\d{4})년\s*(\d{1,2})월(?:\s*(\d{1,2})일)?.*"
)
_NUMBERS = re.compile(r"(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4})")
_WORDS = re.compile(
    r"(?P<d1>\d{1,2})(?:st|nd|rd|th|er|º|ª|°|\.)?(?:[ -]|(?<=\.))(?:de |of |di )?"
    r"(?P<m1>[^\W\d_]{3,15}\.?)[ ,-]{1,2}(?:de |del |of )?(?P<y1>\d{4})"
    r"|(?P<m2>[^\W\d_]{3,15}\.?) (?P<d2>\d{1,2})(?:st|nd|rd|th)?,? (?P<y2>\d{4})"
    r"|(?P<m3>[^\W\d_]{3,15}\.?),? (?:de |del |of )?(?P<y3>\d{4})"
    r"|(?P<y4>\d{4})[.,]? (?:m\. )?(?P<m4>[^\W\d_]{3,15}\.?)(?: (?P<d4>\d{1,2})\.?(?: d\.)?)?"
)
_TIME = re.compile(
    r"(?:[,;|·–—-]\s*|(?<!\s)\s*)(?:\b(?:at|um|à|a las|alle|às|om|kl\.?|klo|ore|o)\s+)?"
    r"\b\d{1,2}(?:[:.h]\d{2}(?::\d{2})?(?:\.\d+)?|(?=\s*[ap]\.?m))"
    r"\s*(?:[ap]\.?m\b\.?|Uhr|hrs?|h)?(?:\s*\(?[A-Z]{1,5}\)?(?![a-z]))?(?:\s*[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:the|den|der|am|le|el|il|on|vom|du)\s+)+", re.IGNORECASE)
_NAME_DATE = re.compile(r"(\d{4})([-_. ]?)(\d{2})(?:\2(\d{2}))?(?![\d])[-_. ]*")
MAX_LENGTH = 80
LENGTH_OF_DAY = len("2025-10-12")


def iso_date(value: str | None, language: str | None = None) -> str | None:
    """Read a date that stands alone.

    Args:
        value: The words: ISO 8601, RFC 822, or a date with its month's name in
            one of `LANGUAGES`; a weekday before it and a time after it are
            allowed, and the day is the one that is written, in whatever zone.
        language: The tag of the text's language (`en-GB`). It decides whether
            05/06/2025 is of May or June; a language alone does not where its
            countries differ.

    Returns:
        `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as exact as `value` is; None when it
        is no date, or may be either of two.
    """
    text = " ".join((value or "")[: 2 * MAX_LENGTH].split())
    if not text or len(text) > MAX_LENGTH or not any(map(str.isdecimal, text)):
        return None
    for words in dict.fromkeys((text, _TIME.sub("", text).strip(" ,.;|"))):
        found = _exact(words, language)
        if found:
            return found
        # a weekday is followed by a date that has its day, or it is no weekday
        first, _, rest = words.partition(" ")
        found = _exact(rest, language) if first.rstrip(".,").isalpha() else None
        if found and len(found) == LENGTH_OF_DAY and (first[-1] == "," or _is_weekday(first, rest)):
            return found
    return None


def _exact(text: str, language: str | None) -> str | None:
    """The date that the words are, without a weekday or a time."""
    match = _ISO.fullmatch(text)
    if match:
        return _checked([part for part in match.groups() if part])
    match = _NUMBERS.fullmatch(text)
    if match:
        first, sign, second, year = match.groups()
        return _checked(_ordered(year, int(first), int(second), sign, language))
    match = _WORDS.fullmatch(_LEAD.sub("", text, count=1))
    if match is None:
        return None
    found = {name[0]: part for name, part in match.groupdict().items() if part}
    known = _language_of_month(found["m"], language)
    if known is None:
        return None
    month = str(_months(known)[_key(found["m"])])
    return _checked([found["y"], month, *([found["d"]] if "d" in found else [])])


def date_from_name(source: str) -> str | None:
    """The date that a file's name begins with: `2025-10-12-bridge.md`; a year alone is none."""
    match = _NAME_DATE.match(PurePosixPath(source).stem)
    if match is None or (match.group(2) == "" and match.group(4) is None):
        return None
    year, _, month, day = match.groups()
    return _checked([year, month, *([day] if day else [])]) if 1500 <= int(year) <= 2200 else None


def name_without_date(stem: str) -> str:
    """The stem of a file's name without the date that it begins with, where words are left."""
    if date_from_name(stem) is None:
        return stem
    rest = _NAME_DATE.sub("", stem, count=1).strip("-_. ")
    return rest if any(map(str.isalpha, rest)) else stem


def _is_weekday(word: str, date_words: str) -> bool:
    """Whether a word is a weekday, in English or in the language of the date after it."""
    months = re.findall(r"[^\W\d_]{3,}", date_words)
    languages = dict.fromkeys(["en", *filter(None, (_language_of_month(m, None) for m in months))])
    return any(_key(word) in _weekdays(language) for language in languages)


def _ordered(year: str, first: int, second: int, sign: str, language: str | None) -> list[str]:
    """Year, month and day of a date in numbers; empty where it may be either of two."""
    if sign == "." or first > 12 or first == second:
        return [year, str(second), str(first)]
    if second > 12:
        return [year, str(first), str(second)]
    day_first = _day_first(language)
    if day_first is None:
        return []
    return [year, str(second), str(first)] if day_first else [year, str(first), str(second)]


@functools.cache
def _day_first(language: str | None) -> bool | None:
    """Whether the day comes before the month; None where English has no country."""
    from babel import Locale, UnknownLocaleError  # takes long to load

    tag = (language or "").replace("_", "-").strip()
    if not tag or tag.lower() == "en":
        return None
    try:
        pattern = Locale.parse(tag, sep="-").date_formats["short"].pattern
    except (UnknownLocaleError, ValueError, KeyError, TypeError):
        return None
    return bool(pattern.find("d") < pattern.find("M"))


def _key(name: str) -> str:
    return name.lower().rstrip(".,")


def _language_of_month(name: str, language: str | None) -> str | None:
    """The language in which a word is a month: the text's own, else the first that has it."""
    primary = (language or "").replace("_", "-").partition("-")[0].lower()
    for known in dict.fromkeys([primary, *LANGUAGES]):
        if known in LANGUAGES and _key(name) in _months(known):
            return known
    return None


@functools.cache
def _months(language: str) -> dict[str, int]:
    """The names of the months in a language, in lower case and without a full stop."""
    from babel import Locale

    names = {"sept": 9} if language == "en" else {}
    for context in Locale(language).months.values():
        for width in ("wide", "abbreviated"):
            names.update({_key(name): number for number, name in context[width].items()})
    return names


@functools.cache
def _weekdays(language: str) -> frozenset[str]:
    from babel import Locale

    return frozenset(
        _key(name)
        for context in Locale(language).days.values()
        for width in ("wide", "abbreviated")
        for name in context[width].values()
    ) | ({"tues", "weds", "thur", "thurs"} if language == "en" else frozenset())


def _checked(parts: list[str]) -> str | None:
    """The date if the calendar has it."""
    if not parts:
        return None
    numbers = [int(part) for part in parts]
    try:
        day = date(*[*numbers, 1, 1][:3])
    except ValueError:
        return None
    return day.isoformat()[: (4, 7, 10)[len(parts) - 1]]

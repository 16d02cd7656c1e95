"""How times are written in English: the pattern that finds them."""

import re

from vouch.text.en import ENGLISH
from vouch.text.language import Language

COUNTS = {**dict(list(ENGLISH.ones.items())[:12]), **ENGLISH.small_counts}


def month_pattern(language: Language = ENGLISH) -> str:
    """The pattern of a month's name, in full or short, with its first letter in capital."""
    forms = sorted(map(str.capitalize, language.month_forms), key=len, reverse=True)
    return rf"(?:{'|'.join(forms)})\b\.?"


_MONTH = month_pattern()
_YEAR = r"(?<![\d.,$€£])(?:1\d{3}|20\d{2})(?![\d%]|[.,]\d|-\d{2}\b)"
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?\b"
_AND_DAY = r"(?:\s*(?:,|[\u2013\u2014-]|\b(?:and|or|to|until|till|through)\b)\s*(?:the\s+)?)"
_MORE_DAYS = (
    rf"(?:\s*(?:[\u2013\u2014-]|\b(?:and|or|to|through)\b)\s*(?:the\s+)?{_DAY}"
    rf"(?![.,:]?\d|\s*%|\s+(?:of\s+)?{_MONTH}|\s+[a-z]+s\b|\s+(?:people|men|women|children|percent|million)\b))"
)
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
_SEASON = "|".join(ENGLISH.seasons)
_UNIT = (
    r"(?P<iso>\b\d{4}-\d{2}-\d{2}\b)"
    rf"|\b(?P<days_before>(?:{_DAY}{_AND_DAY}){{1,8}})?(?P<day_first>{_DAY})(?:\s+of)?\s+(?P<its_month>{_MONTH})(?:,?\s+(?P<its_year>{_YEAR}))?"
    rf"|\b(?P<month_first>{_MONTH})\s+(?:the\s+)?(?P<its_day>{_DAY})(?P<days_after>{_MORE_DAYS})?(?:,?\s+(?P<own_year>{_YEAR}))?"
    rf"|\b(?P<month_of>{_MONTH})(?:\s+of)?,?\s+(?P<month_year>{_YEAR})"
    rf"|\b(?P<season>{_SEASON})\s+(?:of\s+)?(?P<season_year>{_YEAR})"
    rf"|\b(?:(?P<quarter>first|second|third|fourth)\s+quarter(?:\s+of)?|Q(?P<q>[1-4])|H(?P<h>[12]))"
    rf"\s+(?P<quarter_year>{_YEAR})"
    r"|\b(?P<decade>(?:1\d|20)\d0)s\b"
    rf"|\b(?P<ago>{_COUNT})\s+(?P<ago_unit>day|week|month|year)s?\s+ago\b"
    rf"|\b(?P<rolling>last|past|previous)\s+(?P<count>{_COUNT})\s+"
    r"(?P<count_unit>day|week|month|year)s?\b"
    rf"|\b(?P<which>last|past|previous|this|next|coming)\s+"
    rf"(?:(?P<unit>week|month|year)\b|(?P<near_month>{_MONTH})|(?P<near_season>{_SEASON})\b)"
    r"|\b(?P<near>(?:the\s+)?day\s+(?:before\s+yesterday|after\s+tomorrow)|yesterday|today|tomorrow|tonight)\b"
    rf"|\b(?:(?P<weekday_which>last|next|this|coming)\s+)?(?P<weekday>{'|'.join(ENGLISH.weekdays)})\b"
    rf"|\b(?P<month_alone>{_MONTH})(?!\s+\d)"
    rf"|(?P<year>{_YEAR})"
)
_PART = (
    r"(?:the\s+)?(?:(?:(?P<part>early|mid|late|(?:start|beginning|middle|end)\s+of"
    r"|(?:first|second)\s+half\s+of|(?:first|last)\s+(?:two|three|four|six)\s+(?:months|weeks|days)\s+of"
    r"|(?:first|second|third|fourth|last)\s+week\s+of|week(?:end)?\s+(?:of|from))|year|months?\s+of|course\s+of)[-\s]+)?(?:the\s+)?"
)
_RELATIONS = (
    "in|on|during|throughout|within|since|after|following|before|prior to|ahead of|until|till"
    "|up to|by|as of|between|from|of|for|at|over"
)
TIME = re.compile(
    rf"(?:\b(?P<relation>{_RELATIONS})\s+)?{_PART}(?:{_UNIT})",
    re.IGNORECASE,
)

JOINS = re.compile(r"\s*(?:\b(?:and|to|until|till|through)\b|[\u2013\u2014-])\s*(?:the\s+)?", re.I)
"""What stands between the two ends of a stretch of time."""

COUNTED = re.compile(r"\s+[a-z]+s\b|\s+(?:people|men|women|children|police|staff)\b")
"""What follows a number that counts and is no year: "1500 houses"."""

AHEAD = re.compile(
    r"\b(?:will|shall|going to|(?:is|are|was|were) (?:to|due|set)|due to|plans? to|planned|expected"
    r"|scheduled|begins?|starts?|opens?|closes|takes place|next|coming|upcoming)\b"
    r"|\b\w+['\u2019]ll\b",
    re.IGNORECASE,
)
"""Words of a sentence that tells what comes after it is written."""

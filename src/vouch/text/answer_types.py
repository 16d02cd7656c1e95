"""The kind of answer that a question asks for, and the words of a text that are of that kind."""

import re
from enum import StrEnum

from vouch.text.date_patterns import month_pattern
from vouch.text.tokens import CAPITALISED, content_words
from vouch.types import Span


class Kind(StrEnum):
    """What a question asks for."""

    PERSON = "person"
    TIME = "time"
    NUMBER = "number"
    PLACE = "place"
    OTHER = "other"


_ASKED = (
    (
        Kind.NUMBER,
        r"how (?:many|much|old|far(?! along)|long|tall|big|large|deep|high|often|fast|heavy)\b",
    ),
    (Kind.NUMBER, r"(?:what|which) (?:number|percent\w*|share|age|population|amount|price)\b"),
    (Kind.TIME, r"when\b|(?:what|which) (?:year|date|day|month|time|century|decade)\b"),
    (Kind.TIME, r"(?:since|until) when\b"),
    (Kind.PERSON, r"who\b|whom\b|whose\b"),
    (Kind.PLACE, r"where\b|(?:what|which) (?:city|country|place|town|continent|county)\b"),
    (Kind.OTHER, r"what\b|which\b|why\b|how\b"),
)
"""The question words of each kind; where two begin at the same place, the first listed counts."""

_NUMBER = (
    r"\d[\d,.]*(?:\s?%|\b)|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|thirteen|fourteen|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?"
    r"|thousands?|millions?|billions?|dozens?|half|twice|no|none|several)\b"
)
_TIME = (
    rf"\b(?:\d{{1,2}}\s+)?{month_pattern()}(?:\s+\d{{1,4}}(?:st|nd|rd|th)?)?(?:\s*,?\s*\d{{4}})?"
    r"|\b(?:1\d{3}|20\d{2})s?\b|\b\d{1,2}(?::\d{2})?\s?(?:a\.m\.|p\.m\.|am|pm)\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b\w+ century\b"
    r"|\b(?:[Yy]esterday|[Tt]oday|[Tt]omorrow|(?:[Ll]ast|[Nn]ext)"
    r" (?:week|month|year|spring|summer|autumn|winter))\b"
)
_NAME = rf"\b{CAPITALISED}(?:\s+(?:(?:of|de|von|van|der|the|al|bin)\s+)*{CAPITALISED})*"
_PATTERNS = {
    Kind.NUMBER: re.compile(_NUMBER, re.IGNORECASE),
    Kind.TIME: re.compile(_TIME),
    Kind.PERSON: re.compile(_NAME),
    Kind.PLACE: re.compile(_NAME),
}


_DEGREE = re.compile(
    r"\bhow (many|much|old|far|long|tall|big|large|deep|high|often|fast|heavy|wide|thick|soon|early"
    r"|late|expensive)\b",
    re.IGNORECASE,
)


def degree_asked(question: str) -> str | None:
    """The word after "how" that asks for a degree, in lower case: "many", "deep"."""
    found = _DEGREE.search(question)
    return found.group(1).lower() if found else None


def kind_asked(question: str) -> Kind:
    """The kind of answer a question asks for, by its question word."""
    lowered = question.lower()
    found = [
        (match.start(), order, kind)
        for order, (kind, pattern) in enumerate(_ASKED)
        if (match := re.search(rf"\b(?:{pattern})", lowered))
    ]
    return min(found)[2] if found else Kind.OTHER


def spans_of_kind(text: str, kind: Kind, known: frozenset[str]) -> list[Span]:
    """The spans of `text` that are of a kind, without those that only repeat `known` words.

    `known` holds the folded words of the question: a name that it gives is not
    the name it asks for. OTHER has no spans of its own.
    """
    if kind is Kind.OTHER:
        return []
    return [
        match.span()
        for match in _PATTERNS[kind].finditer(text)
        if not set(content_words(match[0])) <= known
    ]

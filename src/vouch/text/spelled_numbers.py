"""Numbers in words, put in figures where the words are several."""

import re

from vouch.text.en import ENGLISH
from vouch.text.numbers import small_number, small_value

_HUNDREDS = re.compile(
    rf"\b(an?|{'|'.join(ENGLISH.ones)})\s+hundred(?:\s+and\s+|\s+)({small_number()})\b",
    re.IGNORECASE,
)
_HALF = re.compile(r"\bhalf\s+an?\s+(million|billion|thousand|dozen)\b", re.IGNORECASE)
_AND_HALF = re.compile(r"\b(\d+|[a-z]+)\s+and\s+a\s+half\b", re.IGNORECASE)
_DOZEN = re.compile(r"\b(?:a\s+|one\s+)?dozen\b(?!s)", re.IGNORECASE)
_ORDINAL = re.compile(
    rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(ENGLISH.ordinals)}))\b", re.IGNORECASE
)
_HALVES = {"million": "500,000", "billion": "500,000,000", "thousand": "500", "dozen": "6"}


def in_figures(text: str) -> str:
    """`text` with "two hundred and twenty" as 220, "half a million" as 500,000, a dozen as 12."""
    text = _HUNDREDS.sub(lambda m: str(_value(m[1]) * 100 + _value(m[2])), text)
    text = _HALF.sub(lambda m: _HALVES[m[1].lower()], text)
    text = _AND_HALF.sub(lambda m: f"{_value(m[1])}.5" if _value(m[1]) else m[0], text)
    return _DOZEN.sub("12", text)


def ordinals(text: str) -> set[int]:
    """The places that a text counts: 3 for "third" and "3rd"."""
    return {int(m[1]) if m[1] else ENGLISH.ordinals[m[2].lower()] for m in _ORDINAL.finditer(text)}


def _value(word: str) -> int:
    if word.isdigit():
        return int(word)
    parts = re.split(r"[-\s]", word.lower())
    return sum(1 if part in {"a", "an"} else small_value(part) for part in parts)

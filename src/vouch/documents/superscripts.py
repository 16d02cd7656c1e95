"""Tells the mark of a note from an exponent, where a few characters are set raised."""

import re
from collections.abc import Collection

_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_EXPONENT = re.compile(r"[+\-−]?\d{1,3}|[+\-−]?[nkx]|[+\-−]\d+")
_MARK = re.compile(
    r"[\[(]?[*†‡§¶#]{1,3}[\])]?|\[[^\]]{1,30}\]|\(\w{1,3}\)|[a-z]?\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
)
_UNITS = """m km cm mm dm µm μm nm ft in yd mi sec s h kg g ha metre metres meter meters kilometre
    kilometres kilometer kilometers""".split()
_MEASURED = re.compile(rf"(?:^|[\s\d/·(.])(?:{'|'.join(_UNITS)})$")
_VARIABLE = re.compile(r"(?:^|[\s(=+*/×·-])[A-Za-zα-ωΑ-Ω]$")
_POWER = re.compile(r"(?:^|[\s(=×x*·~≈])(?:10|2)$")
_SMALL_NUMBER = re.compile(r"(?:^|[\s(=×*·])\d{1,3}$")


def is_note_mark(before: str, words: str, noted: Collection[str] = ()) -> bool:
    """Tell whether raised words are the mark of a note.

    Args:
        before: What stands right before them in the line.
        words: The raised words.
        noted: The marks with which notes of the same document begin.

    Returns:
        True for a mark, which a reader passes over; False for an exponent, an
        ordinal's ending and other words that are read.
    """
    words = words.strip()
    if not before.strip():
        return bool(_MARK.fullmatch(words))  # a note's own number
    if not _MARK.fullmatch(words):
        return False
    if not _EXPONENT.fullmatch(words):
        return True
    if _POWER.search(before) or _MEASURED.search(before):
        return False
    if words.strip("[]()") in noted:
        return True
    return not (_VARIABLE.search(before) or _SMALL_NUMBER.search(before))


def raised(words: str) -> str:
    """Raised words as characters of their own: an exponent in raised digits, others as they are."""
    words = " ".join(words.split())
    return words.translate(_RAISED) if _EXPONENT.fullmatch(words) else words

"""The small numbers in words, as articles and questions write them."""

from functools import lru_cache

from vouch.text.en import ENGLISH
from vouch.text.language import Language


@lru_cache(maxsize=8)
def small_number(language: Language = ENGLISH) -> str:
    """The pattern of a number below a hundred in words, the longest first."""
    tens, ones = list(language.tens), list(language.ones)
    return rf"(?:(?:{'|'.join(tens)})(?:[-\s](?:{'|'.join(ones[:9])}))?|{'|'.join(reversed(ones))})"


def small_value(word: str, language: Language = ENGLISH) -> int:
    """What "twenty" or "seven" adds to a number; 0 for any other word."""
    return language.ones.get(word, language.tens.get(word, 0))

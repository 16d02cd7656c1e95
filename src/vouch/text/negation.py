"""Whether a text denies what it speaks of."""

import re
from functools import lru_cache

from vouch.text.en import ENGLISH
from vouch.text.language import Language
from vouch.text.tokens import fold


def denies(text: str, language: Language = ENGLISH) -> bool:
    """Whether a word of a text denies something: "not", "nobody", "isn't"."""
    return _denials(language).search(fold(text)) is not None


def reverses(text: str, language: Language = ENGLISH) -> bool:
    """Whether a word of a text denies or refuses something: "not", "failed to", "ruled out"."""
    folded = fold(text)
    return any(p.search(folded) for p in (_denials(language), _refusals(language)))


@lru_cache(maxsize=8)
def _denials(language: Language) -> re.Pattern[str]:
    words = "|".join(sorted(language.denials))
    return re.compile(rf"\b(?:{words})\b|{language.denial_endings}\b")


@lru_cache(maxsize=8)
def _refusals(language: Language) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(language.refusals)})\b")

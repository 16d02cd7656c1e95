"""More, less, or as much: what the cited sentences compare, or what their numbers show."""

import re

from vouch.text.spelled_numbers import in_figures
from vouch.text.tokens import fold
from vouch.verification.basis import Basis
from vouch.verification.clauses import has
from vouch.verification.numbers import numbers_of

_COMPARES = re.compile(
    r"(?<!no )(?<!not )\b(more|higher|greater|larger|bigger|longer|better|less|fewer|lower|smaller"
    r"|shorter|worse)\b"
    r"(?:\s+[\w'\u2019,]+){0,12}?\s+than\b"
)
_COMPARED = re.compile(
    r"\b(?:more|less|fewer|\w{2,}er|increas\w+|decreas\w+|rose|ris\w+|f[ae]ll\w*|grew"
    r"|declin\w+|dropp?\w+"
    r"|above|below|over|under|exceed\w*|better|worse|than|beat|up|down|twice|double\w*)\b"
)
_ABOUT_IT = re.compile(
    r"\b(?:after|over|under|up|down|however|whether|further|earlier|later|never)\b"
)
_BESIDE = re.compile(
    r"\b(?:compared (?:with|to)|against|versus|after|up from|down from|previous year)\b"
)
_MORE = frozenset("more higher greater larger bigger longer better".split())

NOT_COMPARED = "The cited sentences do not compare this so."
OTHER_WAY = "By the numbers of the cited sentences it is the other way round."


def check_comparison(fact: str, basis: Basis) -> list[str]:
    """Whether a comparison that the cited sentences do not make follows from their numbers."""
    found = _COMPARES.search(fold(fact))
    if not found or has(_COMPARED, _ABOUT_IT.sub(" ", fold(basis.sentence(fact)))):
        return []
    more = found[1] in _MORE
    own = [value for number in numbers_of(in_figures(fact)) for value in sorted(number.raw)[:1]]
    told = own if len(own) == 2 else _beside(basis, fact)
    if len(told) < 2:
        return [NOT_COMPARED]
    return [] if (told[0] > told[1]) == more and told[0] != told[1] else [OTHER_WAY]


def _beside(basis: Basis, fact: str) -> list[float]:
    """The two numbers that the cited sentences set side by side, in order."""
    for text in (basis.sentence(fact), basis.text):
        if has(_BESIDE, text):
            numbers = numbers_of(in_figures(text))
            if len(numbers) >= 2:
                return [min(number.raw) for number in numbers[-2:]]
    return []

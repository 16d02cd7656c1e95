"""What holds "now" is told by the newest of the articles."""

import re

from vouch.text.quantities import quantities
from vouch.verification.basis import Basis
from vouch.verification.clauses import has, shared

_NOW = re.compile(r"\b(?:now|currently|at present|today|still|at the moment|as of now)\b")

SUPERSEDED = "A newer article gives \u201c{value}\u201d."
SPEAKS = 0.4
"""The share of a fact's words from which a sentence of a newer article is about it."""


def check_newest(fact: str, basis: Basis) -> list[str]:
    """Whether a newer cited article gives another number for what a fact tells of now."""
    if not has(_NOW, fact):
        return []
    oldest = min((source.date or "" for source in basis.sources), default="")
    mine = [quantity.low for quantity in quantities(fact)]
    for date, sentence in basis.others:
        if not oldest or not date or date <= oldest or shared(fact, sentence) < SPEAKS:
            continue
        for told in quantities(sentence):
            if mine and told.low not in mine and told.unit in {q.unit for q in quantities(fact)}:
                return [SUPERSEDED.format(value=told.shown)]
    return []

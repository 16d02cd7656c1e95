"""What is told of one person or thing is not told of another."""

import re

from vouch.verification.basis import Basis
from vouch.verification.clauses import telling
from vouch.verification.names import names_of
from vouch.verification.quotations import QUOTED
from vouch.verification.speakers import identity
from vouch.words import stem, words

_LEANING = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|him|them|this|these|both)\b", re.IGNORECASE
)
_APPOSED = re.compile(
    r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*),\s+(?P<role>(?:the|a|an|who|[a-z])[^,.;:]*)[,.]"
)
_LEADING = re.compile(
    r"\b(?P<role>mayor|governor|minister|director|captain|coach|president|chair\w*|chief\s+\w+|engineer"
    r"|general|professor|referee|spokes\w+|leader|mediator|prosecutor|biologist|owner|councillor"
    r"|analyst|king|queen|mp|senator|judge|editor|manager|secretary|doctor|nurse)\s+"
    r"(?P<name>[A-Z][\w\u2019'-]+(?:\s+[A-Z][\w\u2019'-]+)*)"
)

NOT_OF = "The cited sentences do not say this of {name}."
NOT_CALLED = "The cited sentences do not call {name} \u201c{role}\u201d."
ROLE = 0.5
"""The share of the words about somebody that the articles have to use near the name."""


def check_subjects(fact: str, basis: Basis) -> list[str]:
    """The names of a fact that its best sentence neither has nor leans on."""
    best = basis.cited[0]
    told = set(words(best.told)) | set(words(basis.about))
    outside = QUOTED.sub(" ", fact)
    for name in names_of(outside, basis):
        parts = set(words(name))
        if parts & told or not parts & set(words("\n".join(basis.passages))):
            continue
        if not _LEANING.search(best.sentence) and not _described(parts, best.sentence, basis):
            return [NOT_OF.format(name=name)]
    return []


def _described(parts: set[str], sentence: str, basis: Basis) -> bool:
    """Whether a sentence speaks of somebody by an office: "the mayor"."""
    roles = {stem(w) for w in re.findall(r"\b(?:the|a|its|their|this)\s+(\w+)", sentence.lower())}
    known = identity(frozenset(parts), basis.passages)
    return bool(roles & known & _OFFICES)


_OFFICES = frozenset(
    stem(w)
    for w in """mayor governor minister director captain coach president chairman chairwoman chair
    chief engineer general professor referee spokesman spokeswoman leader mediator prosecutor biologist
    owner councillor analyst king queen senator judge editor manager secretary doctor club company
    airline union party authority board hospital museum drug boat ship port lake town""".split()
)


def check_roles(fact: str, basis: Basis) -> list[str]:
    """What a fact calls somebody, where the articles do not."""
    text = "\n".join((*basis.passages, basis.about))
    outside = QUOTED.sub(" ", fact)
    for match in (*_APPOSED.finditer(outside), *_LEADING.finditer(outside)):
        names = frozenset(words(match["name"])) & frozenset(words(text))
        role = set(telling(match["role"]))
        if not names or not role:
            continue
        known = identity(names, (*basis.passages, basis.about))
        if len(role & known) < len(role) * (ROLE + 0.01):
            return [NOT_CALLED.format(name=match["name"], role=match["role"].strip())]
    return []

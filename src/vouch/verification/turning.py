"""Who did what to whom: the same words about the same verb, the other way round."""

import re

from vouch.verification.basis import Basis
from vouch.verification.clauses import telling
from vouch.words import stem, words

_LINKS = frozenset("before after than to from over against instead".split())
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|gets|got)\s+(?:\w+\s+){0,2}\w+(?:ed|en|n|t)\b"
                      r".*\bby\b", re.IGNORECASE)  # fmt: skip

_TIMES = frozenset(
    stem(word)
    for word in """day week month year night morning evening noon hour monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december spring summer autumn winter time""".split()
)
_WAY = re.compile(r"\b(from|to)\s+(?:the\s+)?([A-Z][\w-]+)")

TURNED = "The cited sentence tells it the other way round about \u201c{pivot}\u201d."


def check_turning(fact: str, basis: Basis) -> list[str]:
    """Whether what stands before and after a shared word has changed places."""
    ways = {(way, name) for way, name in _WAY.findall(basis.text)}
    for way, name in _WAY.findall(fact):
        other = "from" if way == "to" else "to"
        if (other, name) in ways and (way, name) not in ways:
            return [TURNED.format(pivot=f"{way} {name}")]
    mine = _tokens(fact)
    for sentence in basis.sentences:
        theirs = _tokens(sentence)
        crossed = bool(_PASSIVE.search(fact)) != bool(_PASSIVE.search(sentence))
        for pivot in dict.fromkeys(mine):
            if mine.count(pivot) != 1 or theirs.count(pivot) != 1 or pivot in _TIMES:
                continue
            if not crossed and _turned(mine, theirs, pivot):
                return [TURNED.format(pivot=pivot)]
    return []


def _tokens(text: str) -> list[str]:
    """The stems of a text in order, with the words that link what comes before and after."""
    kept = set(telling(text))
    return [s if s in kept else w for w in words(text) if (s := stem(w)) in kept or w in _LINKS]


def _turned(mine: list[str], theirs: list[str], pivot: str) -> bool:
    before, after = _sides(mine, pivot)
    left, right = _sides(theirs, pivot)
    if pivot in _LINKS:
        stay = (before & left) | (after & right)
        before, after, left, right = before - stay, after - stay, left - stay, right - stay
    return bool(before & right) and bool(after & left) and not before & left


def _sides(tokens: list[str], pivot: str) -> tuple[set[str], set[str]]:
    at = tokens.index(pivot)
    return set(tokens[:at]) - _LINKS - _TIMES, set(tokens[at + 1 :]) - _LINKS - _TIMES

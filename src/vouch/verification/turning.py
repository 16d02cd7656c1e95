"""Who did what to whom: the same words about the same verb, the other way round."""

import re

from vouch.text.en import ENGLISH
from vouch.text.tokens import CAPITAL, stem, words
from vouch.verification.basis import Basis
from vouch.verification.clauses import telling

_LINKS = frozenset("before after than to from over against instead".split())
_VERB = re.compile(
    r"\b(?:[a-z]{2,}ed|beat|won|lost|took|gave|made|sold|bought|built|led|left|met|held|hit|told"
    r"|points?|pays?|owns?|leads?|needs?|shows?|keeps?|makes?|gives?|takes?|fears?|replies"
    r"|accuses)\b"
)
"""Verbs in a form that can hardly be a noun."""

_TIMES = frozenset(
    stem(word)
    for word in (
        *"day week month year night morning evening noon hour time".split(),
        *(*ENGLISH.weekdays, *ENGLISH.months, *ENGLISH.seasons),
    )
)
_WAY = re.compile(rf"\b(from|to)\s+(?:the\s+)?({CAPITAL}[\w-]+)")

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
        for pivot in _pivots(fact, sentence):
            if mine.count(pivot) == 1 == theirs.count(pivot) and _turned(mine, theirs, pivot):
                return [TURNED.format(pivot=pivot)]
    return []


def _pivots(fact: str, sentence: str) -> list[str]:
    """The links, and the stems of the verbs that both have in the same form and voice."""
    both = set(_VERB.findall(fact)) & set(_VERB.findall(sentence))
    verbs = [verb for verb in sorted(both) if bool(_by(verb, fact)) == bool(_by(verb, sentence))]
    return [*sorted(_LINKS), *(stem(verb) for verb in verbs)]


def _by(verb: str, text: str) -> re.Match[str] | None:
    return re.search(rf"\b{verb}\b[^.;]*\bby\b", text)


def _tokens(text: str) -> list[str]:
    """The stems of a text in order, with the words that link what comes before and after."""
    kept = set(telling(text))
    return [w if w in _LINKS else s for w in words(text) if (s := stem(w)) in kept or w in _LINKS]


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

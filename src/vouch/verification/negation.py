"""A negation that was added, or dropped."""

import re
from collections.abc import Sequence

from vouch.text.negation import reverses
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, has, nearest, shared, telling, unnamed

_AKIN = re.compile(
    r"\b(?:free|lack\w*|short(?:age)?|vacant|missing|absent|closed|outside|only|still"
    r"|(?:remains?|still) open|unknown"
    r"|unclear|uncertain|undecided|unsettled|disputed|yet|instead|rather|stop\w*|drop\w*|cancel\w*"
    r"|voted\s+(?:it\s+)?down|end\w*|stay(?:s|ed)?\s+(?:silent|away)|out\s+of|avoid\w*|except\w*"
    r"|un\w{4,}|no\s+longer|expir\w+|below|under|at\s+(?:most|least)|up\s+to|reluct\w+|little|few"
    r"|switched\s+off|turned\s+off|theory|question)\b"
)
"""Words that may tell a negation in another way; they do not ask for one."""

CLOSE = 0.99
"""The share of the best clause's overlap from which another clause speaks of a fact as well."""

PREDICATE = 0.5
"""The share of a fact's words, names aside, that a clause has to hold to deny it."""

_SHORT = 2
"""The most telling words of a clause that does nothing but deny: "but not a single salmon"."""

_UNNAMED = re.compile(r"\bnot\s+(?:want\w*\s+)?(?:to\s+)?be\s+(?:named|identified)\b")
"""What is told of an anonymous source denies nothing of what it says."""

ADDED = "It denies what the cited sentences do not deny."
DROPPED = "The cited sentences deny it: \u201c{clause}\u201d."


def check_negation(fact: str, basis: Basis) -> list[str]:
    """Whether a clause of a fact denies what its nearest clause affirms, or the other way."""
    parts = [part for clause in clauses(fact) for part in clause.split(" that ")]
    return [reason for part in parts for reason in _clause(part, fact, basis)][:1]


def _clause(told: str, fact: str, basis: Basis) -> list[str]:
    parts = [c for sentence in basis.sentences for c in clauses(sentence)]
    best = nearest(told, parts)
    level = shared(told, best) * CLOSE
    if not level:
        best, level = nearest(fact, parts), shared(fact, nearest(fact, parts)) * CLOSE
    about = [part for part in parts if level and shared(told, part) >= level] or [best]
    if denies(told):
        near = [*about, nearest(told, basis.sentences)]
        return [] if any(denies(c) or has(_AKIN, c) for c in near) else [ADDED]
    if not denies(fact) and not has(_AKIN, fact) and (denied := _only_denied(told, parts)):
        return [DROPPED.format(clause=denied)]
    if not _same_predicate(told, about[0]):
        return []
    if all(denies(clause) for clause in about) and not has(_AKIN, fact) and not denies(fact):
        return [DROPPED.format(clause=about[0])]
    return []


def _only_denied(told: str, parts: Sequence[str]) -> str | None:
    """A short clause that denies a thing which is told here, and which no other clause names."""
    for clause in parts:
        words = set(telling(clause))
        if _SHORT >= len(words) > 0 and denies(clause):
            others = {word for part in parts if part != clause for word in telling(part)}
            if words & set(telling(told)) - others:
                return clause
    return None


def _same_predicate(told: str, clause: str) -> bool:
    """Whether a clause shares with what is told more than the names in it."""
    mine, theirs = unnamed(told), unnamed(clause)
    return max(shared(mine, theirs), shared(theirs, mine)) >= PREDICATE


def denies(text: str) -> bool:
    """Whether a word of a clause turns it into its opposite."""
    return reverses(unnamed(_UNNAMED.sub(" ", text)))

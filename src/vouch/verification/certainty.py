"""What is possible, planned or told as such does not become a fact."""

import re

from vouch.text.tokens import fold
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, has, shared, telling, unnamed
from vouch.verification.speakers import SAYING

_POSSIBLE = re.compile(
    r"\b(?:may|might|could|perhaps|possibl\w+|possibility|likely|probabl\w+|whether|unclear"
    r"|uncertain|unknown|disputed|unconfirmed|suspect\w*|allege\w*|rumou?red|apparently"
    r"|consider\w*|theory|raised\s+the\s+idea|hop(?:e|es|ed|ing)|fear\w*)\b"
)
_MAY_BE_TOLD = re.compile(
    r"\b(?:can|would(?! not)|should|allow\w*|permit\w*|open|not\s+(?:clear|certain|known|decided"
    r"|settled)"
    r"|no\s+one|nobody|able|think\w*|believ\w*|question|if|when|remain\w*|puts?)\b"
)
_PLANNED = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|intend\w*|propos\w*|expect\w*|forecast\w*|schedul\w*|aim(?:s|ed)?"
    r"|promis\w*|offer\w*|would(?! not)|appl(?:y|ies|ied)|demand\w*|want\w*|should|due\s+to\s+\w+"
    r"|ask(?:s|ed)?|negotiat\w+|prepar\w+|estimat\w*|tentative|(?:is|are|was"
    r"|were)\s+to\s+\w+|hop\w+"
    r"|going\s+to)\b"
)
_WILL = re.compile(
    r"\b(?:will|shall|to\s+be|set\s+to|is\s+to|are\s+to|has\s+to|have\s+to|next)\b|'ll\b"
)
_GOING_ON = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:\w+\s+)?(?:being|\w{3,}ing)\b")
_NEEDS = re.compile(r"\bneed(?:s|ed)?\b")
_ONGOING = re.compile(r"\b(?:is|are)\s+(?:\w+\s+)?(?:being|(?!miss|exist|dur)\w{2,}ing)\b")
_IF = re.compile(r"\b(?:if|unless|in\s+case|provided|as\s+long\s+as)\b")
_CONDITION = re.compile(
    r"\b(?:if|unless|in\s+case|provided|as\s+long\s+as|when|without|would|could|may|might|until)\b"
)
_DONE = re.compile(
    r"\b(?:was|were|has|have|had|did)\b(?!\s+(?:to|not\s+yet)\b)|\b(?:came|took|began"
    r"|became|made|went"
    r"|paid|won|lost|sold|held|met|found|gave|got|built|left|brought|beat|fell|rose|led)\b"
    r"|\b(?!need|exceed|proceed|speed|succeed|agreed|united|armed|limited|bed|red)\w{2,}ed\b"
)

_WILL_BE = re.compile(r"\b(?:is|are)\s+to\s+\w+|\bdue\s+to\b")

HALF = 0.5
"""The share of what is told that stands after "will" from which it is still to come."""

ADDS = 2
"""How many words of a fact another clause holds at least that tells a part of it."""

HARDENED = "The cited sentences do not say this for certain: \u201c{clause}\u201d."
CONDITIONAL = "The cited sentences say this only on a condition: \u201c{clause}\u201d."
DONE = "The cited sentences tell this as still to come: \u201c{clause}\u201d."
NOT_TO_COME = "The cited sentences do not tell this as something to come."


def check_certainty(fact: str, basis: Basis) -> list[str]:
    """Whether a fact is told for certain, or as done, that its clauses leave open."""
    return [reason for told in clauses(fact) for reason in _clause(told, fact, basis)][:1]


def _clause(told: str, fact: str, basis: Basis) -> list[str]:
    hedged = has(_POSSIBLE, fact) or has(_PLANNED, fact) or has(_MAY_BE_TOLD, fact)
    done = has(_DONE, told)
    for sentence, clause in _covering(told, basis):
        if has(_POSSIBLE, clause) and not hedged:
            return [HARDENED.format(clause=clause)]
        planned = has(_PLANNED, clause) and not has(_DONE, _PLANNED.sub(" ", clause))
        left = planned and not hedged and not has(_WILL, told)
        if left and (done or not _WILL_BE.search(clause)):
            return [(DONE if done else HARDENED).format(clause=clause)]
        if has(_IF, sentence) and not has(_CONDITION, basis.statement or fact):
            return [CONDITIONAL.format(clause=sentence)]
        coming = _coming(told, clause)
        ongoing = has(_ONGOING, clause) and not has(_GOING_ON, told)
        if (coming or ongoing) and done and not hedged and not _foreseen(told):
            return [DONE.format(clause=clause)]
    if re.search(r"\bwill\b", told) and not any(
        has(pattern, basis.text) for pattern in (_WILL, _PLANNED, _POSSIBLE)
    ):
        return [NOT_TO_COME]
    return []


def _foreseen(told: str) -> bool:
    return has(_WILL, told) or has(_NEEDS, told)


def _coming(told: str, clause: str) -> bool:
    """Whether a clause tells all that it tells, or what is told here, as still to come."""
    found = _WILL.search(fold(clause))
    if not found:
        return False
    done = has(_DONE, SAYING.sub(" ", clause))
    return not done or shared(unnamed(told), clause[found.end() :]) >= HALF


def _covering(told: str, basis: Basis) -> list[tuple[str, str]]:
    """The clauses, each with its sentence, that hold what is told, the nearest first."""
    parts = [(s, c) for s in basis.sentences for c in clauses(s)]
    wanted = set(telling(unnamed(told)))
    found: list[tuple[str, str]] = []
    while parts and wanted:
        best = max(parts, key=lambda part: len(wanted & set(telling(part[1]))))
        held = wanted & set(telling(best[1]))
        if len(held) < (ADDS if found else 1):
            break
        found.append(best)
        wanted -= held
    return found

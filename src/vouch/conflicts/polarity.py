"""Whether a sentence says yes or no to a question that asks for that."""

import re

from vouch.text.negation import reverses
from vouch.text.tokens import stems

_ASKS = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|must)\b"
    r"(?!.*\bor\b)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:may|might|could|would|if|whether|expect\w*|plan(?:s|ned)?|asked|unclear|den(?:y|ies|ied)"
    r"|claim\w*|reportedly|allegedly|hop(?:e|es|ed)|propos\w*|consider\w*)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:]|\b(?:but|although|though|while|whereas|because|and)\b", re.IGNORECASE)

SAID = 0.75
"""The share of the question's words that a clause has to repeat to be its plain answer."""


def asks_yes_or_no(question: str) -> bool:
    """Whether a question asks for yes or no, and is not itself negated."""
    return bool(_ASKS.match(question.strip())) and not reverses(question)


def says(question: str, sentence: str) -> bool | None:
    """True for yes, False for no; None where no clause of the sentence plainly answers.

    A clause answers that repeats what the question asks; one that is told as
    possible, as planned or as a denial leaves it open.
    """
    asked = set(stems(question))
    if not asked:
        return None
    clauses = [clause for clause in _CLAUSE.split(sentence) if clause.strip()]
    best = max(clauses, key=lambda clause: len(asked & set(stems(clause))), default="")
    if len(asked & set(stems(best))) < SAID * len(asked) or _OPEN.search(best):
        return None
    return not reverses(best)

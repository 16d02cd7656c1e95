"""What becomes of a matter in minutes: "Was it approved?" is answered by "Deferred to May."."""

from collections.abc import Collection

from vouch.text.en import ENGLISH
from vouch.text.tokens import stem

DECISIONS = frozenset(stem(word) for word in ENGLISH.decisions)
"""The stems of words for decisions: a question for one is answered by another."""


def asks_for_decision(asked: Collection[str]) -> bool:
    """Whether the stems of a question ask what was decided."""
    return not DECISIONS.isdisjoint(asked)


def tells_decision(said: Collection[str]) -> bool:
    """Whether the stems of a text say what was decided."""
    return not DECISIONS.isdisjoint(said)

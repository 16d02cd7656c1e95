"""Sentences in clauses, and the clause that speaks of a fact."""

import re
from collections.abc import Sequence

from vouch.text.en import ENGLISH
from vouch.text.tokens import CAPITALISED, fold, stem, words

_JOINTS = (
    "but and while whereas although though which who whom whose where because so since unless if "
    "when as yet or with after before until neither compared"
).split()
_CLAUSE = re.compile(
    rf"[;:\u2014]\s|\s\u2013\s|,\s+(?=(?:{'|'.join(_JOINTS)}|of\s+(?:whom|which|them))\b)"
    r"|(?<!\s)\s+(?=(?:but|while|whereas|although|though|because|unless|if|which|who)\b)"
    r"|(?<!\s)\s+(?=and\s+(?:he|she|it|they|that|the|nobody|there|is|are|was|were|will|has|have|had)\b)"
)
_NAME = re.compile(
    r"(?<=[\w,;:)\u201d] )"
    rf"(?!(?:{'|'.join(name.capitalize() for name in ENGLISH.months if name != 'may')})\b)"
    rf"{CAPITALISED}"
)


def clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, in order; one at least."""
    return [part.strip(" ,") for part in _CLAUSE.split(sentence) if part and part.strip(" ,")] or [
        sentence
    ]


def telling(text: str) -> list[str]:
    """The stems of the words that tell something, each once, in order."""
    return list(
        dict.fromkeys(stem(w) for w in words(text) if w and w not in ENGLISH.light_in_claims)
    )


def shared(fact: str, text: str) -> float:
    """The share of a fact's telling words that a text holds; 0 to 1."""
    wanted = telling(fact)
    held = set(telling(text))
    return sum(word in held for word in wanted) / len(wanted) if wanted else 0.0


def nearest(fact: str, texts: Sequence[str]) -> str:
    """The text that speaks most of what the fact speaks of; the first of several, or ''."""
    return max(texts, key=lambda text: shared(fact, text), default="")


def has(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern for folded text is in `text`, names aside: May is no "may"."""
    return pattern.search(fold(unnamed(text))) is not None


def unnamed(text: str) -> str:
    """The text without its words in capitals, but for one that opens it."""
    return _NAME.sub(" ", text)

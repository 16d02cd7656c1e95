"""A statement taken apart into the facts that it tells."""

import re

from vouch.text.tokens import CAPITAL
from vouch.verification.quotations import QUOTED

_ENDS = re.compile(r"(?<=[.!?;])[\"\u201d\u2019]?\s+(?=\S)")
_JOINED = re.compile(
    r"(?:,|(?<!\s))\s+(?:and|but|while|whereas)\s+(?=(?:(?:the|a|an|all|two|three|its|his|her|their)\s+\w+"
    rf"|he|she|it|they|there|nobody|{CAPITAL}[\w-]+)(?:\s+\w+)?\s+(?:is|are|was|were|has|have"
    r"|had|will|would"
    r"|can|could|may|did|does|said|\w+ed|\w{3,}s|took|came|won|lost|rose|fell)\b)"
)
_FEW = 3


def facts_of(statement: str) -> list[str]:
    """The statement's facts, in order; one at least.

    Quotations stay whole, and so does what follows "said that": it is all said.
    """
    marks: list[str] = []

    def keep(match: re.Match[str]) -> str:
        marks.append(match[0])
        return f"\u0000{len(marks) - 1}\u0000"

    masked = QUOTED.sub(keep, statement)
    parts = [part for sentence in _ENDS.split(masked) for part in _split(sentence)]
    told = [
        re.sub("\u0000(\\d+)\u0000", lambda m: marks[int(m[1])], part).strip() for part in parts
    ]
    return [part for part in told if part] or [statement]


def _split(sentence: str) -> list[str]:
    parts = _JOINED.split(sentence)
    if len(parts) > 1 and min(len(part.split()) for part in parts) < _FEW:
        return [sentence]
    return parts

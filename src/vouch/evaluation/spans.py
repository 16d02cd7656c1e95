"""Marked words against those that were wanted, as the SQuAD evaluation compares them.

Rajpurkar, Zhang, Lopyrev and Liang, "SQuAD: 100,000+ Questions for Machine
Comprehension of Text" (2016), section 6.1, and its published script.
"""

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(text: str) -> str:
    """`text` in lower case without punctuation, articles and surplus white space."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_PUNCTUATION)).split())


def exact_match(marked: str, answers: Sequence[str]) -> float:
    """1 where the normalised words are those of one of the answers, else 0."""
    return float(any(normalised(marked) == normalised(answer) for answer in answers))


def token_f1(marked: str, answers: Sequence[str]) -> float:
    """The best F1 of the normalised words over the answers: 0 to 1."""
    return max((_f1(normalised(marked).split(), normalised(a).split()) for a in answers), default=0)


def _f1(marked: Sequence[str], wanted: Sequence[str]) -> float:
    common = sum((Counter(marked) & Counter(wanted)).values())
    if not common:
        return float(not marked and not wanted)
    precision, recall = common / len(marked), common / len(wanted)
    return 2 * precision * recall / (precision + recall)

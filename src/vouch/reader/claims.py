"""The evidence, in numbers, that a text supports a claim."""

import re
from collections.abc import Sequence
from math import log

from vouch.words import fold, numbers, stems

_DENIES = re.compile(r"\b(?:not|never|no|nor|none|nobody|neither|without|cannot)\b|n't\b")


def claim_features(
    claim: str, evidence: str, parts: Sequence[tuple[str, float]]
) -> dict[str, float]:
    """What the support of a claim is weighed by.

    `parts` are the windows of the evidence, each with the logit of the network;
    the likeliest counts. To this come the share of the claim's words that it
    has, how many it lacks, and how many words and numbers all of the evidence
    lacks, and whether only the claim or only the window denies something.
    """
    nearest, logit = max(parts, key=lambda part: part[1])
    told, near, whole = stems(claim), set(stems(nearest)), set(stems(evidence))
    figures = set(numbers(evidence))
    return {
        "logit": logit,
        "coverage": sum(stem in near for stem in told) / len(told) if told else 1.0,
        "missing": sum(stem not in whole for stem in told),
        "missing_near": sum(stem not in near for stem in told),
        "missing_numbers": sum(number not in figures for number in numbers(claim)),
        "denies": float(denies(claim) and not denies(nearest)),
        "is_denied": float(denies(nearest) and not denies(claim)),
        "length": log(1 + len(told)),
        "windows": log(len(parts)),
    }


def denies(text: str) -> bool:
    """Whether a word of the text denies something."""
    return _DENIES.search(fold(text)) is not None

"""The evidence, in numbers, that a text supports a claim."""

import re
from collections.abc import Sequence
from math import log

from vouch.words import fold, names, numbers, stems

_DENIES = re.compile(r"\b(?:not|never|no|nor|none|nobody|neither|without|cannot)\b|n't\b")


def claim_features(
    claim: str, evidence: str, parts: Sequence[tuple[str, float]]
) -> dict[str, float]:
    """What the support of a claim is weighed by.

    `parts` are the windows of the evidence, each with the logit of the network;
    the likeliest counts. To this come the claim's words, numbers and names
    that are missing, in the likeliest window and in all of the evidence, and
    whether only one side denies something.
    """
    nearest, logit = max(parts, key=lambda part: part[1])
    told, near, whole = stems(claim), set(stems(nearest)), set(stems(evidence))
    figures = set(numbers(evidence))
    return {
        "logit": logit,
        "coverage": _share(told, whole),
        "coverage_near": _share(told, near),
        "missing": sum(stem not in whole for stem in told),
        "missing_near": sum(stem not in near for stem in told),
        "missing_numbers": sum(number not in figures for number in numbers(claim)),
        "missing_names": sum(not whole.issuperset(stems(name)) for name in names(claim)),
        "denies": float(denies(claim) and not denies(nearest)),
        "is_denied": float(denies(nearest) and not denies(claim)),
        "length": log(1 + len(told)),
        "windows": log(len(parts)),
    }


def denies(text: str) -> bool:
    """Whether a word of the text denies something."""
    return _DENIES.search(fold(text)) is not None


def _share(told: Sequence[str], present: set[str]) -> float:
    return sum(stem in present for stem in told) / len(told) if told else 1.0

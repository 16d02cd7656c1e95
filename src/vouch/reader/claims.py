"""The evidence, in numbers, that a text supports a claim."""

from collections.abc import Sequence
from math import log

from vouch.text.negation import denies
from vouch.text.tokens import numbers, stems


def claim_features(
    claim: str, evidence: str, parts: Sequence[tuple[str, float]]
) -> list[dict[str, float]]:
    """What the support of a claim by each window of the evidence is weighed by.

    `parts` are the windows with the logit of the network. To this come the
    share of the claim's words that the window has, how many it lacks, how many
    words and numbers all of the evidence lacks, and whether only the claim or
    only the window denies something.
    """
    told, whole = stems(claim), set(stems(evidence))
    figures = set(numbers(evidence))
    common = {
        "missing": sum(stem not in whole for stem in told),
        "missing_numbers": sum(number not in figures for number in numbers(claim)),
        "length": log(1 + len(told)),
        "windows": log(len(parts)),
    }
    return [common | _near(claim, told, window, logit) for window, logit in parts]


def _near(claim: str, told: Sequence[str], window: str, logit: float) -> dict[str, float]:
    near = set(stems(window))
    lacking = sum(stem not in near for stem in told)
    return {
        "logit": logit,
        "coverage": 1 - lacking / len(told) if told else 1.0,
        "missing_near": lacking,
        "denies": float(denies(claim) and not denies(window)),
        "is_denied": float(denies(window) and not denies(claim)),
    }

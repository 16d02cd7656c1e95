"""A logistic regression over named features, kept as JSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Logistic:
    """The probability 1 / (1 + exp(-(intercept + weights . features)))."""

    weights: Mapping[str, float]
    intercept: float

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability for one set of features; each weight needs its feature."""
        z = self.intercept + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + exp(-max(-60.0, min(60.0, z))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on labelled data: three models, and the risk of each threshold.

    `passage` gives the probability that a passage answers, `sentence` that a
    sentence belongs in the answer, `claim` that a text supports a claim.
    `risks` has rows of (threshold, share of the answers given at it that were
    wrong), thresholds rising.
    """

    passage: Logistic
    sentence: Logistic
    claim: Logistic
    risks: tuple[tuple[float, float], ...]

    def threshold(self, max_risk: float) -> float:
        """The lowest threshold from which on the risk stays within `max_risk`."""
        within = 1.0
        for threshold, risk in reversed(self.risks):
            if risk > max_risk:
                break
            within = threshold
        return within


def load_calibration(path: Path) -> Calibration:
    """The calibration kept in a JSON file as `dump_calibration` writes it."""
    kept = json.loads(path.read_text("utf-8"))
    return Calibration(
        passage=Logistic(**kept["passage"]),
        sentence=Logistic(**kept["sentence"]),
        claim=Logistic(**kept["claim"]),
        risks=tuple((threshold, risk) for threshold, risk in kept["risks"]),
    )


def dump_calibration(calibration: Calibration, path: Path) -> None:
    """Write a calibration as JSON that a person can read."""
    models = {
        "passage": calibration.passage,
        "sentence": calibration.sentence,
        "claim": calibration.claim,
    }
    kept = {
        name: {
            "weights": {k: round(v, 4) for k, v in model.weights.items()},
            "intercept": round(model.intercept, 4),
        }
        for name, model in models.items()
    }
    risks = [[round(t, 4), round(r, 4)] for t, r in calibration.risks]
    path.write_text(json.dumps({**kept, "risks": risks}, indent=1) + "\n", "utf-8")

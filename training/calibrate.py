"""Fits what the network's logits mean: `python -m training.calibrate`.

Three corpora of articles that the network never saw are indexed and asked: the
passages of CLAPnq dev, those of three held-out articles of SQuAD 2.0, and the
news stories that are kept from training; the claims of FEVER and
AttributionBench dev are read. On what retrieval and the network make of them
three logistic regressions are fitted (does this passage answer, does this
sentence belong in the answer, does this text support this claim), and the risk
of every threshold is written down. What is printed is measured on what was
left out of the fit.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import KFold
from sklearn.preprocessing import StandardScaler

from training.cases import Case, ClaimCase, Rows, claim_cases, kept
from vouch.reader.calibration import Calibration, Logistic, dump_calibration
from vouch.reader.model import NeuralReader

C = TypeVar("C")

FOLDS = 5
LEAST_COVERAGE = 0.05  # of a threshold whose risk is worth writing down
CLAIMS = 3000  # of FEVER dev, the first
REFITS = 2  # of the claims, each with the windows that the one before preferred


def fit(rows: Rows, labels: Sequence[bool], weights: Sequence[float]) -> Logistic:
    """A logistic regression over standardised features, its weights for the plain ones."""
    names = list(rows[0])
    scaler = StandardScaler().fit(_matrix(rows, names), sample_weight=np.asarray(weights))
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(scaler.transform(_matrix(rows, names)), np.asarray(labels), sample_weight=weights)
    plain = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - plain @ scaler.mean_)
    return Logistic(dict(zip(names, map(float, plain), strict=True)), intercept)


def equally(groups: Sequence[Hashable]) -> list[float]:
    """Weights by which every group counts the same, however large it is."""
    sizes = Counter(groups)
    return [1000 / sizes[group] for group in groups]


def _matrix(rows: Rows, names: Sequence[str]) -> NDArray[np.float64]:
    return np.array([[row[name] for name in names] for row in rows])


def fit_passages(found: Sequence[Case]) -> Logistic:
    """Fitted on the passages that answer, and on the likeliest two where none does."""
    rows: Rows = []
    labels: list[bool] = []
    groups: list[tuple[str, bool]] = []
    for case in found:
        ranked = sorted(
            zip(case.candidates, case.gold, strict=True), key=lambda pair: -pair[0]["logit"]
        )
        used = [p for p in ranked if p[1]][:1] if case.asked.answerable else ranked[:2]
        rows += [row for row, _ in used]
        labels += [gold for _, gold in used]
        groups += [(case.asked.corpus, case.asked.answerable)] * len(used)
    return fit(rows, labels, equally(groups))


def fit_sentences(found: Sequence[Case]) -> Logistic:
    """Fitted on the sentences of the passages that answer, those of each corpus equally."""
    rows = [row for case in found for row in case.sentences]
    labels = [label for case in found for label in case.belongs]
    corpora = [case.asked.corpus for case in found for _ in case.sentences]
    return fit(rows, labels, equally(corpora))


def fit_claims(cases: Sequence[ClaimCase]) -> Logistic:
    """Fitted on FEVER and AttributionBench dev, equally, by the window that supports most.

    Which that is follows from the fit: it starts with the highest logit, and is
    chosen anew by each fit, as in mi-SVM (Andrews et al. 2003).
    """
    weights = equally([case.corpus for case in cases])
    labels = [case.supported for case in cases]
    model = fit([max(case.windows, key=_logit) for case in cases], labels, weights)
    for _ in range(REFITS):
        model = fit([max(case.windows, key=model.probability) for case in cases], labels, weights)
    return model


def left_out(
    cases: Sequence[C], fitted: Callable[[Sequence[C]], Logistic], rows: Callable[[C], Rows]
) -> list[list[float]]:
    """The probabilities of each case's rows by a model that was fitted without the case."""
    found: list[list[float]] = [[] for _ in cases]
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(range(len(cases))):
        model = fitted([cases[i] for i in train])
        for i in test:
            found[i] = [model.probability(row) for row in rows(cases[i])]
    return found


def risks(labels: NDArray[np.bool_], support: NDArray[np.float64]) -> list[tuple[float, float]]:
    """The share of wrong ones among the answers given from each threshold on."""
    rows = []
    for threshold in np.linspace(0.02, 0.98, 49):
        given = support >= threshold
        if given.mean() >= LEAST_COVERAGE:
            rows.append((float(threshold), float((~labels[given]).mean())))
    return rows


def summary(found: Sequence[Case], support: NDArray[np.float64]) -> dict[str, float]:
    """AUROC, refused share of the unanswerable at 90% answered, gold among the candidates."""
    labels = np.array([case.asked.answerable for case in found])
    at_90 = np.quantile(support[labels], 0.1)
    ranked = [max(zip(map(_logit, c.candidates), c.gold, strict=True))[1] for c in found]
    return {
        "n": len(found),
        "auroc": float(roc_auc_score(labels, support)),
        "refused_at_90": float((support[~labels] < at_90).mean()),
        "gold_read_first": float(np.mean([r for r, y in zip(ranked, labels, strict=True) if y])),
    }


def _logit(row: dict[str, float]) -> float:
    return row["logit"]


def print_sentences(found: Sequence[Case]) -> None:
    """Print how well the sentences that belong are told apart, left out of the fit, by corpus."""
    told = left_out(found, fit_sentences, lambda case: case.sentences)
    support = np.array([probability for row in told for probability in row])
    truth = np.array([label for case in found for label in case.belongs])
    corpora = np.array([case.asked.corpus for case in found for _ in case.sentences])
    for corpus in dict.fromkeys(corpora):
        rows = corpora == corpus
        auroc = float(roc_auc_score(truth[rows], support[rows]))
        print("sentences of", corpus, _rounded({"n": int(rows.sum()), "auroc": auroc}), flush=True)


def print_claims(cases: Sequence[ClaimCase]) -> None:
    """Print what was measured on the claims, each left out of the fit, by corpus."""
    support = np.array([max(row) for row in left_out(cases, fit_claims, lambda c: c.windows)])
    for corpus in dict.fromkeys(case.corpus for case in cases):
        rows = [i for i, case in enumerate(cases) if case.corpus == corpus]
        truth = [cases[i].supported for i in rows]
        figures = {
            "n": len(rows),
            "auroc": float(roc_auc_score(truth, support[rows])),
            "balanced_accuracy": float(balanced_accuracy_score(truth, support[rows] >= 0.5)),
        }
        print(corpus, _rounded(figures), flush=True)


def calibrate(found: Sequence[Case], claims: Sequence[ClaimCase]) -> Calibration:
    """Fit, and print what was measured on what was left out of the fit.

    The risk is that of the questions of CLAPnq, which people asked, and on the
    news; those of SQuAD 2.0 were written to deceive.
    """
    told = left_out(found, fit_passages, lambda case: case.candidates)
    support = np.array([max(row) for row in told])
    rows: dict[str, list[int]] = {}
    for i, case in enumerate(found):
        rows.setdefault(case.asked.corpus, []).append(i)
    for name, of_corpus in rows.items():
        figures = summary([found[i] for i in of_corpus], support[of_corpus])
        print(name, _rounded(figures), flush=True)
    print_sentences(found)
    print_claims(claims)
    asked = [*rows["clapnq"], *rows["news"]]
    labels = np.array([found[i].asked.answerable for i in asked])
    table = tuple(risks(labels, support[asked]))
    return Calibration(fit_passages(found), fit_sentences(found), fit_claims(claims), table)


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit what the network's logits mean.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("src/vouch/reader/weights"))
    parser.add_argument("--out", type=Path, default=Path("src/vouch/reader/calibration.json"))
    parser.add_argument(
        "--cases",
        type=Path,
        default=Path("training/runs/cases.json"),
        help="what was found for each question; made if it is not there",
    )
    parser.add_argument("--questions", type=int, default=120, help="of SQuAD 2.0, of each label")
    options = parser.parse_args()
    network = NeuralReader.load(options.weights)
    found = kept(options.cases, network, options.data, options.questions)
    claims = claim_cases(network, options.data, CLAIMS)
    dump_calibration(calibrate(found, claims), options.out)


if __name__ == "__main__":
    main()

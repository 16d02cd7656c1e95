"""Fits what the network's logits mean: `python -m training.calibrate`.

Three corpora of articles that the network never saw are indexed and asked: the
passages of CLAPnq dev, those of three held-out articles of SQuAD 2.0, and the
news stories that are kept from training. On
what retrieval and the network make of their questions three logistic
regressions are fitted (does this passage answer, does this sentence belong in
the answer, does this text support this claim), and the risk of every threshold
is written down. What is printed is measured on what was left out of the fit.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold, KFold
from sklearn.preprocessing import StandardScaler

from training.cases import Case, ClaimCase, Rows, claim_cases, kept
from vouch.reader.logistic import Calibration, Logistic, dump_calibration
from vouch.reader.network import NeuralReader

FOLDS = 5
LEAST_COVERAGE = 0.05  # of a threshold whose risk is worth writing down
CLAIMS = 3000  # of FEVER dev, the first
REFITS = 2


def fit(rows: Rows, labels: Sequence[bool], weights: Sequence[float]) -> Logistic:
    """A logistic regression over standardised features, its weights for the plain ones."""
    names = list(rows[0])
    scaler = StandardScaler().fit(_matrix(rows, names), sample_weight=np.asarray(weights))
    model = LogisticRegression(C=0.3, max_iter=2000)
    model.fit(scaler.transform(_matrix(rows, names)), np.asarray(labels), sample_weight=weights)
    plain = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - plain @ scaler.mean_)
    return Logistic(dict(zip(names, map(float, plain), strict=True)), intercept)


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
    return fit(rows, labels, [1000 / groups.count(group) for group in groups])


def fit_sentences(found: Sequence[Case]) -> Logistic:
    """Fitted on the sentences of the passages that answer, those of each corpus equally."""
    rows = [row for case in found for row in case.sentences]
    labels = [label for case in found for label in case.belongs]
    corpora = [case.asked.corpus for case in found for _ in case.sentences]
    return fit(rows, labels, [1000 / corpora.count(corpus) for corpus in corpora])


def fit_claims(cases: Sequence[ClaimCase]) -> Logistic:
    """Fitted on FEVER and AttributionBench dev, equally, by the window that supports most.

    Which that is follows from the fit: it starts with the highest logit, and is
    chosen anew by each fit, as in mi-SVM (Andrews et al. 2003).
    """
    corpora = [case.corpus for case in cases]
    weights = [1000 / corpora.count(corpus) for corpus in corpora]
    labels = [case.supported for case in cases]
    model = fit([max(case.windows, key=_logit) for case in cases], labels, weights)
    for _ in range(REFITS):
        model = fit([max(case.windows, key=model.probability) for case in cases], labels, weights)
    return model


def left_out(found: Sequence[Case]) -> NDArray[np.float64]:
    """The highest support of each question by a model that was fitted without it."""
    support = np.zeros(len(found))
    groups = np.arange(len(found))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(groups, groups=groups):
        model = fit_passages([found[i] for i in train])
        support[test] = [max(map(model.probability, found[i].candidates)) for i in test]
    return support


def left_out_claims(cases: Sequence[ClaimCase]) -> NDArray[np.float64]:
    """The support of each claim by a model that was fitted without it."""
    support = np.zeros(len(cases))
    for train, test in KFold(FOLDS, shuffle=True, random_state=0).split(support):
        model = fit_claims([cases[i] for i in train])
        support[test] = [max(map(model.probability, cases[i].windows)) for i in test]
    return support


def left_out_sentences(found: Sequence[Case]) -> NDArray[np.float64]:
    """The probability of each sentence to belong by a model fitted without its question."""
    told = [case for case in found if case.sentences]
    belongs: list[list[float]] = [[] for _ in told]
    groups = np.arange(len(told))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(groups, groups=groups):
        model = fit_sentences([told[i] for i in train])
        for i in test:
            belongs[i] = [model.probability(row) for row in told[i].sentences]
    return np.array([probability for row in belongs for probability in row])


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
    support = left_out_sentences(found)
    truth = np.array([label for case in found for label in case.belongs])
    corpora = np.array([case.asked.corpus for case in found for _ in case.sentences])
    for corpus in dict.fromkeys(corpora):
        rows = corpora == corpus
        auroc = float(roc_auc_score(truth[rows], support[rows]))
        print("sentences of", corpus, _rounded({"n": int(rows.sum()), "auroc": auroc}), flush=True)


def print_claims(cases: Sequence[ClaimCase]) -> None:
    """Print what was measured on the claims, each left out of the fit, by corpus."""
    support = left_out_claims(cases)
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
    support = left_out(found)
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
    claims = list(claim_cases(network, options.data, CLAIMS))
    dump_calibration(calibrate(found, claims), options.out)


if __name__ == "__main__":
    main()

"""Fits what the network's logits mean: `python -m training.calibrate`.

Three corpora of articles that the network never saw are indexed and asked: the
passages of CLAPnq dev, those of three held-out articles of SQuAD 2.0, and the
news stories that are kept from training. On
what retrieval and the network make of their questions three logistic
regressions are fitted (does this passage answer, does this sentence belong in
the answer, does this text support this claim), and the risk of every threshold
is written down. What is printed is measured on questions left out of the fit.
"""

import argparse
import json
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

from training.news import HELD_OUT_STORIES, read_stories
from training.records import HELD_OUT, read_lines, read_paragraphs
from training.text import sentences
from vouch.embedding import load_embedder
from vouch.index import Snapshot, open_index, sync
from vouch.passages import windows
from vouch.reader.closely import read_closely
from vouch.reader.features import question_terms
from vouch.reader.logistic import Calibration, Logistic, dump_calibration
from vouch.reader.network import NeuralReader
from vouch.reader.trained import sentence_features, support_features
from vouch.retrieval import retrieve
from vouch.settings import Settings
from vouch.words import content_words

Rows = list[dict[str, float]]

FOLDS = 5
LEAST_COVERAGE = 0.05  # of a threshold whose risk is worth writing down


@dataclass(frozen=True)
class Asked:
    """A labelled question of a corpus; `selected` are the sentences that answer, if known."""

    corpus: str
    question: str
    passage: str
    answerable: bool
    selected: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """What was found for a question: features of each candidate, and which hold the answer."""

    asked: Asked
    candidates: Rows
    gold: list[bool]
    sentences: Rows
    belongs: list[bool]


def clapnq(directory: Path) -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The articles (path: title and text) and questions of CLAPnq dev."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for number, record in enumerate(read_lines(directory / "dev/clapnq_dev_a.jsonl.gz")):
        path = f"{number:04}.md"
        articles[path] = (record["title"], " ".join(record["sentences"]))
        asked.append(
            Asked(
                "clapnq", record["question"], path, record["answerable"], tuple(record["selected"])
            )
        )
    return articles, asked


def squad2(
    directory: Path, titles: Sequence[str], each: int
) -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The passages of held-out articles, and `each` answerable and unanswerable questions."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for name in ("squad2_dev_a", "squad2_dev_b1"):
        for paragraph in read_paragraphs(directory / f"train/{name}.jsonl.gz"):
            if paragraph.article not in titles:
                continue
            path = f"{len(articles):04}.md"
            articles[path] = (paragraph.article, paragraph.text)
            for question in paragraph.questions:
                asked.append(Asked("squad2", question.text, path, bool(question.answers)))
    Random(0).shuffle(asked)
    chosen = [[a for a in asked if a.answerable is label][:each] for label in (True, False)]
    return articles, [a for some in chosen for a in some]


def news() -> tuple[dict[str, tuple[str, str]], list[Asked]]:
    """The news stories that are kept from training, and the questions on them."""
    articles: dict[str, tuple[str, str]] = {}
    asked = []
    for number, story in enumerate(read_stories(HELD_OUT_STORIES)):
        path, text = f"{number:04}.md", story.parts[0]
        articles[path] = (story.title, text)
        for question, answer in story.answered:
            telling = tuple(text[slice(*s)] for s in sentences(text) if answer in text[slice(*s)])
            asked.append(Asked("news", question, path, True, telling))
        asked += [Asked("news", question, path, False) for question in story.open]
    return articles, asked


def index(directory: Path, articles: dict[str, tuple[str, str]]) -> tuple[Snapshot, Settings]:
    """Write the articles as files and index them."""
    settings = Settings(corpus_dir=directory / "corpus", data_dir=directory / "data")
    settings.corpus_dir.mkdir(parents=True, exist_ok=True)
    for path, (title, text) in articles.items():
        quoted = title.replace('"', "'")
        (settings.corpus_dir / path).write_text(f'---\ntitle: "{quoted}"\n---\n{text}\n', "utf-8")
    embedder = load_embedder(settings)
    sync(settings, embedder)
    return open_index(settings, embedder).snapshot(), settings


def cases(
    network: NeuralReader, snapshot: Snapshot, settings: Settings, asked: Sequence[Asked]
) -> Iterator[Case]:
    """What retrieval and the network find for each question."""
    embedder = load_embedder(settings)
    for a in asked:
        frequencies = snapshot.document_frequencies(content_words(a.question))
        terms = question_terms(a.question, frequencies, snapshot.size)
        vector = embedder.embed_query(a.question)
        candidates = retrieve(snapshot, a.question, vector, settings.candidates)
        read = read_closely(network, terms, candidates)
        found, gold, sentences, belongs = [], [], [], []
        for rank, (candidate, (whole, parts)) in enumerate(zip(candidates, read, strict=True), 1):
            found.append(support_features(terms, candidate, rank, whole, parts))
            gold.append(a.answerable and candidate.passage.source == a.passage)
            if gold[-1] and a.selected:
                sentences += sentence_features(candidate, whole, parts)
                belongs += [
                    _among(candidate.passage.sentence(span), a.selected)
                    for span in candidate.passage.sentences
                ]
        yield Case(a, found, gold, sentences, belongs)


def _among(sentence: str, selected: Sequence[str]) -> bool:
    letters = re.sub(r"\W", "", sentence)
    others = [re.sub(r"\W", "", s) for s in selected]
    return any(letters in other or other in letters for other in others)


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
    """Fitted on the sentences of the passages that answer."""
    rows = [row for case in found for row in case.sentences]
    labels = [label for case in found for label in case.belongs]
    return fit(rows, labels, [1.0] * len(rows))


def left_out(found: Sequence[Case]) -> NDArray[np.float64]:
    """The highest support of each question by a model that was fitted without it."""
    support = np.zeros(len(found))
    groups = np.arange(len(found))
    for train, test in GroupKFold(FOLDS, shuffle=True, random_state=0).split(groups, groups=groups):
        model = fit_passages([found[i] for i in train])
        support[test] = [max(map(model.probability, found[i].candidates)) for i in test]
    return support


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


def fit_claims(network: NeuralReader, directory: Path) -> tuple[Logistic, dict[str, float]]:
    """Platt scaling (Platt 1999) of the logits of FEVER and AttributionBench dev, equally."""
    sets = {"fever": list(_fever(directory)), "attribution": list(_attribution(directory))}
    logits: list[dict[str, float]] = []
    labels: list[bool] = []
    weights: list[float] = []
    for claims in sets.values():
        for claim, evidence, supported in claims:
            read = network.read([(claim, window, None) for window in windows(evidence)])
            logits.append({"logit": max(reading.support_logit for reading in read)})
            labels.append(supported)
            weights.append(1000 / len(claims))
    model = fit(logits, labels, weights)
    predicted = np.array([model.probability(row) >= 0.5 for row in logits])
    truth, first = np.array(labels), len(sets["fever"])
    accuracy = {
        "fever": float(balanced_accuracy_score(truth[:first], predicted[:first])),
        "attribution": float(balanced_accuracy_score(truth[first:], predicted[first:])),
    }
    return model, accuracy


def _fever(directory: Path, limit: int = 1500) -> Iterator[tuple[str, str, bool]]:
    for number, record in enumerate(read_lines(directory / "dev/fever_dev_a.jsonl.gz")):
        if number < limit:
            yield record["claim"], record["evidence"], record["supported"]


def _attribution(directory: Path) -> Iterator[tuple[str, str, bool]]:
    for record in read_lines(directory / "dev/attributionbench_dev_a.jsonl.gz"):
        yield record["claim"], "\n".join(record["references"]), record["attributable"]


def gather(weights: Path, directory: Path, workspace: Path, each: int) -> list[Case]:
    """Index the corpora, ask all questions, and keep what was found."""
    network = NeuralReader.load(weights)
    corpora = {
        "clapnq": clapnq(directory),
        "squad2": squad2(directory, HELD_OUT[:3], each),
        "news": news(),
    }
    found: list[Case] = []
    for name, (articles, asked) in corpora.items():
        snapshot, settings = index(workspace / name, articles)
        found += cases(network, snapshot, settings, asked)
    return found


def calibrate(found: Sequence[Case], claim: Logistic) -> Calibration:
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
    asked = [*rows["clapnq"], *rows["news"]]
    labels = np.array([found[i].asked.answerable for i in asked])
    table = tuple(risks(labels, support[asked]))
    return Calibration(fit_passages(found), fit_sentences(found), claim, table)


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
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
    if not options.cases.exists():
        with tempfile.TemporaryDirectory() as workspace:
            found = gather(options.weights, options.data, Path(workspace), options.questions)
        options.cases.parent.mkdir(parents=True, exist_ok=True)
        options.cases.write_text(json.dumps([asdict(case) for case in found]), "utf-8")
    kept = json.loads(options.cases.read_text("utf-8"))
    found = [Case(**{**case, "asked": Asked(**case["asked"])}) for case in kept]
    claim, accuracy = fit_claims(NeuralReader.load(options.weights), options.data)
    print("claims, balanced accuracy", _rounded(accuracy), flush=True)
    dump_calibration(calibrate(found, claim), options.out)


if __name__ == "__main__":
    main()

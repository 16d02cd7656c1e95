"""How good the reader is on data that it was not trained on."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from sklearn.metrics import balanced_accuracy_score, roc_auc_score, roc_curve

from training.calibration import calibration_error, temperature
from training.news import HELD_OUT_STORIES, read_stories
from training.records import HELD_OUT, read_lines, read_paragraphs
from training.text import sentences, words
from vouch.reader.model import NeuralReader, Pair, RawReading

ARTICLES = frozenset({"a", "an", "the"})


def token_f1(predicted: str, answers: Sequence[str]) -> float:
    """The best token F1 over the answers, without articles, as SQuAD's evaluation has it."""
    best = 0.0
    got = bare(predicted)
    for answer in answers:
        wanted = bare(answer)
        common = sum((Counter(got) & Counter(wanted)).values())
        if common:
            precision, recall = common / len(got), common / len(wanted)
            best = max(best, 2 * precision * recall / (precision + recall))
    return best


def judge(labels: Sequence[bool], logits: Sequence[float]) -> dict[str, float]:
    """AUROC, balanced accuracy at logit 0 and at its best threshold, refused at 90% answered,

    the temperature that would fit these logits best, and their calibration error without it.
    """
    truth, scores = np.asarray(labels), np.asarray(logits)
    false_rate, true_rate, _ = roc_curve(truth, scores)
    at_90 = int(np.argmax(true_rate >= 0.9))
    return {
        "auroc": float(roc_auc_score(truth, scores)),
        "balanced": float(balanced_accuracy_score(truth, scores > 0)),
        "balanced_best": float(np.max((true_rate + 1 - false_rate) / 2)),
        "refused_at_90": float(1 - false_rate[at_90]),
        "temperature": temperature(labels, logits),
        "ece": calibration_error(labels, logits),
        "n": len(truth),
    }


def squad2_pairs(directory: Path, limit: int | None) -> tuple[list[Pair], list[tuple[str, ...]]]:
    """Questions on the held-out articles, and their answers (none: a near miss)."""
    pairs: list[Pair] = []
    answers: list[tuple[str, ...]] = []
    for name in ("squad2_dev_a", "squad2_dev_b1"):
        for paragraph in read_paragraphs(directory / "train" / f"{name}.jsonl.gz"):
            if paragraph.article in HELD_OUT:
                for question in paragraph.questions:
                    pairs.append((question.text, paragraph.text, None))
                    answers.append(tuple(text for text, _ in question.answers))
    rows = list(range(len(pairs)))
    Random(0).shuffle(rows)
    rows = rows[:limit]
    return [pairs[row] for row in rows], [answers[row] for row in rows]


def measure_squad2(
    reader: NeuralReader, directory: Path, limit: int | None = None
) -> dict[str, float]:
    """Near misses of the held-out articles: support, and token F1 of spans on the answerable."""
    return measure_questions(reader, *squad2_pairs(directory, limit))


def measure_news(reader: NeuralReader) -> dict[str, float]:
    """Questions on the news stories that are kept from training."""
    stories = read_stories(HELD_OUT_STORIES)
    asked = [
        (question, story.parts[0], answers)
        for story in stories
        for question, answers in [
            *((question, (answer,)) for question, answer in story.answered),
            *((question, ()) for question in story.open),
        ]
    ]
    pairs: list[Pair] = [(question, text, None) for question, text, _ in asked]
    return measure_questions(reader, pairs, [answers for _, _, answers in asked])


def measure_questions(
    reader: NeuralReader, pairs: Sequence[Pair], answers: Sequence[tuple[str, ...]]
) -> dict[str, float]:
    """Support of questions that have answers and that have none; exact match and F1 of spans."""
    readings = reader.read(pairs)
    report = judge([bool(a) for a in answers], [reading.support_logit for reading in readings])
    spans = [
        (marked(reading, pair), texts)
        for reading, pair, texts in zip(readings, pairs, answers, strict=True)
        if texts
    ]
    exact = [bare(span) in [bare(text) for text in texts] for span, texts in spans]
    f1 = [token_f1(span, texts) for span, texts in spans]
    return report | {"f1": float(np.mean(f1)), "exact": float(np.mean(exact))}


def bare(text: str) -> list[str]:
    """The words of a span without articles."""
    return [word for word in words(text) if word not in ARTICLES]


def marked(reading: RawReading, pair: Pair) -> str:
    return "" if reading.span is None else pair[1][reading.span[0] : reading.span[1]]


def measure_clapnq(
    reader: NeuralReader, directory: Path, limit: int | None = None, *, titles: bool = False
) -> dict[str, float]:
    """Questions as typed with their gold passage: answerable or not."""
    records = list(read_lines(directory / "dev" / "clapnq_dev_a.jsonl.gz"))[:limit]
    readings = reader.read(
        [(r["question"], " ".join(r["sentences"]), r["title"] if titles else None) for r in records]
    )
    return judge([r["answerable"] for r in records], [x.support_logit for x in readings])


def measure_fever(
    reader: NeuralReader, directory: Path, limit: int | None = None
) -> dict[str, float]:
    """Claims with the evidence that supports or refutes them."""
    records = list(read_lines(directory / "dev" / "fever_dev_a.jsonl.gz"))[:limit]
    readings = reader.read([(r["claim"], r["evidence"], None) for r in records])
    return judge([r["supported"] for r in records], [x.support_logit for x in readings])


def windows(text: str, size: int = 180, step: int = 90) -> list[str]:
    """Runs of whole sentences of about `size` words, each starting about `step` after the last."""
    spans = sentences(text)
    counts = [len(text[start:end].split()) for start, end in spans]
    found: list[str] = []
    since = step
    for first, (start, _) in enumerate(spans):
        if since < step:
            since += counts[first]
            continue
        since, total, last = counts[first], 0, first
        while last < len(spans) and total < size:
            total += counts[last]
            last += 1
        found.append(text[start : spans[last - 1][1]])
        if last == len(spans):
            break
    return found or [text]


def measure_attribution(
    reader: NeuralReader, directory: Path, limit: int | None = None
) -> dict[str, float]:
    """Claims with long references: the best window of any reference counts."""
    records = list(read_lines(directory / "dev" / "attributionbench_dev_a.jsonl.gz"))
    Random(0).shuffle(records)
    records = records[:limit]
    pairs: list[Pair] = []
    owners: list[int] = []
    for row, record in enumerate(records):
        for reference in record["references"]:
            for window in windows(reference):
                pairs.append((record["claim"], window, None))
                owners.append(row)
    best = np.full(len(records), -np.inf)
    for owner, reading in zip(owners, reader.read(pairs), strict=True):
        best[owner] = max(best[owner], reading.support_logit)
    return judge([r["attributable"] for r in records], best.tolist())


def measure_all(
    reader: NeuralReader, directory: Path, *, quick: bool
) -> dict[str, dict[str, float]]:
    """Every measure; `quick` reads fixed parts of the larger sets."""
    return {
        "squad2_held_out": measure_squad2(reader, directory, 900 if quick else None),
        "news_held_out": measure_news(reader),
        "clapnq": measure_clapnq(reader, directory),
        "clapnq_titled": measure_clapnq(reader, directory, titles=True),
        "fever": measure_fever(reader, directory, 1000 if quick else None),
        "attributionbench": measure_attribution(reader, directory, 150 if quick else None),
    }

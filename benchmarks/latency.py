"""How long a reply takes over 25,000 passages, warm, and how much of it the reader takes.

    python -m benchmarks.latency [--questions N] [--candidates 4 8 16 32]

The passages are those of SQuAD 1.1's training set, an article each, with SciFact's
abstracts; half of the questions are SQuAD's, half were typed into a search engine.
Quality beside it, by number of candidates: `python -m benchmarks.clapnq --candidates 32`.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
from rich.console import Console
from rich.table import Table

from training.records import Paragraph, read_paragraphs
from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.evaluation.answers import Outcome, ask_all
from vouch.evaluation.corpus import index_documents
from vouch.evaluation.datasets import DocumentRecord, QuestionRecord, read_records
from vouch.settings import Settings

DATA = Path("../shared/data")
FOLDER = Path(".vouch/benchmarks/latency")


def documents(data: Path, paragraphs: Sequence[Paragraph]) -> Iterator[DocumentRecord]:
    """An article for each paragraph and each abstract."""
    for row, paragraph in enumerate(paragraphs):
        yield DocumentRecord(id=f"squad-{row}", title=paragraph.article, text=paragraph.text)
    yield from read_records(data / "dev/scifact_corpus.jsonl.gz", DocumentRecord)


def questions(data: Path, paragraphs: Sequence[Paragraph], count: int) -> list[QuestionRecord]:
    """`count` questions, half on the paragraphs and half typed into a search engine."""
    typed = read_paragraphs(data / "train/nq_oracle.jsonl.gz")
    rng = Random(0)
    texts = [
        question.text
        for source in (paragraphs, typed)
        for question in rng.sample([q for p in source for q in p.questions], count // 2)
    ]
    rng.shuffle(texts)
    return [QuestionRecord(question=text, answerable=True) for text in texts]


def row(candidates: int, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Candidates, median and 95th percentile in seconds, the reader's share, share answered."""
    seconds = [outcome.seconds for outcome in outcomes]
    reading = sum(outcome.reader_seconds or 0.0 for outcome in outcomes)
    return (
        str(candidates),
        f"{np.percentile(seconds, 50):.3f}",
        f"{np.percentile(seconds, 95):.3f}",
        f"{reading / sum(seconds):.0%}",
        f"{np.mean([outcome.answered for outcome in outcomes]):.0%}",
    )


def measure(arguments: argparse.Namespace) -> None:
    """Index what is not indexed yet, ask, and print."""
    settings = Settings()
    embedder = load_embedder(settings)
    paragraphs = read_paragraphs(arguments.data / "train/squad1_train.jsonl.gz")
    texts = list(documents(arguments.data, paragraphs))
    corpus = index_documents(texts, arguments.data_dir, settings, embedder)
    asked = questions(arguments.data, paragraphs, arguments.questions)
    table = Table("candidates", "p50", "p95", "reader", "answered", box=None)
    for candidates in arguments.candidates:
        told = corpus.settings.model_copy(update={"candidates": candidates})
        assistant = Assistant.from_settings(told)
        table.add_row(*row(candidates, ask_all(assistant, asked)))
    passages = assistant.status().passages
    Console().print(f"{len(asked)} questions over {passages} passages, in seconds", table)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--data-dir", type=Path, default=FOLDER, help="where the index is kept")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--candidates", type=int, nargs="+", default=[Settings().candidates])
    arguments = parser.parse_args()
    try:
        measure(arguments)
    except VouchError as error:
        raise SystemExit(f"{parser.prog}: {error}") from None


if __name__ == "__main__":
    main()

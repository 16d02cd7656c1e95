"""Measure Vouch end to end on CLAPnq: all passages of the file as one corpus of articles.

Prints the area under the ROC curve, the share refused where 90% of the
answerable are answered, the hit rate of the article that the question was
written for, and precision and recall of the cited sentences:

    python -m benchmarks.clapnq [--candidates N] [--json] [--report DIR]

It also prints what reading only the first 1, 2, 4 ... candidates would give.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.evaluation.answers import Outcome, ask_all, judge_answers
from vouch.evaluation.corpus import MeasuredCorpus, index_documents
from vouch.evaluation.datasets import DocumentRecord, QuestionRecord, Record, read_records
from vouch.evaluation.figures import Figures, rounded, shown
from vouch.evaluation.metrics import auroc, refused_at
from vouch.evaluation.report import write_report
from vouch.settings import Settings
from vouch_bot.evaluation import draw_judged

DATA = Path("../shared/data/dev/clapnq_dev_a.jsonl.gz")
COUNTS = (1, 2, 4, 8, 16, 32)
FOLDER = Path(".vouch/benchmarks/clapnq")


class ClapnqRecord(Record):
    """A line of the file; `selected` are the sentences that answer."""

    id: str
    question: str
    title: str
    sentences: list[str]
    answerable: bool
    selected: list[str]


def documents_of(records: list[ClapnqRecord]) -> list[DocumentRecord]:
    """An article for each record: its sentences, joined by a space."""
    return [
        DocumentRecord(id=record.id, title=record.title, text=" ".join(record.sentences))
        for record in records
    ]


def questions_of(records: list[ClapnqRecord], corpus: MeasuredCorpus) -> list[QuestionRecord]:
    """The questions, each with the path of its article."""
    paths = {id_: path for path, id_ in corpus.ids.items()}
    return [
        QuestionRecord(
            question=record.question,
            answerable=record.answerable,
            sentences=tuple(record.selected),
            source=paths[record.id],
        )
        for record in records
    ]


def by_candidates(outcomes: Sequence[Outcome]) -> dict[int, Figures]:
    """What the highest support of only the first 1, 2, 4 ... candidates tells."""
    truth = [outcome.record.answerable for outcome in outcomes]
    supports = [[float(c["support"]) for c in outcome.candidates] for outcome in outcomes]
    figures: dict[int, Figures] = {}
    for count in COUNTS:
        if count <= max(map(len, supports)):
            scores = [max(row[:count], default=0.0) for row in supports]
            figures[count] = rounded(
                {"auroc": auroc(truth, scores), "refused_at_90": refused_at(truth, scores)}
            )
    return figures


def draw_by_candidates(fewer: Mapping[int, Figures]) -> Table:
    table = Table("candidates", "auroc", "refused_at_90", box=None)
    for count, figures in fewer.items():
        table.add_row(str(count), *map(shown, figures.values()))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--data-dir", type=Path, default=FOLDER, help="where the index is kept")
    parser.add_argument("--candidates", type=int, choices=range(1, 101), metavar="N")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--report", type=Path, help="write a report with plots into this folder")
    arguments = parser.parse_args()
    try:
        measure(arguments)
    except VouchError as error:
        raise SystemExit(f"{parser.prog}: {error}") from None


def measure(arguments: argparse.Namespace) -> None:
    """Index what is not indexed yet, ask, and print."""
    settings = Settings()
    if arguments.candidates:
        settings = Settings(candidates=arguments.candidates)
    records = read_records(arguments.data, ClapnqRecord)
    corpus = index_documents(
        documents_of(records), arguments.data_dir, settings, load_embedder(settings)
    )
    assistant = Assistant.from_settings(corpus.settings)
    outcomes = ask_all(assistant, questions_of(records, corpus))
    judged = judge_answers(outcomes)
    fewer = by_candidates(outcomes)
    if arguments.report:
        write_report(judged, arguments.report)
    if arguments.json:
        print(json.dumps({**judged.to_json(), "by_candidates": fewer}, indent=1))
    else:
        Console().print(draw_judged(judged), "", draw_by_candidates(fewer))


if __name__ == "__main__":
    main()

"""`vouch eval`: measures an installation on labelled files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vouch_bot.common.visible import json_line

if TYPE_CHECKING:
    from rich.console import RenderableType

    from vouch.evaluation.datasets import DocumentRecord, QueryRecord
    from vouch.evaluation.figures import Judged, Ranked

app = typer.Typer(
    name="eval",
    help="Measure on labelled questions; docs/evaluation.md shows how to write them.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[Path, typer.Argument(help="Labelled records, .jsonl or .jsonl.gz.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Plain = Annotated[bool, typer.Option("--plain", help="No colour, no bold, no links.")]
Report = Annotated[
    Path | None, typer.Option("--report", help="Write a report with plots into this folder.")
]


@app.command()
def answerability(
    file: File, as_json: Json = False, report: Report = None, plain: Plain = False
) -> None:
    """Does the reader know whether a passage answers: {question, passage, answerable, answers?}."""
    from vouch.embedding import load_embedder
    from vouch.evaluation.answerability import measure_answerability
    from vouch.evaluation.datasets import PassageRecord, read_records
    from vouch.evaluation.pairs import PassageCollection
    from vouch.reader.loading import load_reader
    from vouch_bot.config import settings

    records = read_records(file, PassageRecord)
    chosen = settings()
    embedder = load_embedder(chosen)
    reader = load_reader(chosen)
    with _advancing(plain, len(records)) as advance:
        collection = PassageCollection(records, embedder)
        judged = measure_answerability(
            records, collection, reader, chosen.max_risk, lambda: advance(1)
        )
    _show(judged, as_json, report, plain)


@app.command()
def support(file: File, as_json: Json = False, report: Report = None, plain: Plain = False) -> None:
    """Does the reader know whether a text supports a claim: {claim, evidence, supported}."""
    from vouch.evaluation.datasets import ClaimRecord, read_records
    from vouch.evaluation.support import measure_support, support_reader
    from vouch.reader.loading import load_reader
    from vouch_bot.config import settings

    records = read_records(file, ClaimRecord)
    chosen = settings()
    reader = support_reader(load_reader(chosen))
    with _advancing(plain, len(records)) as advance:
        judged = measure_support(records, reader, advance)
    _show(judged, as_json, report, plain)


@app.command()
def answers(file: File, as_json: Json = False, report: Report = None, plain: Plain = False) -> None:
    """Ask the indexed articles: {question, answerable, sentences?, source?}."""
    from vouch.assistant import Assistant
    from vouch.evaluation.answers import ask_all, judge_answers
    from vouch.evaluation.datasets import QuestionRecord, read_records
    from vouch_bot.common.visible import visible
    from vouch_bot.config import settings

    records = read_records(file, QuestionRecord)
    assistant = Assistant.from_settings(settings())
    with _advancing(plain, len(records)) as advance:
        outcomes = ask_all(assistant, records, lambda: advance(1))
    judged = judge_answers(outcomes, {article.source for article in assistant.sources()})
    for source in judged.unknown_sources:
        typer.echo(f"No article has the source {visible(source)}.", err=True)
    _show(judged, as_json, report, plain)


@app.command()
def retrieval(
    corpus: Annotated[Path, typer.Argument(help="Documents: {id, title, text}.")],
    queries: Annotated[Path, typer.Argument(help="Queries: {id, query, relevant: [ids]}.")],
    read: Annotated[
        int, typer.Option("--read", min=0, max=100, help="Candidates for the reader to order.")
    ] = 0,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Keep the corpus's index here for next time.")
    ] = None,
    as_json: Json = False,
    report: Report = None,
    plain: Plain = False,
) -> None:
    """Do the searches find what is relevant: nDCG@10, recall@10 and @100 of each stage."""
    from tempfile import TemporaryDirectory

    from vouch.evaluation.datasets import DocumentRecord, QueryRecord, read_records
    from vouch.evaluation.ranking import require_relevant

    documents, asked = read_records(corpus, DocumentRecord), read_records(queries, QueryRecord)
    require_relevant(documents, asked)
    if data_dir is not None:
        ranked = _rank(documents, asked, data_dir, read, plain)
    else:
        with TemporaryDirectory(prefix="vouch-eval-", ignore_cleanup_errors=True) as folder:
            ranked = _rank(documents, asked, Path(folder), read, plain)
    _show(ranked, as_json, report, plain)


def _rank(
    documents: "Sequence[DocumentRecord]",
    queries: "Sequence[QueryRecord]",
    folder: Path,
    read: int,
    plain: bool,
) -> "Ranked":
    """Index the documents below `folder` and measure every stage of the search."""
    from vouch.embedding import load_embedder
    from vouch.evaluation.corpus import index_documents
    from vouch.evaluation.ranking import measure_retrieval
    from vouch.reader.loading import load_reader
    from vouch_bot.config import settings
    from vouch_bot.terminal.progress import Bar
    from vouch_bot.terminal.render import console

    chosen = settings()
    embedder = load_embedder(chosen)
    with Bar(console(plain, stderr=True)) as bar:
        corpus = index_documents(documents, folder, chosen, embedder, bar)
    reader = load_reader(chosen) if read else None
    with _advancing(plain, len(queries)) as advance:
        return measure_retrieval(corpus, queries, embedder, reader, read, lambda: advance(1))


@contextmanager
def _advancing(plain: bool, total: int) -> Iterator[Callable[[int], None]]:
    """What to call with the number of records done; it moves a bar where there is a terminal."""
    from rich.progress import Progress

    from vouch_bot.terminal.render import console

    with Progress(console=console(plain, stderr=True), transient=True) as progress:
        task = progress.add_task("Measuring", total=total)
        yield lambda count: progress.advance(task, count)


def _show(measured: "Judged | Ranked", as_json: bool, report: Path | None, plain: bool) -> None:
    from vouch.evaluation.figures import Judged
    from vouch.evaluation.report import write_report
    from vouch_bot.terminal.render import console

    if report is not None:
        write_report(measured, report)
    if as_json:
        typer.echo(json_line(measured.to_json(), indent=1))
    else:
        drawn = draw_judged(measured) if isinstance(measured, Judged) else draw_ranked(measured)
        console(plain).print(drawn)


def draw_judged(judged: "Judged") -> "RenderableType":
    """A table of the figures, each with what it means."""
    from rich.table import Table

    from vouch.evaluation.figures import MEANINGS, shown

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(judged.name, no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", overflow="fold")
    for name, value in judged.figures.items():
        table.add_row(name, shown(value), MEANINGS[name])
    return table


def draw_ranked(ranked: "Ranked") -> "RenderableType":
    """A table of the stages with their figures."""
    from rich.table import Table

    from vouch.evaluation.figures import shown

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"{ranked.n} queries", no_wrap=True)
    for name in next(iter(ranked.stages.values())):
        table.add_column(name, justify="right")
    for stage, figures in ranked.stages.items():
        table.add_row(stage, *map(shown, figures.values()))
    return table

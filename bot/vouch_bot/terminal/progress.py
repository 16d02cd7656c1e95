"""A sync drawn in a terminal: its progress, then what it did."""

import signal
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from vouch.documents.unread import unread_lines
from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.index import SyncReport, sync
from vouch.index.watch import watch_corpus
from vouch.settings import Settings
from vouch_bot.terminal.render import printable

RENEWED = "Another version of Vouch had made the index: everything was indexed anew."


class Bar:
    """A progress bar of the files of a sync, with rate and remaining time."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._progress = Progress(
            TextColumn("Indexing"),
            BarColumn(),
            MofNCompleteColumn(),
            TaskProgressColumn(show_speed=True),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._progress.add_task("index", total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def waiting(self, holder: str) -> None:
        """Say who is indexing already."""
        self._console.print(f"Waiting for {holder}, which is indexing ...", markup=False)

    def start(self, total: int) -> None:
        """Show the bar, unless there is nothing to do."""
        self._progress.update(self._task, total=total, visible=total > 0)

    def advance(self, count: int) -> None:
        """Move the bar on by `count` files."""
        self._progress.advance(self._task, count)


def run_sync(
    settings: Settings,
    console: Console,
    *,
    rebuild: bool = False,
    wait: bool = True,
    allow_empty: bool = False,
    removed: frozenset[str] = frozenset(),
    check: bool = False,
) -> SyncReport:
    """Make the index equal to the corpus, with a progress bar where `console` is a terminal."""
    with Bar(console) as bar:
        return sync(
            settings,
            load_embedder(settings),
            rebuild=rebuild,
            wait=wait,
            allow_empty=allow_empty,
            removed=removed,
            check=check,
            progress=bar,
        )


class Watched:
    """Tells on a console what the watcher does."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def waiting(self, holder: str) -> None:
        """Say who is indexing already."""
        self._console.print(f"Waiting for {holder}, which is indexing ...", markup=False)

    def start(self, total: int) -> None:
        """Say how many files are read."""
        if total:
            self._console.print(f"Reading {total} files ...")

    def advance(self, count: int) -> None:
        """Say nothing of a single file."""

    def synced(self, report: SyncReport) -> None:
        """Say what changed, if anything did."""
        if is_news(report):
            self._console.print(draw_report(report))

    def failed(self, error: VouchError) -> None:
        """Say why the index could not be made equal."""
        self._console.print(str(error), style="red", markup=False)


def run_watch(settings: Settings, console: Console) -> None:
    """Sync whenever files have settled, until Ctrl-C or SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    console.print(f"Watching {settings.corpus_dir}; Ctrl-C ends it.", markup=False)
    watch_corpus(settings, load_embedder(settings), stop, Watched(console))


def is_news(report: SyncReport) -> bool:
    """Whether a sync changed the index or could not read a file."""
    changed = report.added or report.changed or report.deleted
    return bool(changed or report.failed or report.renewed)


def draw_summary(report: SyncReport, seconds: float, corpus: Path) -> str:
    """What was encoded, how long the sync took, and what to do next."""
    if not (report.added or report.changed or report.unchanged or report.failed):
        return f"No articles in {printable(str(corpus))}. Put some there, or run: vouch add URL"
    count = report.passages_encoded
    encoded = f"{count} passage{'' if count == 1 else 's'} encoded in {seconds:.1f} s."
    return f'{encoded} Ask with: vouch ask "...", or vouch chat.' if count else encoded


def draw_report(report: SyncReport) -> RenderableType:
    """What a sync did, and each file that could not be read, with the reason."""
    counts = Table(box=None, pad_edge=False)
    for name in ("added", "changed", "deleted", "unchanged", "failed"):
        counts.add_column(name, justify="right")
    counts.add_row(
        *map(str, (report.added, report.changed, report.deleted, report.unchanged)),
        str(len(report.failed)),
    )
    failures = [
        Text.assemble(
            (printable(failure.source), "bold red"),
            f" {printable(failure.reason)}",
            " (its last good version stays)" if failure.source in report.kept else "",
        )
        for failure in report.failed
    ]
    renewed = [Text(RENEWED)] if report.renewed else []
    unread = [Text(printable(line), style="yellow") for line in unread_lines(report.unread)]
    return Group(*renewed, counts, *failures, *unread)

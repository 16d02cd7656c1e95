"""The corpus as the bot looks after it: synced on request, and watched."""

import logging
from collections.abc import Callable
from dataclasses import replace

from vouch.errors import VouchError
from vouch.index import SyncReport, sync
from vouch.index.writer import Encoder
from vouch.settings import Settings
from vouch_bot.common.engine import Progress, Synced

_log = logging.getLogger(__name__)


class Corpus:
    """Makes index and corpus equal. Safe to use from several threads.

    `progress` tells how far the sync that runs is; None while none does.
    """

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._settings = settings
        self._encoder = encoder
        self.progress: Progress | None = None

    def sync(
        self, report: Callable[[Progress], None], removed: frozenset[str] = frozenset()
    ) -> Synced:
        """Make the index equal to the corpus; what a Sync is."""
        told = _Progress(self, report)
        try:
            return synced(sync(self._settings, self._encoder, removed=removed, progress=told))
        finally:
            self.progress = None


def synced(report: SyncReport) -> Synced:
    """What a sync did; what could not be read is logged."""
    problems = tuple(f"{failure.source} {failure.reason}" for failure in report.failed)
    for problem in problems:
        _log.warning("Not read: %s", problem)
    return Synced(report.added, report.changed, report.deleted, problems)


class _Progress:
    """A sync's progress as how many of the files to read are done."""

    def __init__(self, corpus: Corpus, report: Callable[[Progress], None]) -> None:
        self._corpus = corpus
        self._report = report

    def waiting(self, holder: str) -> None:
        _log.info("Waiting for %s, which is indexing", holder)

    def start(self, total: int) -> None:
        self._corpus.progress = Progress(0, total)

    def advance(self, count: int) -> None:
        progress = self._corpus.progress or Progress(0, 0)
        self._corpus.progress = replace(progress, done=progress.done + count)
        self._report(self._corpus.progress)


class Watcher:
    """Listens to the watcher of the corpus, and calls `changed` after a sync that changed it."""

    def __init__(self, corpus: Corpus, changed: Callable[[Synced], None]) -> None:
        self._corpus = corpus
        self._changed = changed
        self._failure: str | None = None

    def waiting(self, holder: str) -> None:
        _log.info("Waiting for %s, which is indexing", holder)

    def start(self, total: int) -> None:
        self._corpus.progress = Progress(0, total)
        if total:
            _log.info("Reading %d articles", total)

    def advance(self, count: int) -> None:
        progress = self._corpus.progress or Progress(0, 0)
        self._corpus.progress = replace(progress, done=progress.done + count)

    def synced(self, report: SyncReport) -> None:
        self._corpus.progress = None
        self._failure = None
        done = synced(report)
        if done.added or done.changed or done.removed:
            _log.info(
                "Articles: %d new, %d changed, %d gone", done.added, done.changed, done.removed
            )
            self._changed(done)

    def failed(self, error: VouchError) -> None:
        self._corpus.progress = None
        # What stays wrong is tried again and again, and logged once.
        level = logging.DEBUG if str(error) == self._failure else logging.ERROR
        self._failure = str(error)
        _log.log(level, "The articles could not be read: %s", error)

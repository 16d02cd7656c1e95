"""The corpus as the bot looks after it: synced when asked to, and watched."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Lock

from vouch.errors import VouchError
from vouch.index import SyncReport, sync
from vouch.index.writer import Encoder
from vouch.settings import Settings
from vouch_bot.common.engine import ArticleLine, Progress, Synced

_log = logging.getLogger(__name__)


class Corpus:
    """Makes index and corpus equal, and knows which articles are new since it last looked.

    `sources` lists the indexed articles. Safe to use from several threads.
    """

    def __init__(
        self,
        settings: Settings,
        encoder: Encoder,
        sources: Callable[[], Sequence[ArticleLine]],
    ) -> None:
        self._settings = settings
        self._encoder = encoder
        self._sources = sources
        self._known: set[str] | None = None
        self._lock = Lock()

    def sync(self, report: Callable[[Progress], None]) -> Synced:
        """Make the index equal to the corpus; what a Sync is."""
        self.look()
        return self.synced(sync(self._settings, self._encoder, progress=_Told(report)))

    def look(self) -> None:
        """Note which articles there are, where that was not done: none of them is new.

        Without an index nothing is noted, so that a first sync is no news.
        """
        with self._lock, suppress(VouchError):
            if self._known is None:
                self._known = {article.source for article in self._sources()}

    def synced(self, report: SyncReport) -> Synced:
        """What a sync did, with the titles of the articles that are new."""
        with self._lock:
            articles = self._sources()
            known, self._known = self._known, {article.source for article in articles}
        new = () if known is None else (a.title for a in articles if a.source not in known)
        problems = tuple(f"{failure.source} {failure.reason}" for failure in report.failed)
        for problem in problems:
            _log.warning("Not read: %s", problem)
        return Synced(report.added, report.changed, report.deleted, tuple(new), problems)


class _Told:
    """A sync's progress, told as how many of the files to read are done."""

    def __init__(self, report: Callable[[Progress], None]) -> None:
        self._report = report
        self._done = 0
        self._total = 0

    def waiting(self, holder: str) -> None:
        _log.info("Waiting for %s, which is indexing", holder)

    def start(self, total: int) -> None:
        self._total = total

    def advance(self, count: int) -> None:
        self._done += count
        self._report(Progress(self._done, self._total))


class Watcher:
    """Listens to the watcher of the corpus, and hands on what each sync did."""

    def __init__(self, corpus: Corpus, tell: Callable[[Synced], None]) -> None:
        self._corpus = corpus
        self._tell = tell

    def waiting(self, holder: str) -> None:
        _log.info("Waiting for %s, which is indexing", holder)

    def start(self, total: int) -> None:
        if total:
            _log.info("Reading %d articles", total)

    def advance(self, count: int) -> None:
        pass

    def synced(self, report: SyncReport) -> None:
        synced = self._corpus.synced(report)
        if synced.added or synced.changed or synced.removed:
            _log.info(
                "Articles: %d new, %d changed, %d gone",
                *(synced.added, synced.changed, synced.removed),
            )
            self._tell(synced)

    def failed(self, error: VouchError) -> None:
        _log.error("The articles could not be read: %s", error)

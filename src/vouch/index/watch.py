"""The corpus watched: a sync whenever files settle."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Protocol

from watchfiles import Change, watch

from vouch.documents.ignoring import IGNORE_FILE
from vouch.errors import CorpusError, StoreError, VouchError
from vouch.index.sync import SyncReport, sync
from vouch.index.writer import Encoder
from vouch.settings import Settings

log = logging.getLogger(__name__)

SETTLED_MS = 1000
"""Files have settled when nothing changed for so long."""

LONGEST_MS = 10_000
"""Where something changes all the time, what is there is taken in at this interval."""

RETRY_S = 30.0
"""After a sync that failed, when to try again although no file changed."""

PERIODIC_S = 300.0
"""How often the corpus is compared with the index although no change was reported.

Polling, as on network folders, sees only files whose time has become later.
"""

GONE_S = 0.5
"""How often a corpus that is gone is looked for."""

_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".swp", ".swx", ".bak", "~")


UNWATCHED = (
    "The data directory lies inside the folder of articles: what changes in it is not watched. "
    "Set VOUCH_DATA_DIR to a directory outside."
)


class Listener(Protocol):
    """Who is told what the watcher does; called in the thread that watches."""

    def waiting(self, holder: str) -> None:
        """Another process writes the index."""

    def start(self, total: int) -> None:
        """A sync begins to read so many files."""

    def advance(self, count: int) -> None:
        """So many more files are done."""

    def synced(self, report: SyncReport) -> None:
        """A sync has ended."""

    def failed(self, error: VouchError) -> None:
        """A sync could not be made; it is tried again."""


class _StoppedError(Exception):
    pass


def watch_corpus(
    settings: Settings, embedder: Encoder, stop: threading.Event, listener: Listener
) -> None:
    """Sync now and whenever files have settled, until `stop` is set.

    A sync that is under way then is given up at its next file; nothing of it
    is published. Where nothing is reported, one is made every `PERIODIC_S` as
    well, which is told only where it finds something. Raises CorpusError where
    the corpus cannot be watched.
    """
    if is_inside_corpus(settings):
        log.warning(UNWATCHED)
    told = _Stoppable(listener, stop)
    next_try, quiet = 0.0, False
    for changes in _changes(settings, stop):
        if not changes and monotonic() < next_try:
            continue
        try:
            report = sync(settings, embedder, progress=told)
            if changes or not quiet or report.added or report.changed or report.deleted:
                listener.synced(report)
            next_try, quiet = monotonic() + PERIODIC_S, True
        except _StoppedError:
            return
        except Exception as error:  # noqa: BLE001  (whatever it is, watching goes on)
            listener.failed(_told(error))
            next_try, quiet = monotonic() + RETRY_S, False


def _told(error: Exception) -> VouchError:
    """The error as one to tell; the log has where an unforeseen one comes from."""
    if isinstance(error, VouchError):
        return error
    log.error("A sync of the watched corpus failed", exc_info=error)
    name = type(error).__name__
    return StoreError(f"The sync failed ({name}: {error}).", "See what `vouch index` says.")


Changes = set[tuple[Change, str]]


def _changes(settings: Settings, stop: threading.Event) -> Iterator[Changes]:
    """Sets of changes, each when files have settled, and empty sets in between.

    A folder that is not there is waited for. A folder that another takes the place of, or a
    link that leads to another, is a change, and watching goes on there.
    """
    corpus_dir = settings.corpus_dir
    fresh = False
    while not stop.is_set():
        watched = _identity(corpus_dir)
        if watched is None:
            fresh = True
            yield set()
            stop.wait(GONE_S)
            continue
        try:
            for changes in _reported(settings, stop):
                # Only now is it watched: what changes from here on is not missed.
                yield changes | ({(Change.modified, str(corpus_dir))} if fresh else set())
                fresh = False
                gone = (Change.deleted, str(corpus_dir)) in changes
                if gone or _identity(corpus_dir) != watched:
                    fresh = True
                    break
        except CorpusError:
            if _identity(corpus_dir) == watched:
                raise
            fresh = True


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells a folder from another in its place; None where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _reported(settings: Settings, stop: threading.Event) -> Iterator[Changes]:
    """What the operating system reports of one folder, until `stop` is set."""
    corpus_dir, data_dir = settings.corpus_dir, settings.data_dir.resolve()

    def concerns(change: Change, path: str) -> bool:
        return concerns_articles(change, path) and not Path(path).resolve().is_relative_to(data_dir)

    try:
        yield from watch(
            corpus_dir,
            watch_filter=concerns,
            step=SETTLED_MS,
            debounce=LONGEST_MS,
            rust_timeout=200,
            yield_on_timeout=True,
            stop_event=stop,
        )
    except (OSError, RuntimeError) as error:
        raise CorpusError(
            f"The folder {corpus_dir} cannot be watched: {error}.",
            "Make the folder, or set VOUCH_CORPUS_DIR; WATCHFILES_FORCE_POLLING=1 helps where the "
            "system's notifications do not.",
        ) from error


def is_inside_corpus(settings: Settings) -> bool:
    """Whether the index is written where the articles are."""
    return settings.data_dir.resolve().is_relative_to(settings.corpus_dir.resolve())


def concerns_articles(change: Change, path: str) -> bool:
    """Whether a changed path may be an article or a folder, not an editor's temporary file."""
    name = Path(path).name
    if name == IGNORE_FILE:
        return True
    return not name.startswith((".", "~$", "#")) and not name.endswith(_TEMPORARY)


class _Stoppable:
    """A sync's progress that ends the sync when it is to stop."""

    def __init__(self, listener: Listener, stop: threading.Event) -> None:
        self._listener = listener
        self._stop = stop

    def waiting(self, holder: str) -> None:
        self._listener.waiting(holder)

    def start(self, total: int) -> None:
        self._listener.start(total)

    def advance(self, count: int) -> None:
        if self._stop.is_set():
            raise _StoppedError
        self._listener.advance(count)


@contextmanager
def watching(settings: Settings, embedder: Encoder, listener: Listener) -> Iterator[None]:
    """The corpus is watched in a thread of this process for as long as the context lasts."""
    stop = threading.Event()

    def run() -> None:
        try:
            watch_corpus(settings, embedder, stop, listener)
        except VouchError as error:
            listener.failed(error)

    thread = threading.Thread(target=run, name="vouch-watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()

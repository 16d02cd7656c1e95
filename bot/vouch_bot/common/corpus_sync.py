"""Runs a sync of the corpus while the bot runs, one at a time."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from vouch_bot.common.engine import Progress, Sync, Synced

EVERY = 2.0
"""Seconds from one report of progress to the next."""

Show = Callable[[Progress], Awaitable[None]]

_log = logging.getLogger(__name__)


class BusyError(Exception):
    """A sync is under way."""


class CorpusSync:
    """Runs a sync in a thread, never two at once, and reports its progress."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync
        self._running = False

    async def sync(self, show: Show | None = None, removed: frozenset[str] = frozenset()) -> Synced:
        """Make the index equal to the corpus; raises BusyError where that is under way.

        `show` is given the progress every two seconds if it has changed; `removed` are sources
        that are known to be gone.
        """
        if self._running:
            raise BusyError
        self._running = True
        try:
            return await self._run(show, removed)
        finally:
            self._running = False

    async def _run(self, show: Show | None, removed: frozenset[str]) -> Synced:
        latest: list[Progress] = []
        known = {"removed": removed} if removed else {}
        task = asyncio.ensure_future(asyncio.to_thread(self._sync, latest.append, **known))
        shown = None
        while not task.done():
            await asyncio.wait([task], timeout=EVERY)
            if show and latest and not task.done() and latest[-1] != shown:
                shown = latest[-1]
                try:
                    await show(shown)
                except Exception as error:  # noqa: BLE001  (the sync goes on without a display)
                    _log.info("The progress of a sync cannot be shown: %r", error)
        return await task

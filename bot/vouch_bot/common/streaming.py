"""An answer that is being written, shown as far as it is, at a pace that Discord allows."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from vouch.types import Answer, Citation, Statement

PACE = 1.5
"""Seconds from one edit to the next: Discord takes about five in five seconds of all a channel."""

BREATH = 0.2
"""Seconds before an edit: statements that come together are shown together."""

TIMEOUT_S = 10.0
"""Seconds that an edit under way is waited for, before the whole answer is shown."""

_log = logging.getLogger(__name__)

Show = Callable[[Answer], Awaitable[None]]


class Draft:
    """What has been told of an answer to `question`; made on the event loop that shows it."""

    def __init__(self, question: str) -> None:
        self._question = question
        self._loop = asyncio.get_running_loop()
        self._statements: list[Statement] = []
        self._citations: dict[int, Citation] = {}
        self.news = asyncio.Event()

    def on_statement(self, statement: Statement, citations: tuple[Citation, ...]) -> None:
        """Take a statement of the answer; from any thread."""
        with suppress(RuntimeError):  # the loop is closed: there is nobody left to show it to
            self._loop.call_soon_threadsafe(self._add, statement, citations)

    def _add(self, statement: Statement, citations: tuple[Citation, ...]) -> None:
        self._statements.append(statement)
        self._citations.update((citation.number, citation) for citation in citations)
        self.news.set()

    def answer(self) -> Answer:
        """The answer as far as it has been told; ValueError where nothing has been."""
        self.news.clear()
        return Answer(self._question, tuple(self._statements), tuple(self._citations.values()))


@asynccontextmanager
async def showing(draft: Draft, show: Show, pace: float = PACE) -> AsyncIterator[None]:
    """While the context lasts, `show` is given what is new of the draft, once in `pace` seconds.

    When it ends no call of `show` is under way, and none comes after. Where
    nothing is told, `show` is never called; where it fails, it is not called again.
    """
    shown = _Showing(draft, show, pace)
    task = asyncio.create_task(shown.run())
    try:
        yield
    finally:
        await shown.end(task)


class _Showing:
    def __init__(self, draft: Draft, show: Show, pace: float) -> None:
        self._draft = draft
        self._show = show
        self._pace = pace
        self._over = asyncio.Event()
        self._busy = False

    async def run(self) -> None:
        while not self._over.is_set():
            await self._draft.news.wait()
            await asyncio.sleep(min(BREATH, self._pace))
            self._busy = True
            try:
                await self._show(self._draft.answer())
            except Exception as error:  # noqa: BLE001  the whole answer is shown in the end
                _log.info("An answer is not shown while it is written: %r", error)
                return
            finally:
                self._busy = False
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), self._pace)

    async def end(self, task: asyncio.Task[None]) -> None:
        """Let an edit that is under way come to its end; give up the ones to come."""
        self._over.set()
        if self._busy:
            await asyncio.wait([task], timeout=TIMEOUT_S)
        task.cancel()
        await asyncio.wait([task])

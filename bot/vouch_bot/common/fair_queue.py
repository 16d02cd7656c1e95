"""A bounded queue of questions in which people take turns.

Work runs in threads, never on the event loop. Whoever asks many questions waits
behind those who asked few: turns go round the people, not the questions.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


class QueueFullError(Exception):
    """There is no room for another question; `own` where the person's own ones fill it."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("the queue is full")
        self.own = own


class QueueClosedError(Exception):
    """The bot is leaving, and takes no more questions."""


@dataclass(frozen=True, slots=True)
class Ticket(Generic[T]):
    """A place in the queue: what the work will return, and how many go before it."""

    result: asyncio.Future[T]
    ahead: int


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], object]
    result: asyncio.Future[object]


class FairQueue:
    """The queue: `workers` run at once, `size` may wait, of them `per_person` of one person."""

    def __init__(self, workers: int = 1, size: int = 50, per_person: int = 3) -> None:
        self._workers = workers
        self._size = size
        self.per_person = per_person
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="vouch-question")
        self._waiting: OrderedDict[int, deque[_Job]] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def waiting(self) -> int:
        """How many questions wait."""
        return sum(len(jobs) for jobs in self._waiting.values())

    def submit(self, person: int, work: Callable[[], T]) -> Ticket[T]:
        """A place for `work`; QueueFullError or QueueClosedError at once where there is none.

        Cancelling the ticket's result gives the place up.
        """
        if self._closed:
            raise QueueClosedError
        self._drop_cancelled()
        ahead = self._ahead_of(person)
        if len(self._waiting.get(person, ())) >= self.per_person:
            raise QueueFullError(own=True)
        if self.waiting >= self._size:
            raise QueueFullError(own=False)
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(person, deque()).append(_Job(work, result))  # type: ignore[arg-type]
        self._start()
        return Ticket(result, ahead)

    def _ahead_of(self, person: int) -> int:
        """How many questions are answered before one that `person` asks now."""
        own = len(self._waiting.get(person, ()))
        people = list(self._waiting)
        before = set(people[: people.index(person)] if person in self._waiting else people)
        others = sum(
            min(len(jobs), own + (other in before))
            for other, jobs in self._waiting.items()
            if other != person
        )
        return len(self._running) + own + others

    def _drop_cancelled(self) -> None:
        for person, jobs in list(self._waiting.items()):
            kept = deque(job for job in jobs if not job.result.done())
            if kept:
                self._waiting[person] = kept
            else:
                del self._waiting[person]

    def _start(self) -> None:
        while self._waiting and len(self._running) < self._workers:
            task = asyncio.get_running_loop().create_task(self._run(self._next()))
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _next(self) -> _Job:
        person, jobs = self._waiting.popitem(last=False)
        job = jobs.popleft()
        if jobs:
            self._waiting[person] = jobs
        return job

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _run(self, job: _Job) -> None:
        if job.result.done():
            return
        loop = asyncio.get_running_loop()
        try:
            value = await loop.run_in_executor(self._pool, job.work)
        except Exception as error:  # noqa: BLE001  (it is the asker's task that handles it)
            if not job.result.done():
                job.result.set_exception(error)
        else:
            if not job.result.done():
                job.result.set_result(value)

    async def close(self, grace: float) -> None:
        """Take no more questions, and answer those that wait for up to `grace` seconds.

        What is still waiting then gets QueueClosedError; what is running is waited for.
        """
        self._closed = True
        loop = asyncio.get_running_loop()
        end = loop.time() + grace
        while self._running and loop.time() < end:
            await asyncio.wait(self._running, timeout=end - loop.time())
        for jobs in self._waiting.values():
            for job in jobs:
                if not job.result.done():
                    job.result.set_exception(QueueClosedError())
        self._waiting.clear()
        if self._running:
            await asyncio.wait(self._running)
        self._pool.shutdown(wait=False)

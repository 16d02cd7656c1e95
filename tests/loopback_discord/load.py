"""Many people who ask at once, and what becomes of each question."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise

from tests.loopback_discord.gateway import Connection
from tests.loopback_discord.server import Asked, Loopback
from vouch_bot.common.question_service import FULL, FULL_OF_YOURS, TOO_LONG_WAITED

TURNED_AWAY = (FULL, FULL_OF_YOURS, TOO_LONG_WAITED)


@dataclass(frozen=True)
class Outcome:
    """What became of the questions, in numbers; seconds are from asking to the last word."""

    answered: int
    told_to_wait: int
    lost: int
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds) if self.seconds else 0.0


async def crowd(
    server: Loopback, questions: list[str], people: int, within: float, patience: float
) -> Outcome:
    """Ask the questions by so many people in turn, evenly over `within` seconds.

    What has not been answered or turned away `patience` seconds after the last
    question counts as lost.
    """
    begin = time.perf_counter()
    asked: list[Asked] = []
    ends: dict[int, float] = {}
    waits = []

    async def follow(one: Asked) -> None:
        await one.done.wait()
        ends[one.identity] = time.perf_counter() - one.at

    for number, question in enumerate(questions):
        await asyncio.sleep(
            max(0.0, begin + within * number / len(questions) - time.perf_counter())
        )
        one = await server.ask(1_000 + number % people, question)
        asked.append(one)
        waits.append(asyncio.create_task(follow(one)))
    _, late = await asyncio.wait(waits, timeout=patience)
    for task in late:
        task.cancel()
    answered = [one for one in asked if one.done.is_set() and one.shown.get("embeds")]
    told = [one for one in asked if one.done.is_set() and not one.shown.get("embeds")]
    return Outcome(
        answered=len(answered),
        told_to_wait=sum(one.shown.get("content") in TURNED_AWAY for one in told),
        lost=len(asked) - len(answered) - len(told),
        seconds=tuple(ends[one.identity] for one in answered),
    )


def worst_delay(connections: list[Connection], interval: float) -> float:
    """How much later than `interval` seconds after the one before the latest heartbeat came."""
    gaps = [
        later - first - interval
        for connection in connections
        for first, later in pairwise(connection.heartbeats)
    ]
    return max(gaps, default=float("inf"))


@dataclass
class Lateness:
    """How late, in seconds, this process itself woke from its sleeps."""

    worst: float = 0.0


@asynccontextmanager
async def own_lateness(interval: float) -> AsyncIterator[Lateness]:
    """Sleep `interval` seconds again and again, and note the longest delay.

    On a busy machine every process is woken late, and heartbeats are noted late
    too; what the machine does is not the bot's fault.
    """
    lateness = Lateness()

    async def beat() -> None:
        while True:
            due = time.perf_counter() + interval
            await asyncio.sleep(interval)
            lateness.worst = max(lateness.worst, time.perf_counter() - due)

    task = asyncio.create_task(beat())
    try:
        yield lateness
    finally:
        task.cancel()

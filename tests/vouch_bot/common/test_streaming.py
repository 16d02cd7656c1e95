"""Drafts of an answer: shown as far as they are, never too often, never too late."""

import asyncio
import threading
import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vouch_bot.discord.scripted import written
from vouch.types import Answer
from vouch_bot.common.streaming import Draft, showing

PACE = 0.05
WHOLE = written("q")


class Shown:
    """Keeps what is shown, and when; an edit takes `takes` seconds."""

    def __init__(self, takes: float = 0.0, error: Exception | None = None) -> None:
        self.answers: list[Answer] = []
        self.times: list[float] = []
        self.under_way = 0
        self.news = asyncio.Condition()
        self._takes = takes
        self._error = error

    async def show(self, answer: Answer) -> None:
        self.answers.append(answer)
        self.times.append(time.monotonic())
        self.under_way += 1
        async with self.news:
            self.news.notify_all()
        await asyncio.sleep(self._takes)
        self.under_way -= 1
        if self._error:
            raise self._error

    async def until(self, count: int) -> None:
        """Wait until so many drafts have been shown."""
        async with asyncio.timeout(20), self.news:
            await self.news.wait_for(lambda: len(self.answers) >= count)


def tell(draft: Draft, count: int = 3) -> None:
    for statement in WHOLE.statements[:count]:
        draft.on_statement(statement, tuple(WHOLE.citations[n - 1] for n in statement.citations))


async def test_what_is_told_in_another_thread_is_shown() -> None:
    draft, shown = Draft("q"), Shown()
    async with showing(draft, shown.show, PACE):
        thread = threading.Thread(target=tell, args=(draft,))
        thread.start()
        thread.join()
        await shown.until(1)
    assert shown.answers == [WHOLE]


async def test_nothing_is_shown_where_nothing_is_told() -> None:
    shown = Shown()
    async with showing(Draft("q"), shown.show, PACE):
        await asyncio.sleep(0.2)
    assert shown.answers == []


async def test_statements_that_come_together_are_shown_together() -> None:
    draft, shown = Draft("q"), Shown()
    async with showing(draft, shown.show, PACE):
        tell(draft)
        await shown.until(1)
        await asyncio.sleep(3 * PACE)
    assert shown.answers == [WHOLE]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.floats(0, 0.08), min_size=1, max_size=10), st.sampled_from([0.0, 0.03]))
def test_drafts_grow_and_keep_their_distance(pauses: list[float], takes: float) -> None:
    shown = Shown(takes)

    async def run() -> None:
        draft = Draft("q")
        async with showing(draft, shown.show, PACE):
            for number, pause in enumerate(pauses):
                await asyncio.sleep(pause)
                draft.on_statement(WHOLE.statements[0], WHOLE.citations[:1] if number < 3 else ())

    asyncio.run(run())
    assert all(later - first >= PACE for first, later in pairwise(shown.times))
    counts = [len(answer.statements) for answer in shown.answers]
    assert counts == sorted(set(counts))


async def test_the_last_of_a_long_pause_is_not_kept_back() -> None:
    draft, shown = Draft("q"), Shown()
    async with showing(draft, shown.show, PACE):
        tell(draft, 1)
        await shown.until(1)
        tell(draft, 1)
        await shown.until(2)
    assert [len(answer.statements) for answer in shown.answers] == [1, 2]


async def test_an_edit_under_way_ends_before_the_whole_answer_is_shown() -> None:
    draft, shown = Draft("q"), Shown(takes=0.3)
    async with showing(draft, shown.show, PACE):
        tell(draft, 1)
        await shown.until(1)
        tell(draft, 3)
    assert shown.under_way == 0
    await asyncio.sleep(0.2)
    assert len(shown.answers) == 1


async def test_what_comes_at_the_end_is_left_to_the_whole_answer() -> None:
    draft, shown = Draft("q"), Shown()
    async with showing(draft, shown.show, PACE):
        tell(draft)
    await asyncio.sleep(0.2)
    assert shown.answers == []


async def test_an_edit_that_fails_is_the_last_and_stops_nothing() -> None:
    draft, shown = Draft("q"), Shown(error=ConnectionError("gone"))
    async with showing(draft, shown.show, PACE):
        tell(draft, 1)
        await shown.until(1)
        tell(draft, 1)
        await asyncio.sleep(4 * PACE)
    assert len(shown.answers) == 1


def test_what_is_told_when_the_loop_is_closed_is_lost_without_an_error() -> None:
    async def made() -> Draft:
        return Draft("q")

    tell(asyncio.run(made()))

"""The queue: bounded, fair, and never silent."""

import asyncio
import threading
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vouch_bot.common.fair_queue import FairQueue, QueueClosedError, QueueFullError, Ticket


def after(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value


async def held(turns: FairQueue) -> threading.Event:
    """An event that a running question waits for: until it is set, all others wait."""
    free = threading.Event()
    turns.submit(0, lambda: free.wait(10))
    await asyncio.sleep(0.02)
    return free


async def test_people_take_turns() -> None:
    turns = FairQueue(size=10, per_person=5)
    free = await held(turns)
    order: list[str] = []
    tickets = [turns.submit(1, lambda n=n: order.append(f"ann {n}")) for n in range(4)]  # type: ignore[misc]
    tickets += [turns.submit(2, lambda n=n: order.append(f"bob {n}")) for n in range(2)]  # type: ignore[misc]
    free.set()
    await asyncio.gather(*(ticket.result for ticket in tickets))
    assert order == ["ann 0", "bob 0", "ann 1", "bob 1", "ann 2", "ann 3"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=12))
def test_who_waits_is_told_truly_how_many_come_before(people: list[int]) -> None:
    async def run() -> None:
        turns = FairQueue(size=50, per_person=50)
        free = await held(turns)
        order: list[int] = []
        for number, person in enumerate(people[:-1]):
            turns.submit(person, lambda n=number: order.append(n))  # type: ignore[misc]
        last: Ticket[None] = turns.submit(people[-1], lambda: order.append(-1))
        free.set()
        await last.result
        assert last.ahead == order.index(-1) + 1  # the one that held the queue came before, too
        await turns.close(5)

    asyncio.run(run())


async def test_a_full_queue_says_so_at_once() -> None:
    turns = FairQueue(size=3, per_person=2)
    free = await held(turns)
    first = [turns.submit(1, lambda: None) for _ in range(2)]
    with pytest.raises(QueueFullError) as own:
        turns.submit(1, lambda: None)
    assert own.value.own
    first.append(turns.submit(2, lambda: None))
    with pytest.raises(QueueFullError) as full:
        turns.submit(3, lambda: None)
    assert not full.value.own
    first[0].result.cancel()
    turns.submit(3, lambda: None)
    free.set()
    await turns.close(5)


async def test_work_runs_beside_the_event_loop() -> None:
    turns = FairQueue()
    main = threading.get_ident()
    ticket = turns.submit(1, lambda: after(0.2, threading.get_ident()))
    beats = 0
    while not ticket.result.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 10
    assert await ticket.result != main


async def test_an_error_reaches_the_asker_and_the_queue_goes_on() -> None:
    turns = FairQueue()

    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await turns.submit(1, fail).result
    assert await turns.submit(1, lambda: 7).result == 7


async def test_closing_answers_what_was_taken_and_takes_no_more() -> None:
    turns = FairQueue()
    tickets = [turns.submit(person, lambda p=person: after(0.05, p)) for person in (1, 2)]  # type: ignore[misc]
    closing = asyncio.create_task(turns.close(5))
    await asyncio.sleep(0)
    with pytest.raises(QueueClosedError):
        turns.submit(3, lambda: None)
    await closing
    assert [await ticket.result for ticket in tickets] == [1, 2]


async def test_closing_tells_those_for_whom_there_is_no_time() -> None:
    turns = FairQueue()
    free = await held(turns)
    waiting = turns.submit(1, lambda: 1)
    closing = asyncio.create_task(turns.close(0.05))
    with pytest.raises(QueueClosedError):
        await waiting.result
    free.set()
    await closing


async def test_several_workers_run_side_by_side() -> None:
    turns = FairQueue(workers=2)
    both = threading.Barrier(2, timeout=5)
    tickets = [turns.submit(person, both.wait) for person in (1, 2)]
    assert sorted(await asyncio.gather(*(ticket.result for ticket in tickets))) == [0, 1]

"""Takes a question from admission through the queue to the reply that is kept and shown.

Nothing here knows a chat platform: a `Responder` is where the asker sees what happens.
"""

import asyncio
import logging
import secrets
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from vouch.errors import VouchError
from vouch.generation import OnStatement
from vouch.index import IndexMissingError
from vouch.types import Answer, ChatReply, Check, Refusal, Reply, Response
from vouch_bot.common.conversations import Conversations
from vouch_bot.common.engine import Engine, Progress
from vouch_bot.common.fair_queue import FairQueue, QueueClosedError, QueueFullError
from vouch_bot.common.pending import Pending
from vouch_bot.common.policy import Asker, Cooldowns, Naming, collection_of, denial
from vouch_bot.common.store import Asked, Store
from vouch_bot.common.streaming import PACE, Draft, showing

MAX_QUESTION = 1_000
MAX_CLAIM = 4_000
# An interaction's token lives for 15 minutes; what is not shown before cannot be shown.
TIMEOUT_S = 14 * 60.0
_LAST_WORDS = 15.0

_log = logging.getLogger(__name__)

FULL = "Too many questions are waiting just now. Please ask again in a minute."
FULL_OF_YOURS = "You have several questions waiting already. Please wait for their answers."
LEAVING = "I am about to restart. Please ask again in a minute."
TOO_LONG_WAITED = "Your question waited too long in the line. Please ask it again."
TOO_LONG = f"A question may have at most {MAX_QUESTION:,} characters."


class Responder(Protocol):
    """Where the asker sees what becomes of a question."""

    async def decline(self, text: str) -> None:
        """Say that the question is not taken; instead of `begin`."""

    async def begin(self) -> None:
        """Show at once that the question is taken and worked on."""

    async def wait(self, ahead: int) -> None:
        """Say how many questions come before this one."""

    async def say(self, text: str) -> None:
        """Say in a sentence what happened instead of a reply."""

    async def draft(self, answer: Answer) -> None:
        """Show an answer that is still being written, as far as it is."""

    async def show(self, number: int | None, reply: Reply) -> int | None:
        """Show a reply, kept under `number` if it could be; the id of the message that shows it."""

    async def show_check(self, check: Check) -> None:
        """Show what the articles make of a claim."""

    async def end(self) -> None:
        """Show no longer that something is worked on."""

    @property
    def address(self) -> str | None:
        """Where a later process can reach the asker, for `Pending`; None where it cannot."""


@dataclass(frozen=True, slots=True)
class _Answered:
    number: int | None
    reply: Response


class QuestionService:
    """Takes questions, and sees each through to a reply or a sentence."""

    def __init__(
        self,
        *,
        engine: Engine,
        store: Store,
        conversations: Conversations,
        queue: FairQueue,
        cooldown: float,
        naming: Naming | None = None,
        pending: Pending | None = None,
        indexing: Callable[[], Progress | None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
        pace: float = PACE,
    ) -> None:
        self._engine = engine
        self._store = store
        self._conversations = conversations
        self._queue = queue
        self._cooldown = cooldown
        self._cooldowns = Cooldowns()
        self._naming = naming or Naming()
        self._pending = pending
        self._indexing = indexing
        self._clock = clock
        self._pace = pace
        self._open: Counter[int] = Counter()
        self._serving: set[asyncio.Task[object]] = set()

    def objection(self, asker: Asker, asked: Asked) -> str | None:
        """Why this question is not taken, in a sentence; None where it is."""
        rules = self._store.rules(asker.guild)
        if reason := denial(rules, asker, self._naming):
            return reason
        if len(asked.question) > (MAX_CLAIM if asked.claim else MAX_QUESTION):
            return TOO_LONG
        unasked = asked.max_risk is not None
        if not unasked and (wait := self._cooldowns.wait(asker, self._clock())):
            return f"You can ask again in {max(1, round(wait))} s."
        return None

    async def serve(self, asker: Asker, asked: Asked, responder: Responder) -> int | None:
        """See a question through; whatever happens, the asker hears of it. Raises nothing.

        Returns the number that the reply is kept under, where there is one.
        """
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        try:
            if reason := self.objection(asker, asked):
                await responder.decline(reason)
                return None
            return await self._take(asker, asked, responder)
        except Exception as error:  # noqa: BLE001  (the last line: nothing may end in silence)
            await self._tell(responder, error)
            return None
        finally:
            await responder.end()

    async def _take(self, asker: Asker, asked: Asked, responder: Responder) -> int | None:
        # One more than may wait is being answered. A reply counts until it is shown: the messages
        # that a platform takes in a channel are everybody's.
        if self._open[asked.user] > self._queue.per_person:
            await responder.decline(FULL_OF_YOURS)
            return None
        self._open[asked.user] += 1
        try:
            return await self._see_through(asker, asked, responder)
        finally:
            self._open[asked.user] -= 1
            if not self._open[asked.user]:
                del self._open[asked.user]

    async def _see_through(self, asker: Asker, asked: Asked, responder: Responder) -> int | None:
        draft = Draft(asked.question)
        try:
            ticket = self._queue.submit(
                asked.user, partial(self._answer, asker, asked, draft.on_statement)
            )
        except QueueFullError as full:
            await responder.decline(FULL_OF_YOURS if full.own else FULL)
            return None
        except QueueClosedError:
            await responder.decline(LEAVING)
            return None
        cooldown = self._store.rules(asker.guild).cooldown
        seconds = self._cooldown if cooldown is None else cooldown
        if asked.max_risk is None:
            self._cooldowns.start(asker, seconds, self._clock())
        noted = asyncio.create_task(self._note(responder))
        try:
            await responder.begin()
            if ticket.ahead:
                await responder.wait(ticket.ahead)
            async with showing(draft, responder.draft, self._pace):
                answered = await _in_time(ticket.result)
            message = await _show(responder, answered)
        finally:
            ticket.result.cancel()
            await self._forget(await noted)
        if message is not None and answered.number is not None:
            try:
                await asyncio.to_thread(self._store.sent_as, answered.number, message)
            except sqlite3.Error as error:  # the reply is shown; only a reply to it stays unknown
                _log.warning("Where a reply is shown could not be noted: %s", error)
        return answered.number

    async def _note(self, responder: Responder) -> int | None:
        """Note that a question is under way, for the case that this process ends before it."""
        if self._pending is None or responder.address is None:
            return None
        try:
            return await asyncio.to_thread(self._pending.begin, responder.address)
        except sqlite3.Error as error:
            _log.warning("A question under way could not be noted: %s", error)
            return None

    async def _forget(self, noted: int | None) -> None:
        if self._pending is None or noted is None:
            return
        try:
            await asyncio.to_thread(self._pending.end, noted)
        except sqlite3.Error as error:
            _log.warning("A question that has ended could not be noted: %s", error)

    def _answer(self, asker: Asker, asked: Asked, on_statement: OnStatement) -> _Answered:
        """In a worker thread: the reply, with what was said before, kept if it is an answer.

        Small talk and checked claims are no turns of a conversation, and no gaps.
        """
        within = collection_of(self._store.rules(asker.guild), asker.channels)
        engine = self._engine.within(within) if within else self._engine
        if asked.claim:
            return _Answered(None, engine.check(asked.question))
        parent = asked.parent
        if asked.conversation and parent is None:
            # Looked up only now: the question before this one may just have been answered.
            parent = self._conversations.last_reply(asked.channel)
        history = self._conversations.history(parent)
        reply = engine.respond(asked.question, history, on_statement)
        if isinstance(reply, Check | ChatReply):
            return _Answered(None, reply)
        if asked.max_risk is not None and not engine.is_sure(reply, asked.max_risk):
            refused = asked.keep_refusal and isinstance(reply, Refusal)
            number = self._keep(replace(asked, parent=parent), reply) if refused else None
            return _Answered(number, reply)
        return _Answered(self._keep(replace(asked, parent=parent), reply), reply)

    def _keep(self, asked: Asked, reply: Reply) -> int | None:
        """The number that the reply is kept under; None where it cannot be kept."""
        try:
            number = self._store.keep(asked, reply)
            if asked.conversation:
                every = asked.every_message
                self._conversations.go_on(asked.channel, number, every_message=every)
        except sqlite3.Error:
            # What was found out is shown all the same.
            _log.exception("A reply could not be kept")
            return None
        return number

    async def _tell(self, responder: Responder, error: Exception) -> None:
        try:
            await responder.say(sentence_for(error, self._indexing()))
        except Exception:  # noqa: BLE001  (it is logged, and there is nobody left to tell)
            _log.exception("The asker could not be told of an error")

    async def close(self, grace: float) -> None:
        """Take no more questions, and answer those that were taken, for `grace` seconds."""
        await self._queue.close(grace)
        if self._serving:
            # What is answered is still on its way to Discord.
            await asyncio.wait(self._serving, timeout=_LAST_WORDS)


class WaitedTooLongError(Exception):
    """The reply did not come while it could still be shown."""


async def _show(responder: Responder, answered: _Answered) -> int | None:
    reply = answered.reply
    if isinstance(reply, ChatReply):
        await responder.say(reply.text)
        return None
    if isinstance(reply, Check):
        await responder.show_check(reply)
        return None
    return await responder.show(answered.number, reply)


async def _in_time(result: asyncio.Future[_Answered]) -> _Answered:
    done, _ = await asyncio.wait([result], timeout=TIMEOUT_S)
    if not done:
        raise WaitedTooLongError
    return await result


def sentence_for(error: Exception, indexing: Progress | None = None) -> str:
    """An error as one sentence for the asker; the log has the whole under the id in it.

    `indexing` tells how far the sync is that runs. No path or address reaches the asker.
    """
    if isinstance(error, WaitedTooLongError):
        return TOO_LONG_WAITED
    if isinstance(error, QueueClosedError):
        return LEAVING
    if isinstance(error, IndexMissingError):
        return _not_indexed_yet(indexing)
    mark = secrets.token_hex(4)
    _log.error("Error %s", mark, exc_info=error)
    what = error.public if isinstance(error, VouchError) else "Something went wrong"
    return f"{what}. Contact the bot's owner (error {mark})."


def _not_indexed_yet(indexing: Progress | None) -> str:
    if indexing is None or not indexing.total:
        return "Nothing is indexed yet. Please ask again later."
    return (
        "I am reading the articles for the first time:"
        f" {indexing.done:,} of {indexing.total:,} are done. Please ask again in a few minutes."
    )

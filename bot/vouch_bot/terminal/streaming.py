"""A reply drawn in a terminal while it comes."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Protocol

from rich.console import Console
from rich.status import Status

from vouch.conversation import Turn
from vouch.types import Answer, Citation, Response, Source, Statement
from vouch_bot.terminal.render import draw_foot, draw_reply, draw_statement

if TYPE_CHECKING:
    from vouch.generation import OnStatement

READING = "Reading the articles ..."
WRITING = "Writing ..."


class Asked(Protocol):
    """What replies to messages, as `vouch.assistant.Assistant` does."""

    def respond(
        self, message: str, history: Sequence[Turn] = (), on_statement: "OnStatement | None" = None
    ) -> Response: ...


def ask_aloud(
    assistant: Asked, console: Console, message: str, history: Sequence[Turn] = ()
) -> Response:
    """The reply to a message, drawn as it comes: in the end it stands there as `draw_reply`'s.

    Raises what `Assistant.respond` raises; what was shown before stays.
    """
    status = Status(READING, console=console) if console.is_terminal else None
    telling = Telling(console, status)
    working: AbstractContextManager[object] = status or nullcontext()
    with working:
        reply = assistant.respond(message, history, telling.on_statement)
    telling.finish(reply)
    return reply


class Telling:
    """One reply, of which each statement is drawn when it arrives, and the rest in the end."""

    def __init__(self, console: Console, status: Status | None = None) -> None:
        self._console = console
        self._status = status
        self._before: Source | None = None

    def on_statement(self, statement: Statement, citations: tuple[Citation, ...]) -> None:
        """Draw a statement of the answer, above the status where there is one."""
        self._console.print(draw_statement(statement, citations, self._before))
        self._before = citations[0].quote.source
        if self._status:
            self._status.update(WRITING)

    def finish(self, reply: Response) -> None:
        """Draw what has not been drawn of the reply."""
        if self._before and isinstance(reply, Answer):
            self._console.print(draw_foot(reply))
        else:
            self._console.print(draw_reply(reply))

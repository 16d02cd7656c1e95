"""The chat: messages and replies in a terminal, or from a pipe."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

from rich.console import Console

from vouch.answer.serialization import reply_json
from vouch.assistant import Assistant
from vouch.conversation import Turn, turn_of
from vouch.embedding import Embedder
from vouch.errors import SettingsError, StoreError, VouchError
from vouch.messages import counted
from vouch.selection import EmptySelectionError
from vouch.settings import Settings
from vouch.types import Answer, Check, Quote, Refusal, Response
from vouch_bot.common.visible import json_line
from vouch_bot.terminal.opening import opening, renew
from vouch_bot.terminal.questions import decoded_lines, input_lines, not_utf8
from vouch_bot.terminal.render import draw_context, draw_reply
from vouch_bot.terminal.sources import draw_sources
from vouch_bot.terminal.streaming import READING, ask_aloud
from vouch_bot.terminal.trace import draw_trace

REMEMBERED = 6
"""How many turns a conversation goes back."""

COMMANDS = {
    "/new": "forget what was said: the next question stands alone",
    "/check": "compare a claim with the articles: /check The bridge opened in May.",
    "/summary": "summarise an article or a subject: /summary night bus",
    "/in": "ask only some articles: /in folder:sport, tag:election; /in alone: all again",
    "/open": "read the article around a citation of the last reply: /open 1",
    "/sources": "list the articles",
    "/explain": "show how the last reply came about",
    "/help": "show the commands",
    "/quit": "leave (exit, quit and Ctrl-D do too)",
}
LEAVE = frozenset({"/quit", "/exit", "exit", "quit", ":q"})


def run_chat(settings: Settings, console: Console, within: str | None = None) -> None:
    """Answer messages until the person leaves or the input ends.

    `within` names the collection that is asked at first, where that is not all articles.
    Raises StoreError at the start where there is no index to answer from; later, an index
    that cannot be read is told and the chat goes on.
    """
    renew(settings, console)
    with opening(console):
        assistant = Assistant.from_settings(settings)
        chosen = assistant.within(within) if within else assistant
        titles = [article.title for article in chosen.sources()]
    console.print(
        f"Answers come from {len(titles)} articles. /help lists the commands.", style="dim"
    )
    chat = Chat(assistant, console, within)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    if interactive:
        from vouch_bot.terminal.typing import typed_lines

        kept = settings.data_dir / "chat_history" if settings.chat_history else None
        lines = typed_lines(kept, COMMANDS, titles)
    else:
        lines = _piped_lines(console)
    with watcher(settings, assistant.embedder, console) if settings.chat_watch else nullcontext():
        for line in lines:
            if line.lower() in LEAVE:
                break
            try:
                chat.respond(line)
            except KeyboardInterrupt:
                if not interactive:
                    raise
                console.print("Stopped. Ctrl-D leaves.\n", style="dim")


def run_json_chat(settings: Settings, within: str | None = None, *, explain: bool = False) -> None:
    """Read a turn a line from standard input, and print a JSON object a turn, flushed at once.

    The line `/new` begins a new conversation, and `/in folder:sport` asks only some articles from
    then on; they print nothing. `within` is as for `run_chat`. Raises StoreError where
    there is no index; later, an error is an object of the kind `error`.
    """
    everything = Assistant.from_settings(settings)
    assistant = everything.within(within) if within else everything
    assistant.sources()
    history: list[Turn] = []
    for number, message in decoded_lines():
        if message == "/new":
            history = []
            continue
        try:
            if message is None:
                raise SettingsError(not_utf8(number))
            if message.split(" ", 1)[0] == "/in":
                assistant = narrowed(everything, message[3:])
                continue
            reply = assistant.respond(message, history)
        except VouchError as error:
            body = {"kind": "error", "question": message or "", "message": str(error)}
        else:
            history = remembered(history, reply)
            body = reply_json(reply, explain)
        sys.stdout.write(json_line(body) + "\n")
        sys.stdout.flush()


def remembered(history: list[Turn], reply: Response) -> list[Turn]:
    """The turns that the next message is understood by."""
    turn = turn_of(reply)
    return [*history, turn][-REMEMBERED:] if turn else history


def narrowed(assistant: Assistant, text: str) -> Assistant:
    """The assistant over the articles that `text` names; all where it is empty.

    Raises SettingsError for a text that names nothing, and StoreError or EmptySelectionError
    where there are no such articles.
    """
    chosen = assistant.within(text) if text.strip() else assistant
    chosen.sources()
    return chosen


def watcher(
    settings: Settings, embedder: Embedder, console: Console
) -> AbstractContextManager[None]:
    """New articles are taken in while the chat goes on."""
    from vouch.index.watch import watching
    from vouch_bot.terminal.progress import Watched

    return watching(settings, embedder, Watched(console))


class Chat:
    """One conversation; it remembers its last turns, for follow-up questions."""

    def __init__(self, assistant: Assistant, console: Console, within: str | None = None) -> None:
        self._everything = assistant
        self._assistant = narrowed(assistant, within or "")
        self._console = console
        self._last: Response | None = None
        self._history: list[Turn] = []

    def respond(self, line: str) -> None:
        """Carry out a command or reply to a message."""
        try:
            if line.startswith("/"):
                self._command(*_parts(line))
                return
            self._last = ask_aloud(self._assistant, self._console, line, self._history)
            self._history = remembered(self._history, self._last)
        except (StoreError, EmptySelectionError) as error:
            self._console.print(str(error), style="red", markup=False)
        self._console.print()

    def _command(self, command: str, rest: str) -> None:
        match command:
            case "/sources":
                self._console.print(draw_sources(self._assistant.sources()))
            case "/explain" if self._last:
                self._console.print(draw_trace(self._last))
            case "/explain":
                self._console.print("There is no reply yet to explain.")
            case "/new":
                self._history = []
                self._console.print("A new conversation.")
            case "/check" if rest:
                self._reply(self._working(lambda: self._assistant.check(rest)))
            case "/summary":
                self._reply(
                    self._working(lambda: self._assistant.summarize(rest or "the articles"))
                )
            case "/in":
                self._narrow(rest)
            case "/open":
                self._open(rest)
            case _:
                self._help(command)

    def _narrow(self, rest: str) -> None:
        """Answer from some articles alone; from all of them where none are named."""
        try:
            self._assistant = narrowed(self._everything, rest)
        except VouchError as error:
            self._console.print(str(error), style="red", markup=False)
            return
        count = len(self._assistant.sources())
        self._console.print(f"Answers come from {counted(count, 'article')}.", style="dim")

    def _working(self, work: Callable[[], Response]) -> Response:
        with self._console.status(READING) if self._console.is_terminal else nullcontext():
            return work()

    def _reply(self, reply: Response) -> None:
        self._last = reply
        self._history = remembered(self._history, reply)
        self._console.print(draw_reply(reply))
        self._console.print()

    def _open(self, number: str) -> None:
        """Print the article around a quote of the last reply."""
        quotes = quotes_of(self._last)
        if not number.isdigit() or not 1 <= int(number) <= len(quotes):
            has = f"1 to {len(quotes)}" if quotes else "none"
            self._console.print(f"Give the number of a citation: the last reply has {has}.")
            return
        quote = quotes[int(number) - 1]
        context = self._assistant.context(quote, OPENED)
        if context is None:
            self._console.print("The article has changed since then, or is gone.")
            return
        self._console.print(draw_context(quote, context.before, context.after))

    def _help(self, command: str) -> None:
        if command == "/check":
            self._console.print("Give a claim: /check The bridge opened in May.")
        elif command != "/help":
            self._console.print(f"There is no command {command}.", markup=False)
        if command != "/check":
            for name, does in COMMANDS.items():
                self._console.print(f"{name:10} {does}", markup=False)


OPENED = 1_500
"""How many characters of an article `/open` shows before and after a quote."""


def _parts(line: str) -> tuple[str, str]:
    command, _, rest = line.partition(" ")
    return command.lower(), rest.strip()


def quotes_of(reply: Response | None) -> list[Quote]:
    """The quotes of a reply, in the order of their numbers."""
    if isinstance(reply, Answer | Check):
        return [citation.quote for citation in reply.citations]
    return list(reply.nearest) if isinstance(reply, Refusal) else []


def _piped_lines(console: Console) -> Iterator[str]:
    for line in input_lines(lambda number: console.print(not_utf8(number), style="red")):
        console.print(f"> {line}", style="bold", markup=False)
        yield line

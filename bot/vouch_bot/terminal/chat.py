"""The chat: questions and replies in a terminal, or from a pipe."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from rich.console import Console

from vouch.answer.serialization import reply_text
from vouch.assistant import Assistant
from vouch.conversation import Turn
from vouch.embedding import Embedder
from vouch.errors import StoreError
from vouch.settings import Settings
from vouch.types import Reply
from vouch_bot.terminal.opening import opening
from vouch_bot.terminal.sources import draw_sources
from vouch_bot.terminal.streaming import ask_aloud
from vouch_bot.terminal.trace import draw_trace

REMEMBERED = 6
"""How many turns a conversation goes back."""

COMMANDS = {
    "/sources": "list the articles",
    "/explain": "show how the last reply came about",
    "/new": "forget what was said: the next question stands alone",
    "/help": "show the commands",
    "/quit": "leave (Ctrl-D does too)",
}


def run_chat(settings: Settings, console: Console) -> None:
    """Answer questions until the person leaves or the input ends.

    Raises StoreError at the start where there is no index to answer from;
    later, an index that cannot be read is told and the chat goes on.
    """
    with opening(console):
        assistant = Assistant.from_settings(settings)
        articles = len(assistant.sources())
    console.print(f"Answers come from {articles} articles. /help lists the commands.", style="dim")
    chat = Chat(assistant, console)
    interactive = sys.stdin.isatty() and sys.stdout.isatty()
    lines = (
        _typed_lines(settings.data_dir / "chat_history") if interactive else _piped_lines(console)
    )
    with watcher(settings, assistant.embedder, console) if settings.chat_watch else nullcontext():
        for line in lines:
            if line in ("/quit", "/exit"):
                break
            try:
                chat.respond(line)
            except KeyboardInterrupt:
                if not interactive:
                    raise
                console.print("Stopped. Ctrl-D leaves.\n", style="dim")


def watcher(
    settings: Settings, embedder: Embedder, console: Console
) -> AbstractContextManager[None]:
    """New articles are taken in while the chat goes on."""
    from vouch.index.watch import watching
    from vouch_bot.terminal.progress import Watched

    return watching(settings, embedder, Watched(console))


class Chat:
    """One conversation; it remembers its last turns, for follow-up questions."""

    def __init__(self, assistant: Assistant, console: Console) -> None:
        self._assistant = assistant
        self._console = console
        self._last: Reply | None = None
        self._history: list[Turn] = []

    def respond(self, line: str) -> None:
        """Carry out a command or answer a question."""
        if line.startswith("/"):
            self._command(line)
            return
        try:
            self._last = ask_aloud(self._assistant, self._console, line, self._history)
        except StoreError as error:
            self._console.print(str(error), style="red", markup=False)
        else:
            turn = Turn(line, reply_text(self._last))
            self._history = [*self._history, turn][-REMEMBERED:]
        self._console.print()

    def _command(self, line: str) -> None:
        if line == "/sources":
            self._console.print(draw_sources(self._assistant.sources()))
        elif line == "/explain" and self._last:
            self._console.print(draw_trace(self._last))
        elif line == "/explain":
            self._console.print("There is no reply yet to explain.")
        elif line == "/new":
            self._history = []
            self._console.print("A new conversation.")
        else:
            if line != "/help":
                self._console.print(f"There is no command {line}.", markup=False)
            for command, does in COMMANDS.items():
                self._console.print(f"{command:10} {does}")


def _piped_lines(console: Console) -> Iterator[str]:
    for line in sys.stdin:
        if line.strip():
            console.print(f"> {line.strip()}", style="bold", markup=False)
            yield line.strip()


def _typed_lines(history: Path) -> Iterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    kept: History = InMemoryHistory()
    if _writable(history):
        kept = FileHistory(str(history))
    completer = WordCompleter(list(COMMANDS), sentence=True, meta_dict=COMMANDS)
    session: PromptSession[str] = PromptSession(history=kept, completer=completer)
    while True:
        try:
            line = " ".join(session.prompt("> ").split())
        except (EOFError, KeyboardInterrupt):
            return
        if line:
            yield line


def _writable(path: Path) -> bool:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        return False
    return True

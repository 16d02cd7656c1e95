"""The line in which a person types: history, completion, Ctrl-C."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from vouch.index.private import keep_private, private_folder

TITLED = ("/summary ",)
"""Commands that take an article's title."""


def typed_lines(
    history: Path | None, commands: Mapping[str, str], titles: Sequence[str]
) -> Iterator[str]:
    """Each line that is typed, until Ctrl-D, or Ctrl-C on an empty line.

    Lines are kept in `history` for the next session, where it can be written.
    """
    kept: History = InMemoryHistory()
    if history is not None and _writable(history):
        kept = FileHistory(str(history))
    session: PromptSession[str] = PromptSession(
        history=kept, completer=Commands(commands, titles), key_bindings=bindings()
    )
    while True:
        try:
            line = " ".join(session.prompt("> ").split())
        except (EOFError, KeyboardInterrupt):
            return
        if line:
            yield line


class Commands(Completer):
    """Completes commands, and the titles of articles after those that take one."""

    def __init__(self, commands: Mapping[str, str], titles: Sequence[str]) -> None:
        self._commands = commands
        self._titles = titles

    def get_completions(
        self, document: Document, complete_event: CompleteEvent
    ) -> Iterable[Completion]:
        """Completions of the text before the cursor."""
        typed = document.text_before_cursor
        for command in TITLED:
            if typed.startswith(command):
                part = typed[len(command) :]
                yield from (
                    Completion(title, -len(part))
                    for title in self._titles
                    if part.casefold() in title.casefold()
                )
                return
        if typed.startswith("/"):
            for name, does in self._commands.items():
                if name.startswith(typed):
                    yield Completion(name, -len(typed), display_meta=does)


def bindings() -> KeyBindings:
    """Ctrl-C clears what is half typed; on an empty line it leaves."""
    keys = KeyBindings()

    @keys.add("c-c")
    def _(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt())

    return keys


def _writable(path: Path) -> bool:
    try:
        private_folder(path.parent)
        path.touch()
        keep_private(path.parent, path)
    except OSError:
        return False
    return True

"""A spinner while a command loads what it needs."""

from contextlib import AbstractContextManager, nullcontext

from rich.console import Console

OPENING = "Opening the index ..."


def opening(console: Console) -> AbstractContextManager[object]:
    """A spinner where the console is a terminal; nothing where its output goes to a file."""
    return console.status(OPENING) if console.is_terminal else nullcontext()

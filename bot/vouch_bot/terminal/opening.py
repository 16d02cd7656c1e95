"""What a command shows and does while it opens the index."""

from contextlib import AbstractContextManager, nullcontext

from rich.console import Console

from vouch.settings import Settings

OPENING = "Opening the index ..."


def opening(console: Console) -> AbstractContextManager[object]:
    """A spinner where the console is a terminal; nothing where its output goes to a file."""
    return console.status(OPENING) if console.is_terminal else nullcontext()


def renew(settings: Settings, console: Console) -> None:
    """Index everything anew where another version of Vouch made the index, and say so."""
    from vouch.index.compatibility import made_by_another_version
    from vouch.index.store import open_store

    made = open_store(settings).latest()
    if made is None or not made_by_another_version(made.made):
        return
    from vouch_bot.terminal.progress import RENEWED, run_sync

    if run_sync(settings, console, rebuild=False, wait=True).renewed:
        console.print(RENEWED, style="dim")

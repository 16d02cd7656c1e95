"""Articles added and removed from a terminal."""

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text

from vouch.documents.dates import iso_date
from vouch.documents.ignoring import IGNORE_FILE, leave_out
from vouch.documents.ingest import Added, AlreadyThere, Bringing, NotAdded, find, move_to_trash
from vouch.documents.parsed import Details, in_one_line
from vouch.errors import BringingError
from vouch.settings import Settings
from vouch_bot.common.article_desk import TRASH, limits
from vouch_bot.terminal.render import printable


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many articles were added, were there already, and failed."""

    added: int = 0
    there: int = 0
    failed: int = 0


def given(date: str | None, title: str | None, author: str | None, *, alone: bool) -> Details:
    """What a person says of the one article that is added.

    Raises BringingError for a date that is none, and where there are several articles.
    """
    day = iso_date(date)
    if date is not None and day is None:
        raise BringingError(
            f"{date} is no date, or may be either of two.",
            "Write it as 2025-10-12, 2025-10 or 2025.",
        )
    if not alone and (date or title or author):
        raise BringingError(
            "--date, --title and --author are of one article.", "Add the articles one by one."
        )
    return Details(in_one_line(title or ""), in_one_line(author or ""), day)


def run_add(
    settings: Settings,
    out: Console,
    targets: list[str],
    feeds: list[str],
    said: Details = Details(),  # noqa: B008  (it is frozen)
) -> Outcome:
    """Bring files and pages, and the new entries of feeds, into the corpus, with a line for each.

    `said` is what a person says of the article, which counts for more than what it says itself.

    What fails is said, and does not stop the rest. Raises CorpusError without a corpus, and
    BringingError where there is nothing to add.
    """
    if not targets and not feeds:
        raise BringingError("There is nothing to add.", "vouch add FILE|URL..., or --feed URL")
    bringing = Bringing(settings.corpus_dir, limits(settings), said)
    outcomes = [
        _say(step, out)
        for steps in (
            *(_one(bringing, target) for target in targets),
            *(_listed(bringing, feed) for feed in feeds),
        )
        for step in steps
    ]
    if not outcomes:
        out.print("The feed lists nothing.")
    counts = [outcomes.count(kind) for kind in (Added, AlreadyThere, NotAdded)]
    return Outcome(*counts)


def confirmed(settings: Settings, sources: list[str]) -> bool:
    """Whether the person at the terminal agrees that these articles are removed.

    Raises BringingError where one is not there, or where nobody can be asked.
    """
    named = [find(settings.corpus_dir, source) for source in sources]
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BringingError(
            f"{', '.join(named)} would be removed; nobody is there to be asked.",
            f"vouch remove --yes {shlex.join(sources)}",
        )
    return typer.confirm(f"Remove {printable(', '.join(named))}?")


def run_remove(settings: Settings, out: Console, sources: list[str]) -> list[str]:
    """Move articles to the trash, and return their sources.

    Raises BringingError, and moves none, where one is not there.
    """
    trash = settings.data_dir / TRASH
    found = [find(settings.corpus_dir, source) for source in sources]
    for source in found:
        kept = move_to_trash(settings.corpus_dir, source, trash)
        line = ("removed ", "bold"), printable(source), f" (kept in {printable(str(kept))})"
        out.print(Text.assemble(*line), soft_wrap=True)
    return found


def run_leave_out(settings: Settings, out: Console, sources: list[str]) -> None:
    """Name articles in the ignore file; none, and a BringingError, where one is not there."""
    for source in [find(settings.corpus_dir, source) for source in sources]:
        leave_out(settings.corpus_dir, source)
        line = ("left out ", "bold"), printable(source), f" (see {IGNORE_FILE})"
        out.print(Text.assemble(*line), soft_wrap=True)


def is_url(target: str) -> bool:
    """Whether what is to be added is an address, not a file."""
    scheme, separator, _ = target.partition("://")
    return bool(separator) and scheme.isalnum()


Step = Added | AlreadyThere | NotAdded


def _one(bringing: Bringing, target: str) -> Iterator[Step]:
    try:
        yield bringing.url(target) if is_url(target) else bringing.file(Path(target).expanduser())
    except BringingError as error:
        yield NotAdded(str(error))


def _listed(bringing: Bringing, feed: str) -> Iterator[Step]:
    try:
        yield from bringing.feed(feed)
    except BringingError as error:
        yield NotAdded(str(error))


def _say(step: Step, out: Console) -> type[Step]:
    match step:
        case Added(source):
            out.print(Text.assemble(("added ", "bold green"), printable(source)), soft_wrap=True)
        case AlreadyThere(source):
            out.print(Text.assemble("already there: ", printable(source)), soft_wrap=True)
        case NotAdded(message):
            out.print(Text(printable(message), "bold red"), soft_wrap=True)
    return type(step)

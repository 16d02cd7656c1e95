"""The commands of the terminal that belong to the bot: `vouch discord`, `feedback`, `gaps`.

What they need is imported when they run: `vouch --help` pays for none of it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vouch.errors import SettingsError
from vouch_bot.common.visible import json_line, visible

if TYPE_CHECKING:
    from vouch_bot.common.store import Kept, Store
    from vouch_bot.common.unanswered import Gap

Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]


def require_discord() -> None:
    """Raise SettingsError where discord.py, an extra, is not installed."""
    if find_spec("discord") is None:
        raise SettingsError(
            "The Discord bot needs discord.py, which is not installed.",
            "Install it from the checkout: pip install -e '.[discord]'",
        )


def discord(
    invite: Annotated[
        bool, typer.Option("--invite", help="Print the link that invites the bot to a server.")
    ] = False,
    health: Annotated[
        bool,
        typer.Option("--health", help="Exit with 0 if the bot that runs is connected, else 1."),
    ] = False,
) -> None:
    """Run the Discord bot until it is told to stop."""
    if health:
        from vouch_bot.common.health import is_well
        from vouch_bot.config import settings as engine_settings

        well = is_well(engine_settings().data_dir)
        typer.echo("The bot is connected." if well else "The bot is not connected.", err=not well)
        raise typer.Exit(0 if well else 1)
    require_discord()
    from vouch_bot.config import read_settings, settings
    from vouch_bot.discord.app import run_bot
    from vouch_bot.discord.auth import invitation
    from vouch_bot.discord.settings import DiscordSettings

    if invite:
        typer.echo(invitation(read_settings(DiscordSettings)))
        return
    run_bot(settings(), read_settings(DiscordSettings))


def feedback(as_json: Json = False) -> None:
    """List what people voted on in Discord, the newest first."""
    voted = _store().voted()
    if as_json:
        _print_lines(_voted_json(kept) for kept in voted)
        return
    if not voted:
        typer.echo("Nobody has voted yet.")
    for kept in voted:
        typer.echo(_voted_text(kept))


def gaps(as_json: Json = False) -> None:
    """Group the questions from Discord that no article answers, the most asked first."""
    from vouch.embedding import load_embedder
    from vouch_bot.common.unanswered import find_gaps
    from vouch_bot.config import settings

    refused = _store().refused()
    embedder = load_embedder(settings())
    found = find_gaps(refused, lambda texts: embedder.embed_documents(list(texts)))
    if as_json:
        _print_lines(_gap_json(gap) for gap in found)
        return
    if not found:
        typer.echo("No question has been refused yet.")
    for gap in found:
        typer.echo(_gap_text(gap))


def _store() -> "Store":
    from vouch.errors import StoreError
    from vouch_bot.common.database import Database
    from vouch_bot.common.store import Store
    from vouch_bot.config import settings
    from vouch_bot.discord.app import MEMORY

    path = settings().data_dir / MEMORY
    if not path.is_file():
        raise StoreError(f"The bot has not run yet: there is no {path}.", "vouch discord")
    return Store(Database(path))


def _print_lines(lines: "Iterable[dict[str, Any]]") -> None:
    for line in lines:
        typer.echo(json_line(line))


def _voted_json(kept: "Kept") -> dict[str, Any]:
    from vouch.answer.serialization import reply_json

    return {
        "number": kept.id,
        "asked_at": _time(kept.asked_at),
        "question": kept.asked.question,
        "up": kept.up,
        "down": kept.down,
        "reply": reply_json(kept.reply),
        "trace": kept.trace,
    }


def _voted_text(kept: "Kept") -> str:
    from vouch.answer.serialization import reply_text
    from vouch_bot.common import records

    votes = " ".join(
        f"{mark} {count}" for mark, count in (("👍", kept.up), ("👎", kept.down)) if count
    )
    reply = _line(reply_text(kept.reply))
    kind = "refused: " if records.kind_of(kept.reply) == "refusal" else ""
    return f"{_time(kept.asked_at)}  {votes}  {_line(kept.asked.question)}\n    {kind}{reply}"


def _gap_json(gap: "Gap") -> dict[str, Any]:
    return {
        "questions": list(gap.questions),
        "times": gap.times,
        "people": gap.people,
        "last_asked": _time(gap.last_asked),
        "resolved": list(gap.resolutions),
    }


def _gap_text(gap: "Gap") -> str:
    first, *others = map(_line, gap.questions)
    people = "1 person" if gap.people == 1 else f"{gap.people} people"
    head = f"{gap.times} x by {people}, last {_time(gap.last_asked)}:  {first}"
    resolved = [f"    resolved: {_line(answer)}" for answer in gap.resolutions]
    return "\n".join([head, *(f"    also: {other}" for other in others), *resolved])


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", "minutes").removesuffix("+00:00")


def _line(text: str) -> str:
    """A text from Discord on one line, without what could move a terminal's cursor."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= 300 else f"{line[:299]}…"

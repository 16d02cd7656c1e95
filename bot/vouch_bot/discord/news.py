"""What is said of a sync: its progress, its outcome, and news of new articles."""

import discord

from vouch_bot.common.engine import Progress, Synced
from vouch_bot.discord import markdown
from vouch_bot.discord.listing import PLAIN

_NAMED = 8


def progress_line(progress: Progress) -> str:
    """How far a sync is, in one line."""
    return f"📚 Reading the articles: {progress.done:,} of {progress.total:,}."


def outcome(synced: Synced) -> str:
    """What a sync did, in a few lines of at most 2,000 units."""
    counts = [
        f"{count:,} {name}"
        for count, name in (
            (synced.added, "new"),
            (synced.changed, "changed"),
            (synced.removed, "gone"),
        )
        if count
    ]
    lines = [f"✅ The index is up to date: {', '.join(counts) or 'nothing has changed'}."]
    if synced.problems:
        lines.append(f"⚠️ {len(synced.problems):,} could not be read:")
        lines += [f"- {markdown.fit(problem, 200)}" for problem in synced.problems[:_NAMED]]
        if len(synced.problems) > _NAMED:
            lines.append("- …; the log names them all")
    return "\n".join(lines)


def news(synced: Synced) -> discord.Embed | None:
    """A note on new articles for a channel; None where there is none."""
    if not synced.titles:
        return None
    count = len(synced.titles)
    lines = [f"• {markdown.fit(title, 200)}" for title in synced.titles[:_NAMED]]
    if count > _NAMED:
        lines.append(f"… and {count - _NAMED:,} more, see /sources")
    title = "A new article" if count == 1 else f"{count:,} new articles"
    return discord.Embed(title=title, description="\n".join(lines), colour=PLAIN)

"""What is said of a sync: its progress, its outcome, and news of new articles."""

from collections.abc import Sequence

import discord

from vouch_bot.common.engine import ArticleLine, Progress, Synced
from vouch_bot.discord import markdown
from vouch_bot.discord.embeds import when
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


def news(articles: Sequence[ArticleLine]) -> discord.Embed:
    """A note on new articles, at least one, for a channel: title, date and link of each."""
    lines = []
    for article in articles[:_NAMED]:
        date = f" · {markdown.fit(when(article.date), 60)}" if article.date else ""
        url = markdown.link(article.url)
        address = f"\n<{url}>" if url and markdown.length(url) <= 200 else ""
        title = markdown.fit(article.title, 150) or markdown.fit(article.source, 150)
        lines.append(f"• **{title}**{date}{address}")
    if len(articles) > _NAMED:
        lines.append(f"… and {len(articles) - _NAMED:,} more, see /sources")
    title = "A new article" if len(articles) == 1 else f"{len(articles):,} new articles"
    return discord.Embed(title=title, description="\n".join(lines), colour=PLAIN)

"""The articles read again while the bot runs, by one reader at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import discord

from vouch_bot.common.engine import Progress, Sync, Synced
from vouch_bot.discord import markdown
from vouch_bot.discord.listing import PLAIN

EVERY = 2.0
_NAMED = 8

Show = Callable[[str], Awaitable[None]]


class BusyError(Exception):
    """The articles are being read just now."""


class CorpusSync:
    """Runs a sync in a thread, never two at once, and tells how far it is."""

    def __init__(self, sync: Sync) -> None:
        self._sync = sync
        self._running = False

    async def sync(self, show: Show | None = None) -> Synced:
        """Read the articles again; raises BusyError where that is under way.

        `show` is given a sentence on the progress every two seconds where it has changed.
        """
        if self._running:
            raise BusyError
        self._running = True
        try:
            return await self._run(show)
        finally:
            self._running = False

    async def _run(self, show: Show | None) -> Synced:
        latest: list[Progress] = []
        task = asyncio.ensure_future(asyncio.to_thread(self._sync, latest.append))
        told = None
        while not task.done():
            await asyncio.wait([task], timeout=EVERY)
            if show and latest and not task.done() and latest[-1] != told:
                told = latest[-1]
                # A progress that cannot be shown hinders nothing.
                with suppress(discord.HTTPException):
                    await show(f"📚 Reading the articles: {told.done:,} of {told.total:,}.")
        return await task


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
    lines = [f"✅ The articles are read: {', '.join(counts) or 'nothing has changed'}."]
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

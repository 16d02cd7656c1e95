"""Where an asker sees what becomes of a question: an interaction, or a reply to a message."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

import aiohttp
import discord

from vouch.types import Answer, Reply
from vouch_bot.discord import markdown
from vouch_bot.discord.components import reply_view
from vouch_bot.discord.embeds import draft_embed, reply_cards

T = TypeVar("T")

_ACKNOWLEDGED = 40_060


async def _once_more(call: Callable[[], Awaitable[T]]) -> T:
    """What `call` returns; where the connection breaks, it is tried once more.

    discord.py sees to rate limits and to Discord's own errors, and not to that.
    """
    try:
        return await call()
    except aiohttp.ClientConnectionError:
        await asyncio.sleep(0.5)
        return await call()


def in_line(ahead: int) -> str:
    """What someone in the line is told."""
    before = "one question comes" if ahead == 1 else f"{ahead:,} questions come"
    return f"⏳ Your question is in line: {before} before it."


class InteractionResponder:
    """A slash command: deferred at once, and edited from then on."""

    def __init__(
        self, interaction: discord.Interaction[discord.Client], *, private: bool, threads: bool
    ) -> None:
        self._interaction = interaction
        self._private = private
        self._threads = threads
        self.shown: discord.Message | None = None

    async def decline(self, text: str) -> None:
        await self._interaction.response.send_message(text, ephemeral=True)

    async def begin(self) -> None:
        defer = self._interaction.response.defer
        try:
            await _once_more(lambda: defer(ephemeral=self._private, thinking=True))
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:  # the broken connection had carried it
                raise

    async def wait(self, ahead: int) -> None:
        await self._interaction.edit_original_response(content=in_line(ahead))

    async def say(self, text: str) -> None:
        text = markdown.fit(text, 1_900)
        if not self._interaction.response.is_done():
            await self.decline(text)
            return
        edit = self._interaction.edit_original_response
        await _once_more(lambda: edit(content=text, embeds=[], view=None))

    async def draft(self, answer: Answer) -> None:
        await self._interaction.edit_original_response(content=None, embed=draft_embed(answer))

    async def show(self, number: int, reply: Reply) -> int | None:
        card = reply_cards(reply, number)[0]
        view = reply_view(card, number, reply, threads=self._threads)
        edit = self._interaction.edit_original_response
        try:
            self.shown = await _once_more(lambda: edit(content=None, embed=card.embed, view=view))
        except discord.NotFound:  # it was deleted while the answer was being written
            send = self._interaction.followup.send
            self.shown = await send(embed=card.embed, view=view, ephemeral=self._private, wait=True)
        return self.shown.id

    async def end(self) -> None:
        pass


class MessageResponder:
    """A message: typing is shown, and the reply refers to it.

    What is said first, such as the place in the line, becomes the reply by editing.
    """

    def __init__(self, message: discord.Message, *, threads: bool) -> None:
        self._message = message
        self._threads = threads
        self.shown: discord.Message | None = None
        self._typing = message.channel.typing()
        self._types = False

    async def decline(self, text: str) -> None:
        await self._send(text)

    async def begin(self) -> None:
        # Typing is a courtesy: that it cannot be shown hinders nothing.
        with suppress(discord.HTTPException):
            await self._typing.__aenter__()
            self._types = True

    async def end(self) -> None:
        if self._types:
            await self._typing.__aexit__(None, None, None)

    async def wait(self, ahead: int) -> None:
        self.shown = await self._send(in_line(ahead))

    async def say(self, text: str) -> None:
        await self._put(markdown.fit(text, 1_900))

    async def draft(self, answer: Answer) -> None:
        embed = draft_embed(answer)
        if self.shown is None:
            self.shown = await self._send(embed=embed)
        else:
            await self.shown.edit(content=None, embed=embed)

    async def show(self, number: int, reply: Reply) -> int | None:
        card = reply_cards(reply, number)[0]
        view = reply_view(card, number, reply, threads=self._threads)
        return (await self._put(embed=card.embed, view=view)).id

    async def _put(
        self,
        text: str | None = None,
        embed: discord.Embed | None = None,
        view: discord.ui.View | None = None,
    ) -> discord.Message:
        """Show this instead of what the reply shows; in a new one where it was deleted."""
        if self.shown is not None:
            with suppress(discord.NotFound):
                return await self.shown.edit(content=text, embed=embed, view=view)
        self.shown = await self._send(text, embed, view)
        return self.shown

    async def _send(
        self,
        text: str | None = None,
        embed: discord.Embed | None = None,
        view: discord.ui.View | None = None,
    ) -> discord.Message:
        # The question may have been deleted meanwhile: the reply is sent all the same.
        to = self._message.to_reference(fail_if_not_exists=False)
        channel = self._message.channel
        if embed is None:
            return await channel.send(text, reference=to)
        if view is None:
            return await channel.send(embed=embed, reference=to)
        return await channel.send(embed=embed, view=view, reference=to)

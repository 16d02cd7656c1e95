"""Threads in which each message is a follow-up question."""

import asyncio
from typing import TYPE_CHECKING, Final

import discord

from vouch_bot.common.policy import ThreadMode
from vouch_bot.discord import markdown, permissions

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_KEPT_OPEN: Final = 1_440  # minutes without a message until Discord archives the thread


def offered(bot: "VouchClient", channel: object, guild: int | None) -> bool:
    """Whether replies in this channel have the button for a thread."""
    mode = bot.store.rules(guild).threads
    return isinstance(channel, discord.TextChannel) and mode is ThreadMode.BUTTON


async def open_thread(
    bot: "VouchClient", message: discord.Message, number: int, question: str
) -> str:
    """Open a thread on the message that shows reply `number`; what to tell about it.

    The conversation in it begins with that reply.
    """
    guild = message.guild
    channel = guild.get_channel(message.channel.id) if guild else None
    if guild is None or not isinstance(channel, discord.TextChannel):
        return "A thread can be opened only in a channel of a server."
    # The thread on a message has the message's id.
    if await asyncio.to_thread(bot.conversations.holds, message.id):
        return f"There is a thread on this reply already: <#{message.id}>."
    lacks = permissions.missing(channel.permissions_for(guild.me), permissions.TO_OPEN_THREADS)
    if lacks:
        return permissions.what_to_tick(lacks)
    name = " ".join(markdown.visible(question).split())[:90] or "Questions"
    thread = await message.create_thread(name=name, auto_archive_duration=_KEPT_OPEN)
    await asyncio.to_thread(bot.conversations.go_on, thread.id, number)
    await thread.send(_welcome(bot))
    return f"Ask on in <#{thread.id}>."


def _welcome(bot: "VouchClient") -> str:
    if bot.intents.message_content:
        return "🧵 Ask on here: each message is taken as a question that follows this reply."
    name = bot.user.mention if bot.user else "me"
    return (
        f"🧵 Ask on here, in messages that mention {name}, or with `/ask`:"
        " each question follows the one before."
    )

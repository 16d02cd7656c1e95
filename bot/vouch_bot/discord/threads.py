"""Threads in which each message is a follow-up question."""

from typing import TYPE_CHECKING, Final

import discord

from vouch_bot.common.policy import ThreadMode
from vouch_bot.discord import markdown, permissions

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_THREAD_EXISTS: Final = 160_004
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
    if await bot.remember(bot.conversations.holds, message.id):
        return f"There is a thread on this reply already: <#{message.id}>."
    lacks = permissions.missing(channel.permissions_for(guild.me), permissions.TO_OPEN_THREADS)
    if lacks:
        return permissions.what_to_tick(lacks)
    name = " ".join(markdown.visible(question).split())[:90] or "Questions"
    try:
        thread = await message.create_thread(name=name, auto_archive_duration=_KEPT_OPEN)
    except discord.HTTPException as error:
        if error.code != _THREAD_EXISTS:
            raise
        # Somebody has opened one by hand: it is used.
        await bot.remember(bot.conversations.go_on, message.id, number)
        return f"Continue in <#{message.id}>, the thread that is there already."
    await bot.remember(bot.conversations.go_on, thread.id, number)
    await thread.send(_welcome(bot))
    return f"Continue in <#{thread.id}>."


def _welcome(bot: "VouchClient") -> str:
    if bot.intents.message_content:
        return "🧵 Ask here: each message is a question that follows this reply."
    name = bot.user.mention if bot.user else "me"
    return (
        f"🧵 Ask here, in messages that mention {name}, or with `/ask`:"
        " each question follows the one before."
    )

"""Questions as they come in: a slash command, or a message."""

from typing import TYPE_CHECKING

import discord

from vouch_bot.common.policy import ThreadMode
from vouch_bot.common.store import Asked
from vouch_bot.discord import permissions, threads
from vouch_bot.discord.messages import CANNOT_READ, HOW_TO_ASK, question_in
from vouch_bot.discord.people import asker
from vouch_bot.discord.responders import InteractionResponder, MessageResponder

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_TAKEN = (discord.MessageType.default, discord.MessageType.reply)


async def take_command(
    interaction: "discord.Interaction[VouchClient]", question: str, private: bool | None
) -> None:
    """See a question through that was asked with `/ask`."""
    bot, channel, guild = interaction.client, interaction.channel, interaction.guild_id
    place = interaction.channel_id or 0
    rules = bot.store.rules(guild)
    private = rules.private and guild is not None if private is None else private
    own = isinstance(channel, discord.DMChannel) or bot.conversations.holds(place)
    asked = Asked(
        question,
        user=interaction.user.id,
        channel=place,
        guild=guild,
        # What was asked in private does not show in what others ask on.
        parent=bot.conversations.last_reply(place) if own and private else None,
        conversation=own and not private,
    )
    responder = InteractionResponder(
        interaction, private=private, threads=not private and threads.offered(bot, channel, guild)
    )
    number = await bot.questions.serve(asker(interaction.user, guild, channel), asked, responder)
    if number and responder.shown and not private:
        await _always_thread(bot, responder.shown, number, question)


async def take_message(bot: "VouchClient", message: discord.Message) -> None:
    """See a message through that is meant for the bot; others are let pass."""
    if bot.user is None or message.author.bot or message.type not in _TAKEN:
        return
    in_thread = _in_own_thread(bot, message)
    to_bot = bot.user in message.mentions or _replies_to(message, bot.user)
    if not (message.guild is None or to_bot or in_thread):
        return
    if lacks := _lacks(message):
        await _cannot_answer(message, lacks)
        return
    names = {user.id: user.display_name for user in message.mentions}
    question = question_in(message.content, bot.user.id, names)
    if question:
        await _take(bot, message, question, conversation=in_thread or message.guild is None)
    elif not message.content and not message.attachments and message.guild is not None:
        # An empty message that carries nothing is one that Discord did not let the bot read.
        await bot.hint(message.channel, message.channel.id, CANNOT_READ)
    elif to_bot or message.guild is None:
        await message.channel.send(HOW_TO_ASK)


async def _take(
    bot: "VouchClient", message: discord.Message, question: str, *, conversation: bool
) -> None:
    guild = message.guild.id if message.guild else None
    follows = message.reference.message_id if message.reference else None
    asked = Asked(
        question,
        user=message.author.id,
        channel=message.channel.id,
        guild=guild,
        parent=bot.store.shown_in(follows) if follows else None,
        conversation=conversation,
    )
    responder = MessageResponder(message, threads=threads.offered(bot, message.channel, guild))
    who = asker(message.author, guild, message.channel)
    number = await bot.questions.serve(who, asked, responder)
    if number and responder.shown:
        await _always_thread(bot, responder.shown, number, question)


async def _always_thread(
    bot: "VouchClient", shown: discord.Message, number: int, question: str
) -> None:
    in_channel = isinstance(shown.channel, discord.TextChannel)
    mode = bot.store.rules(shown.guild.id if shown.guild else None).threads
    if in_channel and mode is ThreadMode.ALWAYS:
        await threads.open_thread(bot, shown, number, question)


def _in_own_thread(bot: "VouchClient", message: discord.Message) -> bool:
    # A thread that is not in the cache comes as a partial channel.
    may_be = isinstance(message.channel, discord.Thread | discord.PartialMessageable)
    return message.guild is not None and may_be and bot.conversations.holds(message.channel.id)


def _replies_to(message: discord.Message, user: discord.ClientUser) -> bool:
    referred = message.reference.resolved if message.reference else None
    return isinstance(referred, discord.Message) and referred.author.id == user.id


def _lacks(message: discord.Message) -> tuple[str, ...]:
    """What the bot may not do where the message is, and needs to for an answer."""
    channel = message.channel
    if message.guild is None or isinstance(channel, discord.PartialMessageable):
        return ()
    in_thread = isinstance(channel, discord.Thread)
    names = permissions.TO_ANSWER_IN_THREADS if in_thread else permissions.TO_ANSWER
    return permissions.missing(channel.permissions_for(message.guild.me), names)


async def _cannot_answer(message: discord.Message, lacks: tuple[str, ...]) -> None:
    """Say what to tick: in the channel where that is possible, else to the asker."""
    text = permissions.what_to_tick(lacks, f"<#{message.channel.id}>")
    try:
        await message.channel.send(text)
    except discord.Forbidden:
        await message.author.send(text)

"""Questions as they come in: a slash command, a message, or a follow-up to a reply."""

from typing import TYPE_CHECKING

import discord

from vouch_bot.common.language import speak, tr
from vouch_bot.common.policy import ThreadMode
from vouch_bot.common.store import Asked
from vouch_bot.discord import permissions, threads
from vouch_bot.discord.auto_answer import take_unasked
from vouch_bot.discord.components import reply_view
from vouch_bot.discord.embeds import reply_cards
from vouch_bot.discord.messages import (
    CANNOT_READ,
    HOW_TO_ASK,
    NO_TEXT,
    content_of,
    is_role_of,
    named_in_guild,
    names_in,
    question_in,
)
from vouch_bot.discord.offers import offers_in
from vouch_bot.discord.people import asker
from vouch_bot.discord.responders import InteractionResponder, MessageResponder

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_TAKEN = (discord.MessageType.default, discord.MessageType.reply)
_DAY_S = 86_400.0


async def take_command(
    interaction: "discord.Interaction[VouchClient]", question: str, private: bool | None
) -> None:
    """See a question through that was asked with `/ask`."""
    bot, guild = interaction.client, interaction.guild_id
    rules = bot.store.rules(guild)
    private = rules.private and guild is not None if private is None else private
    named = await named_in_guild(question, interaction.guild)
    await _take_interaction(interaction, named, private=private)


async def take_follow_up(
    interaction: "discord.Interaction[VouchClient]", reply: int, question: str
) -> None:
    """See a question through that was typed into the field that *Follow up* opens."""
    shown = interaction.message
    private = shown is not None and shown.flags.ephemeral
    named = await named_in_guild(question, interaction.guild)
    await _take_interaction(interaction, named, private=private, parent=reply)


async def take_about(
    interaction: "discord.Interaction[VouchClient]", message: discord.Message, *, claim: bool
) -> None:
    """See through what is asked about a message from its menu, for the one who asks alone."""
    me = interaction.client.user
    text = question_in(content_of(message), names_in(message, me.id if me else 0))
    if not text:
        await interaction.response.send_message(NO_TEXT, ephemeral=True)
        return
    await _take_interaction(interaction, text, private=True, claim=claim)


async def _take_interaction(
    interaction: "discord.Interaction[VouchClient]",
    question: str,
    *,
    private: bool,
    parent: int | None = None,
    claim: bool = False,
) -> None:
    bot, channel, guild = interaction.client, interaction.channel, interaction.guild_id
    # What all read is in the server's language, what one reads in that member's.
    speak(interaction.locale if private else interaction.guild_locale or interaction.locale)
    place = interaction.channel_id or 0
    direct = guild is None
    own = direct or isinstance(channel, discord.Thread)
    if parent is None and own and private:
        # What was asked in private does not show in what others ask on.
        parent = await bot.remember(bot.conversations.last_reply, place)
    asked = Asked(
        question,
        user=interaction.user.id,
        channel=place,
        guild=guild,
        parent=parent,
        conversation=own and not private,
        every_message=direct,
        claim=claim,
    )
    offers = offers_in(bot, channel, guild, private=private)
    responder = InteractionResponder(interaction, private=private, offers=offers)
    number = await bot.questions.serve(asker(interaction.user, guild, channel), asked, responder)
    if number and responder.shown and not private:
        await _always_thread(bot, responder.shown, number, question)


async def take_message(bot: "VouchClient", message: discord.Message) -> None:
    """See a message through that is meant for the bot; others are let pass."""
    guild = message.guild.id if message.guild else None
    if bot.user is None or message.author.bot or message.type not in _TAKEN:
        return
    if not bot.access.serves(guild):
        return
    if message.guild is not None:
        speak(message.guild.preferred_locale)
    every = guild is None or await _every_message(bot, message)
    if not (every or _is_to(message, bot.user)):
        if not _lacks(message):
            await take_unasked(bot, message)
        return
    if lacks := _lacks(message):
        await _cannot_answer(bot, message, lacks)
        return
    question = question_in(content_of(message), names_in(message, bot.user.id))
    if question:
        await answer_message(bot, message, question, every_message=every)
        return
    if _is_unread(bot, message):
        hint, seconds = CANNOT_READ, _DAY_S
    elif guild is None or _is_to(message, bot.user):
        hint, seconds = HOW_TO_ASK, 60.0
    else:
        return
    if bot.notices.allow((hint, message.channel.id, message.author.id), 1, seconds):
        await message.channel.send(tr(hint))


async def answer_message(
    bot: "VouchClient",
    message: discord.Message,
    question: str,
    *,
    every_message: bool,
) -> None:
    """See through what a message asks."""
    guild = message.guild.id if message.guild else None
    follows = message.reference.message_id if message.reference else None
    in_thread = message.guild is not None and _may_be_thread(message)
    asked = Asked(
        question,
        user=message.author.id,
        channel=message.channel.id,
        guild=guild,
        parent=await bot.remember(bot.store.shown_in, follows) if follows else None,
        conversation=in_thread or guild is None,
        message=message.id,
        every_message=every_message,
    )
    offers = offers_in(bot, message.channel, guild)
    responder = MessageResponder(bot, message, offers)
    refusal = await bot.access.refusal(message.author, guild, message.channel)
    if refusal:
        await responder.decline(refusal)
        return
    who = asker(message.author, guild, message.channel)
    number = await bot.questions.serve(who, asked, responder)
    if number and responder.shown:
        await _always_thread(bot, responder.shown, number, question)


async def offer_again(bot: "VouchClient", message: discord.Message) -> None:
    """Offer to ask again, under the answer to a message that has been edited since."""
    kept = await bot.remember(bot.store.asked_in, message.id)
    if kept is None or kept.message is None or bot.user is None:
        return
    if message.guild is not None:
        speak(message.guild.preferred_locale)
    question = question_in(content_of(message), names_in(message, bot.user.id))
    if not question or question == kept.asked.question:
        return
    channel = bot.get_partial_messageable(message.channel.id, guild_id=kept.asked.guild)
    offers = offers_in(bot, message.channel, kept.asked.guild, again=True)
    card = reply_cards(kept.reply, kept.id)[0]
    view = reply_view(card, kept.id, kept.reply, offers)
    await channel.get_partial_message(kept.message).edit(embed=card.embed, view=view)


async def _always_thread(
    bot: "VouchClient", shown: discord.Message, number: int, question: str
) -> None:
    in_channel = isinstance(shown.channel, discord.TextChannel)
    mode = bot.store.rules(shown.guild.id if shown.guild else None).threads
    if in_channel and mode is ThreadMode.ALWAYS:
        await threads.open_thread(bot, shown, number, question)


def _is_to(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a message mentions the bot or its role, or replies to the bot."""
    if me in message.mentions or any(is_role_of(role, me.id) for role in message.role_mentions):
        return True
    referred = message.reference.resolved if message.reference else None
    return isinstance(referred, discord.Message) and referred.author.id == me.id


def _may_be_thread(message: discord.Message) -> bool:
    # A thread that is not in the cache comes as a partial channel.
    return isinstance(message.channel, discord.Thread | discord.PartialMessageable)


async def _every_message(bot: "VouchClient", message: discord.Message) -> bool:
    """Whether the message is in a thread that the bot opened for questions."""
    if not _may_be_thread(message):
        return False
    return await bot.remember(bot.conversations.takes_every_message, message.channel.id)


def _is_unread(bot: "VouchClient", message: discord.Message) -> bool:
    """Whether Discord did not let the bot read a message: it carries nothing at all."""
    if bot.intents.message_content or message.guild is None:
        return False
    mentioned = bot.user in message.mentions
    return not (mentioned or message.attachments or message.stickers or message.poll)


def _lacks(message: discord.Message) -> tuple[str, ...]:
    """What the bot may not do where the message is, and needs to for an answer."""
    channel = message.channel
    if message.guild is None or isinstance(channel, discord.PartialMessageable):
        return ()
    in_thread = isinstance(channel, discord.Thread)
    names = permissions.TO_ANSWER_IN_THREADS if in_thread else permissions.TO_ANSWER
    return permissions.missing(channel.permissions_for(message.guild.me), names)


async def _cannot_answer(
    bot: "VouchClient", message: discord.Message, lacks: tuple[str, ...]
) -> None:
    """Say what to tick: in the channel where that is possible, else to the asker."""
    if not bot.notices.allow(("lacks", message.channel.id, message.author.id), 1, 600):
        return
    text = permissions.what_to_tick(lacks, f"<#{message.channel.id}>")
    try:
        await message.channel.send(text)
    except discord.Forbidden:
        await message.author.send(text)

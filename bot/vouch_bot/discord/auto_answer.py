"""Questions that are answered without a mention, in the channels chosen for it.

Only sure answers are given. The bot stays silent where the message is meant for
somebody else, and where a member of staff has answered already.
"""

import logging
from collections import OrderedDict
from typing import TYPE_CHECKING

import discord

from vouch.types import Answer, Check, Reply
from vouch_bot.common.question_service import MAX_QUESTION
from vouch_bot.common.store import Asked
from vouch_bot.discord.messages import content_of, is_question, names_in, post_question, question_in
from vouch_bot.discord.offers import offers_in
from vouch_bot.discord.people import asker
from vouch_bot.discord.posts import ANSWERED, NEEDS_PERSON, tag_post
from vouch_bot.discord.responders import MessageResponder

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_MAX_KNOWN = 5_000
_log = logging.getLogger(__name__)


class StaffMessages:
    """The last message of a member of staff in each channel, bounded."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, int] = OrderedDict()

    def note(self, channel: int, message: int) -> None:
        self._last[channel] = message
        self._last.move_to_end(channel)
        if len(self._last) > _MAX_KNOWN:
            self._last.popitem(last=False)

    def after(self, channel: int, message: int) -> bool:
        """Whether staff wrote in a channel after a message."""
        return self._last.get(channel, 0) > message


class AutoResponder(MessageResponder):
    """Shows a sure answer as a reply, and is silent about everything else."""

    async def decline(self, text: str) -> None:
        _log.info("A question in an automatic channel is not taken: %s", text)

    async def begin(self) -> None: ...

    async def wait(self, ahead: int) -> None: ...

    async def say(self, text: str) -> None: ...

    async def draft(self, answer: Answer) -> None: ...

    async def show_check(self, check: Check) -> None: ...

    @property
    def address(self) -> str | None:
        return None

    async def show(self, number: int | None, reply: Reply) -> int | None:
        """Show a reply that was kept, unless staff has answered while it was made."""
        sure = number is not None and isinstance(reply, Answer)
        message = self._message
        if not self._bot.staff_messages.after(message.channel.id, message.id):
            await tag_post(message.channel, ANSWERED if sure else NEEDS_PERSON)
            if sure:
                return await super().show(number, reply)
        return None


async def take_unasked(bot: "VouchClient", message: discord.Message) -> None:
    """See a message through that does not mention the bot, in a channel chosen for that."""
    guild, channel = message.guild, message.channel
    if guild is None or not bot.intents.message_content:
        return
    rules, who = bot.store.rules(guild.id), asker(message.author, guild.id, channel)
    if not rules.auto_channels & who.channels:
        return
    starts_post = _starts_post(message)
    if rules.staff_role in who.roles:
        bot.staff_messages.note(channel.id, message.id)
        if isinstance(channel, discord.Thread) and not starts_post:
            await bot.remember(bot.store.set_fact, _staff_fact(channel.id), str(message.id))
        return
    question = _question(bot, message, starts_post=starts_post)
    if question is None or await _staff_spoke(bot, channel):
        return
    asked = Asked(
        question[:MAX_QUESTION],
        user=message.author.id,
        channel=channel.id,
        guild=guild.id,
        conversation=isinstance(channel, discord.Thread),
        message=message.id,
        every_message=False,
        max_risk=rules.auto_risk / 100,
        keep_refusal=starts_post,
    )
    if await bot.access.refusal(message.author, guild.id, channel) is None:
        offers = offers_in(bot, channel, guild.id)
        await bot.questions.serve(who, asked, AutoResponder(bot, message, offers))


def _question(bot: "VouchClient", message: discord.Message, *, starts_post: bool) -> str | None:
    """What a message asks everybody; None where it asks nothing, or somebody else."""
    if message.reference is not None or message.mentions or message.role_mentions:
        return None
    text = question_in(content_of(message), names_in(message, bot.user.id if bot.user else 0))
    if starts_post and isinstance(message.channel, discord.Thread):
        return post_question(message.channel.name, text)
    return text if is_question(text) else None


def _starts_post(message: discord.Message) -> bool:
    channel = message.channel
    return (
        isinstance(channel, discord.Thread)
        and isinstance(channel.parent, discord.ForumChannel)
        and channel.id == message.id
    )


def _staff_fact(thread: int) -> str:
    return f"staff in {thread}"


async def _staff_spoke(bot: "VouchClient", channel: object) -> bool:
    """Whether a member of staff has written in a thread: it is theirs then."""
    if not isinstance(channel, discord.Thread):
        return False
    return await bot.remember(bot.store.fact, _staff_fact(channel.id)) is not None

"""Hand-over: a person is asked what the articles do not answer, and their answer is kept."""

import re
from typing import TYPE_CHECKING

import discord
from discord.ui import Button, DynamicItem, Modal, TextInput, View

from vouch_bot.common.language import tr
from vouch_bot.common.policy import is_staff
from vouch_bot.discord import markdown
from vouch_bot.discord.clicks import (
    GONE,
    Interaction,
    OfReply,
    bot_of,
    kept_reply,
    told,
)
from vouch_bot.discord.people import asker
from vouch_bot.discord.posts import ANSWERED, tag_post

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

NOT_STAFF = "Only members with the role that answers, or **Manage Server**, may do this."
NO_CALL = (
    "Mark a reply to the question, to my refusal or to my call for a person: that is how I know"
    " what it answers."
)
KEPT = "✅ Kept as the answer: `vouch gaps` lists the question as resolved."
_DAY_S = 86_400.0
_MAX_ANSWER = 2_000


class AskPerson(OfReply, DynamicItem[Button[View]], template=r"vouch:person:(?P<reply>\d+)"):
    """Under a refusal: pings the role that a server has set, with the question and its link."""

    def __init__(self, reply: int) -> None:
        super().__init__(
            Button(label=tr("Ask a person"), emoji="🙋", custom_id=f"vouch:person:{reply}", row=1)
        )
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        if (kept := await kept_reply(interaction, self.reply)) is None:
            return
        bot, shown = bot_of(interaction), interaction.message
        role = bot.store.rules(interaction.guild_id).staff_role
        if role is None or shown is None:
            said = "No role is set that could be asked: `/settings staff`."
            await interaction.response.send_message(said, ephemeral=True)
            return
        if not bot.notices.allow(("person", self.reply), 1, _DAY_S):
            said = tr("A person has been asked already.")
            await interaction.response.send_message(said, ephemeral=True)
            return
        question = markdown.fit(kept.asked.question, 500)
        view = View(timeout=None)
        view.add_item(Resolve(self.reply))
        await interaction.response.send_message(
            f"🙋 <@&{role}>, the articles do not answer a question of <@{kept.asked.user}>:"
            f" “{question}”\n{shown.jump_url}",
            view=view,
            allowed_mentions=discord.AllowedMentions(roles=[discord.Object(role)]),
        )


class Resolve(OfReply, DynamicItem[Button[View]], template=r"vouch:resolve:(?P<reply>\d+)"):
    """Under a call for a person: opens a field for the answer."""

    def __init__(self, reply: int) -> None:
        super().__init__(Button(label="Answer", emoji="✍️", custom_id=f"vouch:resolve:{reply}"))
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        if await _require_staff(interaction):
            await interaction.response.send_modal(AnswerField(self.reply))


class AnswerField(Modal, title="Answer"):
    """A field for a person's answer; it is posted, and kept."""

    answer: TextInput["AnswerField"] = TextInput(
        label="Your answer",
        custom_id="answer",
        style=discord.TextStyle.paragraph,
        max_length=_MAX_ANSWER,
    )

    def __init__(self, reply: int) -> None:
        super().__init__(timeout=900)
        self._reply = reply

    @told
    async def on_submit(self, interaction: Interaction, /) -> None:
        bot = bot_of(interaction)
        kept = await bot.remember(bot.store.kept, self._reply)
        who = interaction.user.id
        if kept is None or not await bot.remember(
            bot.store.resolve, self._reply, self.answer.value, who
        ):
            await interaction.response.send_message(GONE, ephemeral=True)
            return
        embed = discord.Embed(
            title=markdown.fit(kept.asked.question, 250),
            description=f"{markdown.escape(self.answer.value)[:3_900]}\n\n"
            f"-# Answered by <@{who}>, not from the articles.",
            colour=discord.Colour(0x5865F2),
        )
        await interaction.response.send_message(embed=embed)


async def mark_as_answer(interaction: Interaction, message: discord.Message) -> None:
    """Keep a member of staff's reply to a call as the answer to the question."""
    if not await _require_staff(interaction):
        return
    bot = bot_of(interaction)
    reply = await _question_of(bot, message)
    text = message.content.strip()
    if reply is None or not text:
        await interaction.response.send_message(NO_CALL, ephemeral=True)
        return
    kept = await bot.remember(bot.store.resolve, reply, text[:_MAX_ANSWER], message.author.id)
    if kept:
        await tag_post(message.channel, ANSWERED)
    await interaction.response.send_message(KEPT if kept else GONE, ephemeral=True)


async def _question_of(bot: "VouchClient", message: discord.Message) -> int | None:
    """The reply to the question that a message of staff answers.

    The message replies to the call for a person, to the refusal or to the question itself, or
    stands in the forum post whose question was refused.
    """
    if (called := await _called_for(message)) is not None:
        return called
    referred = message.reference.message_id if message.reference else None
    if referred is not None:
        shown = await bot.remember(bot.store.shown_in, referred)
        if shown is not None:
            return shown
    asked = await bot.remember(bot.store.asked_in, referred or message.channel.id)
    return asked.id if asked else None


async def _called_for(message: discord.Message) -> int | None:
    """The reply whose question a message answers: it replies to the call for a person."""
    if message.reference is None or message.reference.message_id is None:
        return None
    try:
        call = await message.channel.fetch_message(message.reference.message_id)
    except discord.HTTPException:
        return None
    ids = [
        getattr(child, "custom_id", None) or ""
        for row in call.components
        for child in getattr(row, "children", ())
    ]
    found = [re.fullmatch(r"vouch:resolve:(\d+)", identity) for identity in ids]
    return next((int(match[1]) for match in found if match), None)


async def _require_staff(interaction: Interaction) -> bool:
    """Whether the member may answer for the articles; who may not is told."""
    rules = bot_of(interaction).store.rules(interaction.guild_id)
    if is_staff(rules, asker(interaction.user, interaction.guild_id, interaction.channel)):
        return True
    await interaction.response.send_message(NOT_STAFF, ephemeral=True)
    return False

"""The buttons under a reply that lead on from it: follow up, begin anew, ask again, delete."""

import discord
from discord.ui import Button, DynamicItem, Modal, TextInput, View

from vouch_bot.common.language import tr
from vouch_bot.common.question_service import MAX_QUESTION
from vouch_bot.discord.clicks import Interaction, OfReply, bot_of, kept_reply, told


class FollowUp(OfReply, DynamicItem[Button[View]], template=r"vouch:follow:(?P<reply>\d+)"):
    """Opens a field for a question that follows the reply; it takes no mention and no intent."""

    def __init__(self, reply: int) -> None:
        custom_id = f"vouch:follow:{reply}"
        super().__init__(Button(label=tr("Follow up"), emoji="💬", custom_id=custom_id))
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(FollowUpField(self.reply))


class FollowUpField(Modal, title="Follow up"):
    """A field for a question."""

    question: TextInput["FollowUpField"] = TextInput(
        label="Your question",
        custom_id="question",
        style=discord.TextStyle.paragraph,
        max_length=MAX_QUESTION,
    )

    def __init__(self, reply: int) -> None:
        super().__init__(timeout=900)
        self._reply = reply

    @told
    async def on_submit(self, interaction: Interaction, /) -> None:
        await bot_of(interaction).follow_up(interaction, self._reply, self.question.value)


class NewTopic(OfReply, DynamicItem[Button[View]], template=r"vouch:new:(?P<reply>\d+)"):
    """Lets the next question in a direct message follow nothing."""

    def __init__(self, reply: int) -> None:
        super().__init__(Button(label=tr("New topic"), emoji="✨", custom_id=f"vouch:new:{reply}"))
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        bot = bot_of(interaction)
        await bot.remember(bot.conversations.begin_anew, interaction.channel_id or 0)
        said = tr("Your next question begins a new topic.")
        await interaction.response.send_message(said, ephemeral=True)


class AskAgain(OfReply, DynamicItem[Button[View]], template=r"vouch:again:(?P<reply>\d+)"):
    """Asks an edited question again, for the one who asked it."""

    def __init__(self, reply: int) -> None:
        super().__init__(
            Button(label=tr("Ask again"), emoji="🔁", custom_id=f"vouch:again:{reply}", row=1)
        )
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        if (kept := await kept_reply(interaction, self.reply)) is None:
            return
        if kept.asked.user != interaction.user.id or kept.asked.message is None:
            said = "Only the member who asked can ask again."
            await interaction.response.send_message(said, ephemeral=True)
            return
        await interaction.response.defer()
        bot = bot_of(interaction)
        channel = bot.get_partial_messageable(kept.asked.channel, guild_id=kept.asked.guild)
        await bot.ask_again(await channel.fetch_message(kept.asked.message))


class Delete(OfReply, DynamicItem[Button[View]], template=r"vouch:delete:(?P<reply>\d+)"):
    """Deletes the message that shows a reply, for the one who asked and for moderators."""

    def __init__(self, reply: int) -> None:
        super().__init__(Button(emoji="🗑️", custom_id=f"vouch:delete:{reply}", row=1))
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        bot = bot_of(interaction)
        kept = await bot.remember(bot.store.kept, self.reply)
        asked = kept is not None and kept.asked.user == interaction.user.id
        if not (asked or interaction.permissions.manage_messages):
            said = "Only the member who asked, or a moderator, can delete this."
            await interaction.response.send_message(said, ephemeral=True)
            return
        await interaction.response.defer()
        await interaction.delete_original_response()

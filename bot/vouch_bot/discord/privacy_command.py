"""`/privacy`: what is kept of a member, and its deletion."""

import re
from typing import Any, Self

import discord
from discord import app_commands
from discord.ui import Button, DynamicItem, View

from vouch_bot.common.privacy import PersonalData
from vouch_bot.discord.clicks import Interaction, bot_of, told


@app_commands.command(description="What I keep of you, and how to delete it")
async def privacy(interaction: discord.Interaction[Any]) -> None:
    bot = bot_of(interaction)
    kept = await bot.remember(bot.privacy.kept_of, interaction.user.id)
    view = View(timeout=None)
    if kept.questions or kept.votes:
        view.add_item(DeleteMyData(interaction.user.id))
    said = described(kept, bot.settings.keep_days)
    await interaction.response.send_message(said, view=view, ephemeral=True)


def described(kept: PersonalData, keep_days: float) -> str:
    """What is kept of a member, in words."""
    questions = "1 question" if kept.questions == 1 else f"{kept.questions:,} questions"
    votes = "1 vote" if kept.votes == 1 else f"{kept.votes:,} votes"
    return (
        f"I keep {questions} of yours, with the answers and your Discord id, and {votes}.\n"
        f"They are deleted after {keep_days:g} days. The bot's owner can read them, to see what"
        " the articles lack. Messages that were not meant for me are not kept."
    )


class DeleteMyData(DynamicItem[Button[View]], template=r"vouch:forget:(?P<user>\d+)"):
    """Deletes what is kept of the member who clicks. No rule of access stands in the way."""

    def __init__(self, user: int) -> None:
        super().__init__(
            Button(
                label="Delete my questions",
                style=discord.ButtonStyle.danger,
                custom_id=f"vouch:forget:{user}",
            )
        )

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["user"]))

    @told
    async def callback(self, interaction: Interaction) -> None:
        bot = bot_of(interaction)
        deleted = await bot.remember(bot.privacy.delete, interaction.user.id)
        said = f"Deleted: {deleted.questions:,} questions and {deleted.votes:,} votes."
        await interaction.response.edit_message(content=said, view=None)

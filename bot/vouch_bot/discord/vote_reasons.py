"""Why a member votes a reply down: a small menu, for the one who votes."""

import re
from typing import Any, Final, Self

import discord
from discord.ui import DynamicItem, Select, View

from vouch_bot.common.language import tr
from vouch_bot.discord.clicks import Guarded, Interaction, bot_of, told

VOTED: Final = {
    1: "👍 Your vote: helpful. The same button takes it back.",
    -1: "👎 Your vote: not helpful. The same button takes it back. What is wrong?",
    0: "Your vote is taken back.",
}
REASONS: Final = {
    "wrong": "It is wrong",
    "outdated": "It is out of date",
    "beside": "It is not what was asked",
    "incomplete": "Something is missing",
    "unclear": "It is hard to understand",
}
"""The reasons that can be given, by the names that they are kept under."""


def reason_view(reply: int, vote: int) -> View:
    """The menu of reasons under a vote against a reply; nothing under another vote."""
    view = View(timeout=None)
    if vote < 0:
        view.add_item(VoteReason(reply))
    return view


class VoteReason(Guarded, DynamicItem[Select[View]], template=r"vouch:reason:(?P<reply>\d+)"):
    """Takes the reason of a vote against a reply."""

    def __init__(self, reply: int) -> None:
        menu: Select[View] = Select(
            custom_id=f"vouch:reason:{reply}",
            placeholder=tr("Choose a reason"),
            options=[
                discord.SelectOption(label=tr(text), value=name) for name, text in REASONS.items()
            ],
        )
        super().__init__(menu)
        self.reply = reply

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["reply"]))

    @told
    async def callback(self, interaction: Interaction) -> None:
        data: Any = interaction.data or {}
        reason = next(iter(data.get("values", ())), "")
        bot, who = bot_of(interaction), interaction.user.id
        if reason in REASONS and await bot.remember(bot.store.give_reason, self.reply, who, reason):
            said = f"👎 {tr(REASONS[reason])}."
        else:
            said = "There is no vote of yours against this reply."
        await interaction.response.edit_message(content=said, view=None)

"""What every button needs: who may click it, and an error that is told."""

import asyncio
import re
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Self

import discord

from vouch_bot.common.engine import ArticleLine
from vouch_bot.common.language import speak, tr
from vouch_bot.common.policy import collection_of
from vouch_bot.common.question_service import sentence_for
from vouch_bot.common.store import Kept
from vouch_bot.discord import markdown
from vouch_bot.discord.people import asker

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

Interaction = discord.Interaction[Any]

GONE = "That reply is no longer kept."


def bot_of(interaction: Interaction) -> "VouchClient":
    client: VouchClient = interaction.client
    return client


def told(
    act: Callable[[Any, Interaction], Coroutine[Any, Any, None]],
) -> Callable[[Any, Interaction], Coroutine[Any, Any, None]]:
    """`act`, of which the one who clicked hears where it fails."""

    @wraps(act)
    async def acted(self: Any, interaction: Interaction) -> None:
        try:
            await act(self, interaction)
        except Exception as error:  # noqa: BLE001  (no click may end in silence)
            await tell(interaction, error)

    return acted


async def tell(interaction: Interaction, error: Exception) -> None:
    """Tell in one sentence, to whoever acted, that their action failed."""
    said = markdown.fit(sentence_for(error), 1_900)
    with suppress(discord.HTTPException):
        if interaction.response.is_done():
            await interaction.followup.send(said, ephemeral=True)
        else:
            await interaction.response.send_message(said, ephemeral=True)


class Guarded:
    """What a click needs: that whoever clicks may use the bot here."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        speak(interaction.locale)
        refusal = await bot_of(interaction).access.refusal(
            interaction.user, interaction.guild_id, interaction.channel
        )
        if refusal is not None:
            await interaction.response.send_message(refusal, ephemeral=True)
        return refusal is None


class OfReply(Guarded):
    """A button under one reply: its id holds the reply's number and nothing else."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        make: Callable[[int], Self] = cls
        return make(int(match["reply"]))


async def articles_here(interaction: Interaction) -> Sequence[ArticleLine]:
    """The articles that are answered from where an interaction takes place."""
    bot, guild = bot_of(interaction), interaction.guild_id
    channels = asker(interaction.user, guild, interaction.channel).channels
    within = collection_of(bot.store.rules(guild), channels)
    return await asyncio.to_thread(
        lambda: (bot.engine.within(within) if within else bot.engine).sources()
    )


async def kept_reply(interaction: Interaction, number: int) -> Kept | None:
    kept = await bot_of(interaction).remember(bot_of(interaction).store.kept, number)
    if kept is None:
        await interaction.response.send_message(tr(GONE), ephemeral=True)
    return kept

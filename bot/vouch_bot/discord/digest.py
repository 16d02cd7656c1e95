"""`/stats` and the weekly digest: what was asked, refused, voted on and cited."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from vouch_bot.common.policy import may_reindex
from vouch_bot.common.statistics import Statistics, digest_due, statistics
from vouch_bot.discord import markdown
from vouch_bot.discord.clicks import bot_of
from vouch_bot.discord.listing import PLAIN
from vouch_bot.discord.people import asker
from vouch_bot.discord.vote_reasons import REASONS

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

MAY_NOT = "Only members with **Manage Server**, or the keepers' role, may see this."
_DAY_S = 86_400.0
_SHOWN = 8
_log = logging.getLogger(__name__)


@app_commands.command(description="What was asked and refused (Manage Server, or keepers)")
@app_commands.describe(days="Of how many days (7)")
@app_commands.guild_only()
async def stats(
    interaction: discord.Interaction[Any], days: app_commands.Range[int, 1, 365] = 7
) -> None:
    bot, guild = bot_of(interaction), interaction.guild_id
    who = asker(interaction.user, guild, interaction.channel)
    if not may_reindex(bot.store.rules(guild), who):
        await interaction.response.send_message(MAY_NOT, ephemeral=True)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)
    embed = await _embed_of(bot, guild, days)
    await interaction.edit_original_response(embed=embed)


async def post_digests(bot: "VouchClient") -> None:
    """Post the digest of the week where it is due; once a week, also over restarts."""
    for guild, rules in bot.store.guilds().items():
        if rules.digest_channel is None or not bot.access.serves(guild):
            continue
        name, now = f"digest of {guild}", time.time()
        last = await bot.remember(bot.store.fact, name)
        if last is not None and not digest_due(float(last), now):
            continue
        await bot.remember(bot.store.set_fact, name, str(now))
        channel = bot.get_channel(rules.digest_channel)
        if last is None:
            continue  # the week begins with the setting
        if not isinstance(channel, discord.TextChannel):
            _log.warning("The channel %d for the digest is gone", rules.digest_channel)
            continue
        try:
            await channel.send(embed=await _embed_of(bot, guild, 7))
        except discord.HTTPException as error:
            _log.warning("No digest in the channel %d: %s", channel.id, error)


async def _embed_of(bot: "VouchClient", guild: int | None, days: int) -> discord.Embed:
    since = time.time() - days * _DAY_S
    kept = await bot.remember(bot.store.since, since, guild)
    reasons = await bot.remember(bot.store.reasons, since, guild)
    return digest_embed(await asyncio.to_thread(statistics, kept, reasons, bot.embed), days)


def digest_embed(told: Statistics, days: int) -> discord.Embed:
    """The statistics of some days as an embed within Discord's limits."""
    title = "The last day" if days == 1 else f"The last {days} days"
    embed = discord.Embed(title=title, colour=PLAIN)
    people = "1 person" if told.people == 1 else f"{told.people:,} people"
    questions = "1 question" if told.asked == 1 else f"{told.asked:,} questions"
    embed.description = (
        f"**{questions}** of {people}: {told.answered:,} answered, {told.refused:,} refused."
        f"\nVotes: 👍 {told.up:,} · 👎 {told.down:,}"
    )
    if told.reasons:
        given = [f"{REASONS.get(name, name)}: {count:,}" for name, count in told.reasons.items()]
        embed.add_field(name="Why 👎", value="\n".join(given)[:1_000], inline=False)
    if told.gaps:
        lines = [
            f"• {markdown.fit(gap.questions[0], 100)} · {gap.times:,}×"
            + (" ✅" if gap.resolutions else "")
            for gap in told.gaps[:_SHOWN]
        ]
        more = len(told.gaps) - _SHOWN
        lines += [f"… and {more:,} more: `vouch gaps`"] if more > 0 else []
        embed.add_field(name="Not in the articles", value="\n".join(lines), inline=False)
    if told.articles:
        most = told.articles[:_SHOWN]
        lines = [f"• {markdown.fit(title, 100)} · {count:,}" for title, count in most]
        embed.add_field(name="Articles that answered most", value="\n".join(lines), inline=False)
    return embed

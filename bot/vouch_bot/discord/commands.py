"""The slash commands that everyone may use, and `/reindex`."""

import asyncio
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from vouch_bot.common.corpus_sync import BusyError
from vouch_bot.common.engine import Progress
from vouch_bot.common.language import speak
from vouch_bot.common.policy import may_reindex
from vouch_bot.common.question_service import MAX_QUESTION, sentence_for
from vouch_bot.discord import listing
from vouch_bot.discord.access import Access
from vouch_bot.discord.clicks import articles_here, tell
from vouch_bot.discord.components import sources_view
from vouch_bot.discord.digest import stats
from vouch_bot.discord.handlers import take_about, take_command
from vouch_bot.discord.handover import mark_as_answer
from vouch_bot.discord.news import outcome, progress_line
from vouch_bot.discord.people import asker
from vouch_bot.discord.privacy_command import privacy

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

    Interaction = discord.Interaction[VouchClient]
else:
    Interaction = discord.Interaction

MAY_NOT = "Only members with **Manage Server**, or a role set with `/settings`, may do this."


FREE = ("settings", "reindex", "help", "privacy", "stats", "articles")
"""The commands that the rules of access do not close: they check by themselves who may."""


class Commands(app_commands.CommandTree[Any]):
    """The bot's commands; whoever meets an error in one hears of it."""

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        speak(interaction.locale)
        access: Access = interaction.client.access
        data: Any = interaction.data or {}
        command = data.get("name")  # of a group, its own name
        if command in FREE and access.serves(interaction.guild_id):
            return True
        refusal = await access.refusal(interaction.user, interaction.guild_id, interaction.channel)
        if refusal is not None and interaction.type is not discord.InteractionType.autocomplete:
            await interaction.response.send_message(refusal, ephemeral=True)
        return refusal is None

    async def on_error(
        self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /
    ) -> None:
        if isinstance(error, app_commands.CheckFailure) and interaction.response.is_done():
            return  # the check has said why
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await tell(interaction, cause if isinstance(cause, Exception) else error)


def add_commands(tree: app_commands.CommandTree[Any]) -> None:
    """Add the commands to the tree."""
    tree.add_command(ask)
    tree.add_command(sources)
    tree.add_command(about)
    tree.add_command(reindex)
    tree.add_command(help_)
    tree.add_command(privacy)
    tree.add_command(stats)
    tree.add_command(ask_about)
    tree.add_command(check_claim)
    tree.add_command(mark_answer)


@app_commands.command(description="Ask the articles a question")
@app_commands.describe(question="What you want to know", private="Show the answer to you alone")
async def ask(
    interaction: Interaction,
    question: app_commands.Range[str, 1, MAX_QUESTION],
    private: bool | None = None,
) -> None:
    await take_command(interaction, question, private)


@app_commands.context_menu(name="Ask about this message")
async def ask_about(interaction: Interaction, message: discord.Message) -> None:
    await take_about(interaction, message, claim=False)


@app_commands.context_menu(name="Check this claim")
async def check_claim(interaction: Interaction, message: discord.Message) -> None:
    await take_about(interaction, message, claim=True)


@app_commands.context_menu(name="Mark as the answer")
@app_commands.guild_only()
async def mark_answer(interaction: Interaction, message: discord.Message) -> None:
    await mark_as_answer(interaction, message)


@app_commands.command(description="List the articles that answers come from")
@app_commands.describe(filter="Words of the title, the author, the date or the path")
async def sources(
    interaction: Interaction,
    filter: app_commands.Range[str, 1, listing.MAX_FILTER] | None = None,
) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    articles = await articles_here(interaction)
    page = listing.sources_page(articles, filter or "", 0)
    view = sources_view(page, filter or "")
    await interaction.edit_original_response(embed=page.embed, view=view)


@sources.autocomplete("filter")
async def _titles(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """The titles of articles that have the words typed so far."""
    articles = await articles_here(interaction)
    titles = dict.fromkeys(article.title for article in listing.matching(articles, typed))
    return [
        app_commands.Choice(name=title[:100], value=title[: listing.MAX_FILTER])
        for title in list(titles)[:25]
    ]


@app_commands.command(description="What I am, and how answers are made")
async def about(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    bot = interaction.client
    status = await asyncio.to_thread(bot.engine.status)
    name = bot.user.display_name if bot.user else "Vouch"
    embed = listing.about_embed(status, name, version("vouch-articles"))
    await interaction.edit_original_response(embed=embed)


@app_commands.command(name="help", description="How to ask, and what is kept")
async def help_(interaction: Interaction) -> None:
    embed = listing.help_embed(interaction.client.settings.keep_days)
    await interaction.response.send_message(embed=embed, ephemeral=True)


@app_commands.command(description="Read the articles again (Manage Server, or a set role)")
@app_commands.guild_only()
async def reindex(interaction: Interaction) -> None:
    bot = interaction.client
    who = asker(interaction.user, interaction.guild_id, interaction.channel)
    if not may_reindex(bot.store.rules(interaction.guild_id), who):
        await interaction.response.send_message(MAY_NOT, ephemeral=True)
        return
    await interaction.response.defer(ephemeral=True, thinking=True)

    channel = interaction.channel

    async def show(text: str) -> None:
        try:
            await interaction.edit_original_response(content=text)
        except discord.HTTPException:
            # An interaction can be answered for 15 minutes; a long sync ends in a message.
            if not interaction.is_expired() or not isinstance(channel, discord.abc.Messageable):
                raise
            await channel.send(text)

    async def progress(done: Progress) -> None:
        if not interaction.is_expired():
            await show(progress_line(done))

    try:
        synced = await bot.read_articles(progress)
    except BusyError:
        await show("The articles are being read already.")
        return
    except Exception as error:  # noqa: BLE001  (the answer may have to go to the channel)
        await show(sentence_for(error))
        return
    await show(outcome(synced))

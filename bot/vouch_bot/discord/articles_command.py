"""`/articles`: adding and removing articles, for those who keep them."""

import asyncio
import logging
import re
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ui import Button, DynamicItem, View

from vouch.documents.dates import iso_date
from vouch.documents.parsed import Details, in_one_line
from vouch.errors import BringingError
from vouch.selection import FOLDER
from vouch_bot.common.article_desk import ArticleDesk, Preview
from vouch_bot.common.corpus_sync import BusyError
from vouch_bot.common.policy import collection_of, may_reindex
from vouch_bot.discord import listing, markdown
from vouch_bot.discord.clicks import Interaction, articles_here, bot_of, told
from vouch_bot.discord.embeds import when
from vouch_bot.discord.people import asker

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

MAY_NOT = "Only members with **Manage Server**, or the keepers' role, may add or remove articles."
CLOSED = "Articles cannot be changed from here."
NOT_SYNCED = "It is read in a moment: the articles are being read already."

_log = logging.getLogger(__name__)


async def desk_of(interaction: Interaction) -> ArticleDesk | None:
    """The desk, for a member who keeps articles; who may not is told."""
    bot, guild = bot_of(interaction), interaction.guild_id
    who = asker(interaction.user, guild, interaction.channel)
    if may_reindex(bot.store.rules(guild), who) and bot.articles is not None:
        return bot.articles
    said = MAY_NOT if bot.articles is not None else CLOSED
    await interaction.response.send_message(said, ephemeral=True)
    return None


class ArticlesGroup(app_commands.Group):
    """The commands under `/articles`."""

    def __init__(self) -> None:
        super().__init__(
            name="articles",
            description="Add and remove articles (Manage Server, or keepers)",
            guild_only=True,
        )

    @app_commands.command(description="Add an article from a file or a page")
    @app_commands.describe(
        file="The file",
        url="The address of a page",
        title="Its title, where it does not say it",
        date="Its date: 2025-10-12, 2025-10 or 2025",
        folder="The folder that it goes to; without it, that of this channel",
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment | None = None,
        url: app_commands.Range[str, 8, 500] | None = None,
        title: app_commands.Range[str, 1, 200] | None = None,
        date: app_commands.Range[str, 4, 10] | None = None,
        folder: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        desk = await desk_of(interaction)
        if desk is None:
            return
        day = iso_date(date)
        if (file is None) == (url is None):
            wrong = "Give either a file or an address."
        elif date is not None and day is None:
            wrong = "Write the date as 2025-10-12, 2025-10 or 2025."
        elif file is not None and file.size > desk.max_bytes:
            wrong = f"A file may have at most {desk.max_bytes / 1_000_000:g} MB."
        else:
            wrong = ""
        if wrong:
            await interaction.response.send_message(wrong, ephemeral=True)
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        said = Details(in_one_line(title) if title else None, None, day)
        place = folder if folder is not None else _folder_here(interaction)
        try:
            found = await _look(desk, file, url, said, place)
        except BringingError as error:
            said_so = markdown.fit(str(error), 1_500)
            await interaction.edit_original_response(content=f"🚫 {said_so}")
            return
        if isinstance(found, str):
            there = f"It is there already: {markdown.fit(found, 200)}."
            await interaction.edit_original_response(content=there)
            return
        view = View(timeout=None)
        view.add_item(ConfirmAdd(found.token))
        view.add_item(CancelAdd(found.token))
        await interaction.edit_original_response(embed=preview_embed(found), view=view)

    @app_commands.command(description="Remove an article")
    @app_commands.describe(article="The article, as /sources lists it, or its path")
    async def remove(
        self, interaction: Interaction, article: app_commands.Range[str, 1, 200]
    ) -> None:
        desk = await desk_of(interaction)
        if desk is None:
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            source = await asyncio.to_thread(desk.remove, article)
        except BringingError:
            await interaction.edit_original_response(
                content="There is no such article. Choose one of those that are offered."
            )
            return
        _audit(interaction, "removed", source)
        synced = await _read(bot_of(interaction), frozenset({source}))
        said = f"🗑️ Removed: {markdown.fit(source, 200)}. It is kept in the trash folder. {synced}"
        await interaction.edit_original_response(content=said.strip())

    @remove.autocomplete("article")
    async def _articles(
        self, interaction: Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        """The articles that have the words typed so far, for those who may remove them."""
        rules = bot_of(interaction).store.rules(interaction.guild_id)
        who = asker(interaction.user, interaction.guild_id, interaction.channel)
        if not may_reindex(rules, who):
            return []
        found = listing.matching(await articles_here(interaction), typed)
        return [
            app_commands.Choice(name=f"{each.title[:60]} · {each.source[-35:]}", value=each.source)
            for each in found
            if len(each.source) <= 100
        ][:25]


async def _look(
    desk: ArticleDesk, file: discord.Attachment | None, url: str | None, said: Details, folder: str
) -> Preview | str:
    if file is not None:
        data = await file.read()
        return await asyncio.to_thread(desk.look_at_file, file.filename, data, said, folder)
    return await asyncio.to_thread(desk.look_at_url, url or "", said, folder)


def _folder_here(interaction: Interaction) -> str:
    """The folder that this channel is answered from, where it is one; else the corpus itself."""
    rules = bot_of(interaction).store.rules(interaction.guild_id)
    who = asker(interaction.user, interaction.guild_id, interaction.channel)
    chosen = collection_of(rules, who.channels) or ""
    only = chosen.startswith(FOLDER) and "," not in chosen
    return chosen.removeprefix(FOLDER) if only else ""


def preview_embed(preview: Preview) -> discord.Embed:
    """What an article would be, before it is added."""
    embed = discord.Embed(
        title=markdown.fit(preview.title, 250) or markdown.fit(preview.name, 250),
        description="This is how I read it. Add it?",
        colour=listing.PLAIN,
    )
    date = markdown.fit(when(preview.date), 60) if preview.date else "no date"
    embed.add_field(name="Date", value=date)
    embed.add_field(name="Words kept", value=f"{preview.words:,}")
    embed.add_field(name="Folder", value=markdown.fit(preview.folder, 100) or "none")
    if preview.notice:
        embed.add_field(name="Notice", value=markdown.fit(preview.notice, 500), inline=False)
    return embed


async def _read(bot: "VouchClient", removed: frozenset[str] = frozenset()) -> str:
    """Sync the index; what to add to the answer."""
    try:
        await bot.read_articles(removed=removed)
    except BusyError:
        return NOT_SYNCED
    return ""


def _audit(interaction: Interaction, what: str, source: str) -> None:
    who = interaction.user
    _log.info(
        "Article %s by %s (%d) in the server %s: %s",
        *(what, who.name, who.id, interaction.guild_id, source),
    )


class _OfPreview:
    """A button under a preview: its id holds the token of what waits."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        make: Any = cls
        button: Self = make(match["token"])
        return button


class ConfirmAdd(_OfPreview, DynamicItem[Button[View]], template=r"vouch:add:(?P<token>[0-9a-f]+)"):
    """Takes the article of a preview into the corpus."""

    def __init__(self, token: str) -> None:
        style = discord.ButtonStyle.success
        super().__init__(Button(label="Add", style=style, custom_id=f"vouch:add:{token}"))
        self.token = token

    @told
    async def callback(self, interaction: Interaction) -> None:
        if (desk := await desk_of(interaction)) is None:
            return
        await interaction.response.defer()
        try:
            source = await asyncio.to_thread(desk.add, self.token)
        except BringingError as error:
            said = markdown.fit(str(error), 1_500)
            await interaction.edit_original_response(content=f"🚫 {said}", embed=None, view=None)
            return
        _audit(interaction, "added", source)
        synced = await _read(bot_of(interaction))
        said = f"✅ Added: {markdown.fit(source, 200)}. {synced}".strip()
        await interaction.edit_original_response(content=said, embed=None, view=None)


class CancelAdd(
    _OfPreview, DynamicItem[Button[View]], template=r"vouch:cancel:(?P<token>[0-9a-f]+)"
):
    """Forgets the article of a preview."""

    def __init__(self, token: str) -> None:
        super().__init__(Button(label="Cancel", custom_id=f"vouch:cancel:{token}"))
        self.token = token

    @told
    async def callback(self, interaction: Interaction) -> None:
        if (desk := await desk_of(interaction)) is None:
            return
        await asyncio.to_thread(desk.discard, self.token)
        said = "Nothing was added."
        await interaction.response.edit_message(content=said, embed=None, view=None)

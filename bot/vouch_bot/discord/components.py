"""The buttons under a reply. Each carries all that it needs in its id, and outlives restarts."""

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import discord
from discord.ui import Button, DynamicItem, View

from vouch.types import Answer, Reply
from vouch_bot.common.language import speak, tr
from vouch_bot.discord.clicks import (
    GONE,
    Guarded,
    Interaction,
    OfReply,
    articles_here,
    bot_of,
    kept_reply,
    told,
)
from vouch_bot.discord.embeds import Card, reply_cards
from vouch_bot.discord.handover import AskPerson, Resolve
from vouch_bot.discord.listing import SourcesPage, sources_page
from vouch_bot.discord.passages import PassagePage, passage_pages, quotes_of
from vouch_bot.discord.reply_actions import AskAgain, Delete, FollowUp, NewTopic
from vouch_bot.discord.threads import open_thread
from vouch_bot.discord.vote_reasons import VOTED, VoteReason, reason_view

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_LINKS_FROM_ROW = 2
_OFFERED = ("thread", "new", "delete", "again", "person")
"""The names in the ids of what Offers has, in its order."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Which buttons a reply has beside those that every reply has."""

    thread: bool = False
    new_topic: bool = False
    delete: bool = False
    again: bool = False
    person: bool = False


def reply_view(card: Card, number: int, reply: Reply, offers: Offers) -> View:
    """The buttons of one page of a reply."""
    view = View(timeout=None)
    answered = isinstance(reply, Answer)
    if quotes_of(reply):
        view.add_item(ShowPassages(number, answered=answered))
    view.add_item(Vote(number, 1))
    view.add_item(Vote(number, -1))
    view.add_item(FollowUp(number))
    if offers.thread:
        view.add_item(OpenThread(number))
    elif offers.new_topic:
        view.add_item(NewTopic(number))
    if card.pages > 1:
        view.add_item(TurnPage(number, card.page - 1, "◀", disabled=card.page == 0))
        view.add_item(TurnPage(number, card.page + 1, "▶", disabled=card.page == card.pages - 1))
    if offers.again:
        view.add_item(AskAgain(number))
    if offers.person and not answered:
        view.add_item(AskPerson(number))
    if offers.delete:
        view.add_item(Delete(number))
    for place, link in enumerate(card.links):
        view.add_item(Button(label=link.label, url=link.url, row=_LINKS_FROM_ROW + place // 5))
    return view


def passages_view(pages: tuple[PassagePage, ...], number: int, page: int) -> View:
    """The buttons under a shown passage: the pages beside it, and its address."""
    view = View(timeout=None)
    if len(pages) > 1:
        view.add_item(TurnPassage(number, page - 1, "◀", disabled=page == 0))
        view.add_item(TurnPassage(number, page + 1, "▶", disabled=page == len(pages) - 1))
    for link in pages[page].links:
        view.add_item(Button(label=link.label, url=link.url))
    return view


class ShowPassages(OfReply, DynamicItem[Button[View]], template=r"vouch:show:(?P<reply>\d+)"):
    """Shows the passages behind a reply to whoever asks for them, and to nobody else."""

    def __init__(self, reply: int, *, answered: bool = True) -> None:
        label = tr("Show passages" if answered else "Nearest passages")
        super().__init__(Button(label=label, emoji="📖", custom_id=f"vouch:show:{reply}"))
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _show_passage(interaction, self.reply, 0)


class TurnPassage(
    Guarded, DynamicItem[Button[View]], template=r"vouch:passage:(?P<reply>\d+):(?P<page>-?\d+)"
):
    """Turns to another passage in a message that shows one."""

    def __init__(self, reply: int, page: int, label: str, *, disabled: bool = False) -> None:
        custom_id = f"vouch:passage:{reply}:{page}"
        super().__init__(Button(label=label, custom_id=custom_id, disabled=disabled))
        self.reply = reply
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["reply"]), int(match["page"]), "")

    @told
    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        await _show_passage(interaction, self.reply, self.page)


async def _show_passage(interaction: Interaction, number: int, page: int) -> None:
    bot = bot_of(interaction)
    pages = await asyncio.to_thread(_passages, bot, number)
    if not pages:
        await interaction.edit_original_response(content=GONE, embeds=[], view=None)
        return
    page = min(max(page, 0), len(pages) - 1)
    view = passages_view(pages, number, page)
    await interaction.edit_original_response(embed=pages[page].embed, view=view)


def _passages(bot: "VouchClient", number: int) -> tuple[PassagePage, ...]:
    kept = bot.store.kept(number)
    if kept is None:
        return ()
    quotes = enumerate(quotes_of(kept.reply), start=1)
    around = {place: bot.engine.context(quote) for place, quote in quotes}
    return passage_pages(kept.reply, around)


class TurnPage(
    Guarded, DynamicItem[Button[View]], template=r"vouch:page:(?P<reply>\d+):(?P<page>-?\d+)"
):
    """Turns to another page of a long answer."""

    def __init__(self, reply: int, page: int, label: str, *, disabled: bool = False) -> None:
        custom_id = f"vouch:page:{reply}:{page}"
        super().__init__(Button(label=label, custom_id=custom_id, disabled=disabled, row=1))
        self.reply = reply
        self.page = page

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["reply"]), int(match["page"]), "")

    @told
    async def callback(self, interaction: Interaction) -> None:
        if (kept := await kept_reply(interaction, self.reply)) is None:
            return
        cards = reply_cards(kept.reply, kept.id)
        card = cards[min(max(self.page, 0), len(cards) - 1)]
        shown = interaction.message
        own = kept.asked.user == interaction.user.id or (shown and shown.flags.ephemeral)
        if own:
            speak(interaction.guild_locale or interaction.locale)
            view = reply_view(card, kept.id, kept.reply, _offers_of(shown))
            await interaction.response.edit_message(embed=card.embed, view=view)
            return
        # Another reader gets the page alone: everybody else's stays as it is.
        view = reply_view(card, kept.id, kept.reply, Offers())
        await interaction.response.send_message(embed=card.embed, view=view, ephemeral=True)


def _offers_of(message: discord.Message | None) -> Offers:
    """The buttons that a message has: it keeps them."""
    ids = [
        getattr(child, "custom_id", None) or ""
        for row in (message.components if message else ())
        for child in getattr(row, "children", ())
    ]
    return Offers(
        *(any(i.startswith(f"vouch:{name}:") for i in ids) for name in _OFFERED),
    )


class Vote(
    Guarded, DynamicItem[Button[View]], template=r"vouch:vote:(?P<reply>\d+):(?P<vote>up|down)"
):
    """A thumb up or down; the same again takes it back."""

    def __init__(self, reply: int, vote: int) -> None:
        name, emoji = ("up", "👍") if vote > 0 else ("down", "👎")
        super().__init__(Button(emoji=emoji, custom_id=f"vouch:vote:{reply}:{name}"))
        self.reply = reply
        self.vote = vote

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["reply"]), 1 if match["vote"] == "up" else -1)

    @told
    async def callback(self, interaction: Interaction) -> None:
        if await kept_reply(interaction, self.reply) is None:
            return
        bot = bot_of(interaction)
        stands = await bot.remember(bot.store.vote, self.reply, interaction.user.id, self.vote)
        await interaction.response.send_message(
            tr(VOTED[stands]), view=reason_view(self.reply, stands), ephemeral=True
        )


class OpenThread(OfReply, DynamicItem[Button[View]], template=r"vouch:thread:(?P<reply>\d+)"):
    """Opens a thread on the reply, in which each message is a follow-up question."""

    def __init__(self, reply: int) -> None:
        button: Button[View] = Button(
            label=tr("Continue in a thread"), emoji="🧵", custom_id=f"vouch:thread:{reply}"
        )
        super().__init__(button)
        self.reply = reply

    @told
    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        bot = bot_of(interaction)
        kept = await bot.remember(bot.store.kept, self.reply)
        if kept is None or interaction.message is None:
            said = GONE
        else:
            said = await open_thread(bot, interaction.message, kept.id, kept.asked.question)
        await interaction.edit_original_response(content=said)


def sources_view(shown: SourcesPage, text: str) -> View:
    """The buttons under a page of `/sources`."""
    view = View(timeout=None)
    if shown.pages > 1:
        view.add_item(TurnSources(shown.page - 1, text, "◀", disabled=shown.page == 0))
        last = shown.page == shown.pages - 1
        view.add_item(TurnSources(shown.page + 1, text, "▶", disabled=last))
    return view


class TurnSources(
    Guarded, DynamicItem[Button[View]], template=r"vouch:sources:(?P<page>-?\d+):(?P<text>(?s:.*))"
):
    """Turns to another page of `/sources`; the filter is carried in the button."""

    def __init__(self, page: int, text: str, label: str, *, disabled: bool = False) -> None:
        custom_id = f"vouch:sources:{page}:{text}"
        super().__init__(Button(label=label, custom_id=custom_id, disabled=disabled))
        self.page = page
        self.text = text

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Any, match: re.Match[str], /
    ) -> Self:
        return cls(int(match["page"]), match["text"], "")

    @told
    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.defer()
        articles = await articles_here(interaction)
        shown = sources_page(articles, self.text, self.page)
        view = sources_view(shown, self.text)
        await interaction.edit_original_response(embed=shown.embed, view=view)


PERSISTENT = (
    *(ShowPassages, TurnPassage, TurnPage, Vote, OpenThread, TurnSources),
    *(FollowUp, NewTopic, AskAgain, Delete, AskPerson, Resolve),
    VoteReason,
)

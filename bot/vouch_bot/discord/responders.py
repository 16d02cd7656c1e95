"""Where an asker sees what becomes of a question: an interaction, or a reply to a message."""

import json
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

import discord

from vouch.types import Answer, Check, Reply
from vouch_bot.discord import markdown
from vouch_bot.discord.check_embed import check_embed
from vouch_bot.discord.components import Offers, reply_view
from vouch_bot.discord.embeds import draft_embed, reply_cards
from vouch_bot.discord.retries import retried

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

_ACKNOWLEDGED = 40_060


def in_line(ahead: int) -> str:
    """What someone in the line is told."""
    before = "one question comes" if ahead == 1 else f"{ahead:,} questions come"
    return f"⏳ Your question is in line: {before} before it."


class InteractionResponder:
    """A slash command or a modal: deferred at once, and edited from then on."""

    def __init__(
        self, interaction: "discord.Interaction[VouchClient]", *, private: bool, offers: Offers
    ) -> None:
        self._interaction = interaction
        self._private = private
        self._offers = offers
        self.shown: discord.Message | None = None

    @property
    def address(self) -> str | None:
        return json.dumps(
            {"application": self._interaction.application_id, "token": self._interaction.token}
        )

    async def decline(self, text: str) -> None:
        await self._interaction.response.send_message(text, ephemeral=True)

    async def begin(self) -> None:
        defer = self._interaction.response.defer
        try:
            await retried(lambda: defer(ephemeral=self._private, thinking=True))
        except discord.HTTPException as error:
            if error.code != _ACKNOWLEDGED:  # the broken connection had carried it
                raise

    async def wait(self, ahead: int) -> None:
        await self._interaction.edit_original_response(content=in_line(ahead))

    async def say(self, text: str) -> None:
        text = markdown.fit(text, 1_900)
        if not self._interaction.response.is_done():
            await self.decline(text)
            return
        edit = self._interaction.edit_original_response
        await retried(lambda: edit(content=text, embeds=[], view=None))

    async def draft(self, answer: Answer) -> None:
        await self._interaction.edit_original_response(content=None, embed=draft_embed(answer))

    async def show(self, number: int | None, reply: Reply) -> int | None:
        card = reply_cards(reply, number)[0]
        view = reply_view(card, number, reply, self._offers) if number else None
        edit = self._interaction.edit_original_response
        try:
            self.shown = await retried(lambda: edit(content=None, embed=card.embed, view=view))
        except discord.NotFound:  # it was deleted while the answer was being written
            send = self._interaction.followup.send
            shown = view or discord.utils.MISSING
            self.shown = await retried(
                lambda: send(embed=card.embed, view=shown, ephemeral=self._private, wait=True)
            )
        return self.shown.id

    async def show_check(self, check: Check) -> None:
        embed = check_embed(check)
        edit = self._interaction.edit_original_response
        self.shown = await retried(lambda: edit(content=None, embed=embed))

    async def end(self) -> None:
        pass


class MessageResponder:
    """A message: typing is shown, and the reply refers to it.

    What is said first, such as the place in the line, becomes the reply by editing. A person
    who asks again and again is told so once a minute, and then by a few reactions: the messages
    that Discord takes from a bot in a channel belong to everybody's answers.
    """

    def __init__(self, bot: "VouchClient", message: discord.Message, offers: Offers) -> None:
        self._bot = bot
        self._message = message
        self._offers = offers
        self.shown: discord.Message | None = None
        self._typing = message.channel.typing()
        self._types = False

    @property
    def address(self) -> str | None:
        return json.dumps({"channel": self._message.channel.id, "message": self._message.id})

    async def decline(self, text: str) -> None:
        await self._once_or_react("declined", text, "🚫")

    async def begin(self) -> None:
        # Typing is a courtesy: that it cannot be shown hinders nothing.
        with suppress(discord.HTTPException):
            await self._typing.__aenter__()
            self._types = True

    async def end(self) -> None:
        if self._types:
            await self._typing.__aexit__(None, None, None)

    async def wait(self, ahead: int) -> None:
        self.shown = await self._once_or_react("in line", in_line(ahead), "⏳")

    async def _once_or_react(self, kind: str, text: str, sign: str) -> discord.Message | None:
        who = (kind, self._message.channel.id, self._message.author.id)
        if self._bot.notices.allow(who, 1, 60):
            return await self._send(text)
        if self._bot.notices.allow((*who, "reaction"), 5, 60):
            with suppress(discord.HTTPException):  # it may lack the permission
                await self._message.add_reaction(sign)
        return None

    async def say(self, text: str) -> None:
        await self._put(markdown.fit(text, 1_900))

    async def draft(self, answer: Answer) -> None:
        embed = draft_embed(answer)
        if self.shown is None:
            self.shown = await self._send(embed=embed)
        else:
            await self.shown.edit(content=None, embed=embed)

    async def show(self, number: int | None, reply: Reply) -> int | None:
        card = reply_cards(reply, number)[0]
        view = reply_view(card, number, reply, self._offers) if number else None
        return (await self._put(embed=card.embed, view=view)).id

    async def show_check(self, check: Check) -> None:
        await self._put(embed=check_embed(check))

    async def _put(
        self,
        text: str | None = None,
        embed: discord.Embed | None = None,
        view: discord.ui.View | None = None,
    ) -> discord.Message:
        """Show this instead of what the reply shows; in a new one where it was deleted."""
        shown = self.shown
        if shown is not None:
            with suppress(discord.NotFound):
                return await retried(lambda: shown.edit(content=text, embed=embed, view=view))
        self.shown = await self._send(text, embed, view)
        return self.shown

    async def _send(
        self,
        text: str | None = None,
        embed: discord.Embed | None = None,
        view: discord.ui.View | None = None,
    ) -> discord.Message:
        # The question may have been deleted meanwhile: the reply is sent all the same.
        to = self._message.to_reference(fail_if_not_exists=False)
        send = self._message.channel.send
        nonce = secrets.token_hex(12)  # Discord shows what is sent twice with it only once
        if embed is None:
            return await retried(lambda: send(text, reference=to, nonce=nonce))
        if view is None:
            return await retried(lambda: send(embed=embed, reference=to, nonce=nonce))
        return await retried(lambda: send(embed=embed, view=view, reference=to, nonce=nonce))

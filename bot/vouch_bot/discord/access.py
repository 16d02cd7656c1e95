"""Who may use the bot, in servers and in direct messages."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import discord

from vouch_bot.common.policy import Asker, DirectMessages, denial, direct_denial
from vouch_bot.discord.people import NAMING, asker

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

NOT_HERE = "I am not set up to answer in this server."
_KNOWN_FOR_S = 300.0
_MAX_KNOWN = 1_000

_log = logging.getLogger(__name__)


class Access:
    """The bot's servers and its policy for direct messages.

    `servers` are the ids of the allowed servers; all are where it is empty.
    """

    def __init__(
        self,
        bot: "VouchClient",
        servers: frozenset[int],
        direct: DirectMessages,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot = bot
        self._servers = servers
        self._direct = direct
        self._clock = clock
        self._members: dict[int, tuple[float, list[discord.Member]]] = {}

    def serves(self, guild: int | None) -> bool:
        """Whether the bot answers in this server; always so outside of servers."""
        return guild is None or not self._servers or guild in self._servers

    async def refusal(
        self, user: discord.User | discord.Member, guild: int | None, channel: object
    ) -> str | None:
        """Why this person may not use the bot here, in a sentence; None where they may."""
        if guild is None:
            return await self._direct_refusal(user.id)
        if not self.serves(guild):
            return NOT_HERE
        return denial(self._bot.store.rules(guild), asker(user, guild, channel), NAMING)

    @property
    def direct_messages(self) -> DirectMessages:
        """The policy in force: AUTO is decided by whether a server has set rules of access."""
        if self._direct is not DirectMessages.AUTO:
            return self._direct
        rules = self._bot.store.guilds().items()
        ruled = any(each.restricts for guild, each in rules if self.serves(guild))
        return DirectMessages.OFF if ruled else DirectMessages.EVERYONE

    async def _direct_refusal(self, user: int) -> str | None:
        policy = self.direct_messages
        if policy is DirectMessages.OFF:
            return direct_denial(policy, ())
        store = self._bot.store
        matters = policy is DirectMessages.MEMBERS
        guilds = [
            guild
            for guild in self._bot.guilds
            if self.serves(guild.id) and (matters or store.rules(guild.id).restricts)
        ]
        members = await self._memberships(user, guilds) if guilds else []
        return direct_denial(
            policy, [(store.rules(each.guild.id), _as_member(each)) for each in members]
        )

    async def _memberships(self, user: int, guilds: list[discord.Guild]) -> list[discord.Member]:
        """The person as a member of each of these servers, known for a few minutes."""
        until, known = self._members.get(user, (0.0, []))
        if self._clock() < until:
            return known
        found = await asyncio.gather(*(_member(guild, user) for guild in guilds))
        members = [member for member in found if member is not None]
        if len(self._members) >= _MAX_KNOWN:
            self._members.clear()
        self._members[user] = (self._clock() + _KNOWN_FOR_S, members)
        return members


async def _member(guild: discord.Guild, user: int) -> discord.Member | None:
    try:
        return guild.get_member(user) or await guild.fetch_member(user)
    except discord.NotFound:
        return None
    except discord.HTTPException as error:
        # Who cannot be looked up is not let in by it.
        _log.warning("A member of the server %d cannot be looked up: %s", guild.id, error)
        return None


def _as_member(member: discord.Member) -> Asker:
    return asker(member, member.guild.id, None)

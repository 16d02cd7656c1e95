"""People and channels of Discord as the rules see them."""

from typing import Final

import discord

from vouch_bot.common.policy import Asker, Naming

NAMING: Final = Naming(channel="<#{}>".format, role="<@&{}>".format)
"""How Discord writes channels and roles in a message."""


def asker(user: discord.User | discord.Member, guild: int | None, channel: object) -> Asker:
    """Who asks, and where; a thread counts as the channel that it hangs on, too."""
    channels = {getattr(channel, "id", 0)}
    if isinstance(channel, discord.Thread):
        channels.add(channel.parent_id)
    if not isinstance(user, discord.Member):
        return Asker(user.id, guild, frozenset(channels))
    roles = frozenset(role.id for role in user.roles)
    return Asker(user.id, guild, frozenset(channels), roles, may_manage(user))


def may_manage(member: discord.Member) -> bool:
    """Whether a member may change the bot's settings: Manage Server, or more."""
    given = member.resolved_permissions or member.guild_permissions
    return given.manage_guild or given.administrator

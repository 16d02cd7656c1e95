"""People and channels of a simulated Discord."""

from typing import Any

import discord

# In simcord's types nearly everything may be None; a test that meets one fails all the same.
Env = Any


def guild_of(env: Env) -> Any:
    """The server of the test, made where there is none."""
    return env.guild if env.bot.guilds else env.create_guild()


def channel_of(env: Env) -> Any:
    """The channel of the test, made where there is none."""
    guild = guild_of(env)
    return guild.channels.get("general") or guild.create_text_channel("general")


def person(env: Env, name: str = "ann", *roles: Any) -> Any:
    return guild_of(env).add_member(env.create_user(name), roles=list(roles))


def manager(env: Env) -> Any:
    """Someone with Manage Server."""
    may = discord.Permissions(manage_guild=True)
    return person(env, "boss", guild_of(env).create_role("managers", permissions=may))


def embed_of(channel: Any) -> discord.Embed:
    """The embed of the last message."""
    embed: discord.Embed = channel.last_message.embeds[0]
    return embed

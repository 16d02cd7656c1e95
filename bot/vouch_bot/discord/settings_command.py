"""`/settings`: a server's rules, for those with Manage Server."""

import logging
from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from vouch_bot.common.policy import Rules, ThreadMode
from vouch_bot.discord import permissions
from vouch_bot.discord.people import may_manage

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

    Interaction = discord.Interaction[VouchClient]
else:
    Interaction = discord.Interaction

_log = logging.getLogger(__name__)

ONLY_MANAGERS = "Only members with **Manage Server** may see or change the settings."
MAX_LISTED = 25


class SettingsGroup(app_commands.Group):
    """The commands under `/settings`."""

    def __init__(self) -> None:
        super().__init__(
            name="settings",
            description="How I answer in this server (Manage Server)",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )

    async def interaction_check(self, interaction: discord.Interaction, /) -> bool:
        # Discord hides the commands, but a server can override that: what counts is asked here.
        user = interaction.user
        if isinstance(user, discord.Member) and may_manage(user):
            return True
        await interaction.response.send_message(ONLY_MANAGERS, ephemeral=True)
        return False

    @app_commands.command(description="Show the settings")
    async def show(self, interaction: Interaction) -> None:
        rules = interaction.client.store.rules(interaction.guild_id)
        await interaction.response.send_message(described(rules), ephemeral=True)

    @app_commands.command(description="Answer only in some channels")
    @app_commands.describe(action="Allow, or allow no longer", channel="The channel")
    async def channel(
        self,
        interaction: Interaction,
        action: Literal["allow", "remove"],
        channel: discord.TextChannel | discord.ForumChannel | discord.VoiceChannel,
    ) -> None:
        if wrong := _no_change(_rules(interaction).channels, channel.id, action, channel.mention):
            await interaction.response.send_message(wrong, ephemeral=True)
            return
        await _change(
            interaction,
            lambda rules: replace(rules, channels=_with(rules.channels, channel.id, action)),
        )

    @app_commands.command(description="Let only some roles ask")
    @app_commands.describe(action="Allow, or allow no longer", role="The role")
    async def role(
        self, interaction: Interaction, action: Literal["allow", "remove"], role: discord.Role
    ) -> None:
        if wrong := _no_change(_rules(interaction).roles, role.id, action, role.mention):
            await interaction.response.send_message(wrong, ephemeral=True)
            return
        await _change(
            interaction, lambda rules: replace(rules, roles=_with(rules.roles, role.id, action))
        )

    @app_commands.command(description="Set how answers are given")
    @app_commands.describe(
        cooldown="Seconds between two questions of one person",
        private="Show answers to /ask to the asker alone, unless they choose otherwise",
        threads="Threads for follow-up questions",
    )
    async def answers(
        self,
        interaction: Interaction,
        cooldown: app_commands.Range[int, 0, 86_400] | None = None,
        private: bool | None = None,
        threads: Literal["off", "button", "always"] | None = None,
    ) -> None:
        if cooldown is None and private is None and threads is None:
            said = "Nothing was changed: choose `cooldown`, `private` or `threads`."
            await interaction.response.send_message(said, ephemeral=True)
            return

        def changed(rules: Rules) -> Rules:
            return replace(
                rules,
                cooldown=rules.cooldown if cooldown is None else cooldown,
                private=rules.private if private is None else private,
                threads=rules.threads if threads is None else ThreadMode(threads),
            )

        await _change(interaction, changed)

    @app_commands.command(description="Who may use /reindex besides Manage Server")
    @app_commands.describe(role="The role; without it, nobody else")
    async def keepers(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        await _change(
            interaction, lambda rules: replace(rules, keeper_role=role.id if role else None)
        )

    @app_commands.command(description="Who is asked where the articles do not answer")
    @app_commands.describe(role="The role to ping; without it, nobody")
    async def staff(self, interaction: Interaction, role: discord.Role | None = None) -> None:
        await _change(
            interaction, lambda rules: replace(rules, staff_role=role.id if role else None)
        )

    @app_commands.command(description="Announce new articles in a channel")
    @app_commands.describe(channel="The channel; without it, nowhere")
    async def news(
        self, interaction: Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        if channel is not None and (lacks := _lacks(channel)):
            said = f"Nothing was changed. {permissions.what_to_tick(lacks, channel.mention)}"
            await interaction.response.send_message(said, ephemeral=True)
            return
        await _change(
            interaction, lambda rules: replace(rules, news_channel=channel.id if channel else None)
        )

    @app_commands.command(description="Reset settings")
    async def reset(self, interaction: Interaction) -> None:
        await _change(interaction, lambda _: Rules())


async def _change(interaction: Interaction, change: Callable[[Rules], Rules]) -> None:
    guild = interaction.guild_id
    if guild is None:
        raise ValueError("settings belong to a server")
    bot = interaction.client
    before = bot.store.rules(guild)
    rules = change(before)
    if max(len(rules.channels), len(rules.roles)) > MAX_LISTED:
        said = f"At most {MAX_LISTED} can be listed. Remove one first."
    elif rules == before:
        said = f"Nothing was changed: it is set so already.\n{described(rules)}"
    else:
        await bot.remember(bot.store.set_rules, guild, rules)
        who = interaction.user
        _log.info(
            "Settings of the server %d changed by %s (%d): %s",
            *(guild, who.name, who.id, differences(before, rules)),
        )
        said = f"✅ Set.\n{described(rules)}"
    await interaction.response.send_message(said, ephemeral=True)


def differences(before: Rules, after: Rules) -> str:
    """What has changed from one set of rules to another, for the log."""
    return "; ".join(
        f"{field.name}: {getattr(before, field.name)} → {getattr(after, field.name)}"
        for field in fields(Rules)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _rules(interaction: Interaction) -> Rules:
    return interaction.client.store.rules(interaction.guild_id)


def _no_change(
    ids: frozenset[int], one: int, action: Literal["allow", "remove"], name: str
) -> str | None:
    """What was wrong with a change to a list; None where it changes something."""
    if action == "remove" and one not in ids:
        listed = "nothing is listed, so all are allowed" if not ids else "it is not in the list"
        return f"{name} could not be removed: {listed}."
    return f"{name} is allowed already." if action == "allow" and one in ids else None


def _lacks(channel: discord.TextChannel) -> tuple[str, ...]:
    """What the bot may not do in a channel, and needs to for posting there."""
    return permissions.missing(channel.permissions_for(channel.guild.me), permissions.TO_POST)


def _with(ids: frozenset[int], one: int, action: Literal["allow", "remove"]) -> frozenset[int]:
    return ids | {one} if action == "allow" else ids - {one}


def described(rules: Rules) -> str:
    """The rules in words."""
    channels = " ".join(f"<#{channel}>" for channel in sorted(rules.channels)) or "all"
    roles = " ".join(f"<@&{role}>" for role in sorted(rules.roles)) or "all"
    cooldown = "the bot's default" if rules.cooldown is None else f"{rules.cooldown} s"
    return "\n".join(
        (
            f"**Channels:** {channels}",
            f"**Roles that may ask:** {roles}",
            f"**Between two questions of one person:** {cooldown}",
            f"**Answers to /ask:** {'private' if rules.private else 'public'} unless chosen",
            f"**Threads for follow-ups:** {rules.threads.value}",
            f"**/reindex:** Manage Server{_or_role(rules.keeper_role)}",
            f"**Ask a person:** {f'<@&{rules.staff_role}>' if rules.staff_role else 'off'}",
            f"**News of articles:** {f'<#{rules.news_channel}>' if rules.news_channel else 'off'}",
        )
    )


def _or_role(role: int | None) -> str:
    return f" or <@&{role}>" if role else ""

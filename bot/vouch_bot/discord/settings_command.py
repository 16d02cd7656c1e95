"""`/settings`: a server's rules, for those with Manage Server."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Literal

import discord
from discord import app_commands

from vouch.errors import SettingsError
from vouch.selection import EmptySelectionError, Selection
from vouch_bot.common.policy import Rules, ThreadMode
from vouch_bot.discord import markdown, permissions
from vouch_bot.discord.people import may_manage
from vouch_bot.discord.posts import ANSWERED, NEEDS_PERSON

if TYPE_CHECKING:
    from vouch_bot.discord.client import VouchClient

    Interaction = discord.Interaction[VouchClient]
else:
    Interaction = discord.Interaction

_log = logging.getLogger(__name__)

NO_INTENT = (
    "Nothing was changed: without Message Content Intent I see only messages that mention me. The"
    " bot's owner can tick it in the portal, and set VOUCH_DISCORD_MESSAGE_CONTENT=true."
)
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

    @app_commands.command(description="Who may use /reindex, /articles and /stats")
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
        await _post_in(
            interaction, channel, lambda rules, number: replace(rules, news_channel=number)
        )

    @app_commands.command(description="Answer from some articles only, here or in the whole server")
    @app_commands.describe(
        articles="folder:sport, tag:election, or several with commas; without it, all articles",
        channel="The channel; without it, this one",
        server="For all channels that have no articles of their own",
    )
    async def articles(
        self,
        interaction: Interaction,
        articles: app_commands.Range[str, 1, 200] | None = None,
        channel: discord.TextChannel | discord.ForumChannel | discord.VoiceChannel | None = None,
        server: bool = False,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            chosen = str(Selection.parse(articles)) if articles else None
            if chosen:
                await asyncio.to_thread(lambda: interaction.client.engine.within(chosen).sources())
        except (SettingsError, EmptySelectionError) as error:
            said = f"Nothing was changed: {markdown.fit(str(error), 1_500)}"
            await interaction.edit_original_response(content=said)
            return
        place = channel or interaction.channel
        place = place.parent if isinstance(place, discord.Thread) else place
        number = getattr(place, "id", 0)

        def changed(rules: Rules) -> Rules:
            if server:
                return replace(rules, articles=chosen)
            others = {each: name for each, name in rules.collections.items() if each != number}
            return replace(rules, collections=others | ({number: chosen} if chosen else {}))

        await _change(interaction, changed)

    @app_commands.command(description="Answer questions in a channel or forum without a mention")
    @app_commands.describe(
        action="Answer every question there, or stop",
        channel="The channel or forum",
        most_wrong="Of a hundred such answers so many may be wrong (5); less means more silence",
    )
    async def auto(
        self,
        interaction: Interaction,
        action: Literal["answer", "stop"],
        channel: discord.TextChannel | discord.ForumChannel,
        most_wrong: app_commands.Range[int, 2, 50] | None = None,
    ) -> None:
        listed = channel.id in _rules(interaction).auto_channels
        wrong = None
        if action == "stop" and not listed:
            wrong = f"{channel.mention} could not be removed: it is not in the list."
        elif action == "answer" and not interaction.client.intents.message_content:
            wrong = NO_INTENT
        elif action == "answer" and (lacks := _lacks(channel)):
            wrong = f"Nothing was changed. {permissions.what_to_tick(lacks, channel.mention)}"
        if wrong:
            await interaction.response.send_message(wrong, ephemeral=True)
            return

        def changed(rules: Rules) -> Rules:
            change: Literal["allow", "remove"] = "allow" if action == "answer" else "remove"
            channels = _with(rules.auto_channels, channel.id, change)
            risk = rules.auto_risk if most_wrong is None else most_wrong
            return replace(rules, auto_channels=channels, auto_risk=risk)

        await _change(interaction, changed, _untagged(channel) if action == "answer" else "")

    @app_commands.command(description="Post a digest of the week in a channel, on Mondays")
    @app_commands.describe(channel="The channel; without it, nowhere")
    async def digest(
        self, interaction: Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        await _post_in(
            interaction, channel, lambda rules, number: replace(rules, digest_channel=number)
        )

    @app_commands.command(description="Reset settings")
    async def reset(self, interaction: Interaction) -> None:
        await _change(interaction, lambda _: Rules())


async def _post_in(
    interaction: Interaction,
    channel: discord.TextChannel | None,
    change: Callable[[Rules, int | None], Rules],
) -> None:
    """Set a channel to post in, or none; one that the bot may not write to is not taken."""
    if channel is not None and (lacks := _lacks(channel)):
        said = f"Nothing was changed. {permissions.what_to_tick(lacks, channel.mention)}"
        await interaction.response.send_message(said, ephemeral=True)
        return
    number = channel.id if channel else None
    await _change(interaction, lambda rules: change(rules, number))


async def _change(
    interaction: Interaction, change: Callable[[Rules], Rules], hint: str = ""
) -> None:
    guild = interaction.guild_id
    if guild is None:
        raise ValueError("settings belong to a server")
    bot = interaction.client
    before = bot.store.rules(guild)
    rules = change(before)
    lists = (rules.channels, rules.roles, rules.auto_channels, rules.collections)
    if max(map(len, lists)) > MAX_LISTED:
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
        said = f"✅ Set.\n{described(rules)}{hint}"
    if interaction.response.is_done():
        await interaction.edit_original_response(content=said[:2_000])
        return
    await interaction.response.send_message(said[:2_000], ephemeral=True)


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


def _lacks(channel: discord.TextChannel | discord.ForumChannel) -> tuple[str, ...]:
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
            f"**/reindex, /articles, /stats:** Manage Server{_or_role(rules.keeper_role)}",
            f"**Ask a person:** {f'<@&{rules.staff_role}>' if rules.staff_role else 'off'}",
            f"**Answers without a mention:** {_auto(rules)}",
            f"**Answers from:** {_collections(rules)}",
            f"**Weekly digest:** {f'<#{rules.digest_channel}>' if rules.digest_channel else 'off'}",
            f"**News of articles:** {f'<#{rules.news_channel}>' if rules.news_channel else 'off'}",
        )
    )


def _untagged(channel: discord.TextChannel | discord.ForumChannel) -> str:
    """What keeps the posts of a forum from being tagged, in a line; empty where nothing does."""
    if not isinstance(channel, discord.ForumChannel):
        return ""
    lacks = permissions.missing(channel.permissions_for(channel.guild.me), permissions.TO_TAG_POSTS)
    if lacks:
        return f"\nTo tag posts: {permissions.what_to_tick(lacks, channel.mention)}"
    names = {tag.name.casefold() for tag in channel.available_tags}
    if missing := [name for name in (ANSWERED, NEEDS_PERSON) if name not in names]:
        return f"\nTo have posts tagged, add to the forum: {', '.join(missing)}."
    return ""


def _auto(rules: Rules) -> str:
    channels = " ".join(f"<#{channel}>" for channel in sorted(rules.auto_channels))
    return f"{channels}, where at most {rules.auto_risk} of 100 are wrong" if channels else "off"


def _collections(rules: Rules) -> str:
    shown = [
        f"{markdown.fit(name, 60)} in <#{channel}>"
        for channel, name in sorted(rules.collections.items())
    ]
    rest = markdown.fit(rules.articles, 60) if rules.articles else "all articles"
    return "; ".join([*shown, f"{rest} elsewhere" if shown else rest])


def _or_role(role: int | None) -> str:
    return f" or <@&{role}>" if role else ""

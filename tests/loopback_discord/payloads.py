"""What Discord sends: users, servers, channels, messages, interactions, as its API v10 has them."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

Payload = dict[str, Any]

_DISCORD_EPOCH_MS = 1_420_070_400_000
_ISO = "2026-01-01T00:00:00+00:00"
ALL_PERMISSIONS = str((1 << 50) - 1)

APPLICATION = 100_000_000_000_000_001
BOT = 100_000_000_000_000_002
GUILD = 100_000_000_000_000_003
CHANNEL = 100_000_000_000_000_004
BOT_ROLE = 100_000_000_000_000_005
FORUM = 100_000_000_000_000_006
STAFF_ROLE = 100_000_000_000_000_007
TAGS = {"answered": 100_000_000_000_000_008, "needs a person": 100_000_000_000_000_009}


def snowflakes() -> Iterator[int]:
    """Ids that grow, and tell the present time as Discord's do."""
    for number in itertools.count():
        yield (int(time.time() * 1000) - _DISCORD_EPOCH_MS << 22) + number % (1 << 22)


def user(identity: int, name: str, *, bot: bool = False) -> Payload:
    return {
        "id": str(identity),
        "username": name,
        "global_name": name,
        "discriminator": "0",
        "avatar": None,
        "bot": bot,
    }


def member(identity: int, name: str, *, roles: tuple[int, ...] = (), bot: bool = False) -> Payload:
    return {
        "user": user(identity, name, bot=bot),
        "roles": [str(role) for role in roles],
        "joined_at": _ISO,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def role(identity: int, name: str, permissions: str) -> Payload:
    return {
        "id": str(identity),
        "name": name,
        "permissions": permissions,
        "position": 1,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def text_channel() -> Payload:
    return {
        "id": str(CHANNEL),
        "type": 0,
        "name": "general",
        "position": 0,
        "permission_overwrites": [],
        "guild_id": str(GUILD),
    }


def forum_channel() -> Payload:
    """A forum with the tags that the bot uses."""
    tags = [
        {"id": str(id_), "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for name, id_ in TAGS.items()
    ]
    more = {"available_tags": tags, "default_forum_layout": 0, "default_sort_order": None}
    return {**text_channel(), **more, "id": str(FORUM), "type": 15, "name": "help", "flags": 0}


def guild() -> Payload:
    """The one server there is, with a channel, a forum and the bot in it."""
    return {
        "id": str(GUILD),
        "name": "Loopback",
        "owner_id": "1",
        "roles": [
            role(GUILD, "@everyone", ALL_PERMISSIONS),
            role(BOT_ROLE, "Vouch", ALL_PERMISSIONS),
            role(STAFF_ROLE, "desk", "0"),
        ],
        "channels": [text_channel(), forum_channel()],
        "members": [member(BOT, "Vouch", roles=(BOT_ROLE,), bot=True)],
        "threads": [],
        "emojis": [],
        "stickers": [],
        "features": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "member_count": 2,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "nsfw_level": 0,
        "system_channel_flags": 0,
        "large": False,
        "unavailable": False,
        "joined_at": _ISO,
        "afk_timeout": 300,
    }


def thread(identity: int, name: str) -> Payload:
    """A thread on a message: it has the message's id."""
    return {
        "id": str(identity),
        "type": 11,
        "guild_id": str(GUILD),
        "parent_id": str(CHANNEL),
        "owner_id": str(BOT),
        "name": name,
        "message_count": 0,
        "member_count": 1,
        "rate_limit_per_user": 0,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": _ISO,
            "locked": False,
        },
    }


def post(identity: int, name: str, author: int) -> Payload:
    """A post of the forum."""
    parent = {"parent_id": str(FORUM), "owner_id": str(author), "applied_tags": []}
    return {**thread(identity, name), **parent, "flags": 0}


def message(
    identity: int,
    channel: int,
    author: Payload,
    body: Payload,
    *,
    in_guild: bool = True,
    mentions: tuple[Payload, ...] = (),
) -> Payload:
    """A message, with what of `body` a client may set."""
    made: Payload = {
        "id": str(identity),
        "channel_id": str(channel),
        "author": author,
        "timestamp": _ISO,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": list(mentions),
        "mention_roles": [],
        "attachments": [],
        "pinned": False,
        "type": 19 if body.get("message_reference") else 0,
        "content": body.get("content") or "",
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "flags": body.get("flags") or 0,
    }
    if in_guild:
        made["guild_id"] = str(GUILD)
    return made


def interaction(
    identity: int,
    kind: int,
    channel: Payload,
    person: Payload,
    data: Payload,
    permissions: str = "0",
) -> Payload:
    """A slash command (kind 2) or a click (kind 3) of a member in the server."""
    return {
        "id": str(identity),
        "application_id": str(APPLICATION),
        "type": kind,
        "data": data,
        "guild_id": str(GUILD),
        "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
        "channel": channel,
        "channel_id": channel["id"],
        "member": {**person, "permissions": permissions},
        "token": f"token-{identity}",
        "version": 1,
        "app_permissions": ALL_PERMISSIONS,
        "locale": "en-US",
        "guild_locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(GUILD)},
        "context": 0,
        "attachment_size_limit": 10_000_000,
    }

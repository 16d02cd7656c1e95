"""The permissions that the bot needs, and what to tick where one is missing."""

from typing import Final

import discord

_NAMES: Final = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "add_reactions": "Add Reactions",
    "manage_threads": "Manage Threads and Posts",
}
TO_ANSWER: Final = ("view_channel", "send_messages", "embed_links", "read_message_history")
TO_ANSWER_IN_THREADS: Final = (
    *("view_channel", "send_messages_in_threads", "embed_links", "read_message_history"),
)
TO_TAG_POSTS: Final = ("manage_threads",)
TO_POST: Final = ("view_channel", "send_messages", "embed_links")
TO_OPEN_THREADS: Final = ("create_public_threads", "send_messages_in_threads")


def needed() -> discord.Permissions:
    """Exactly the permissions that the bot uses, but for tagging posts, which few need."""
    names = (name for name in _NAMES if name not in TO_TAG_POSTS)
    return discord.Permissions(**dict.fromkeys(names, True))


def missing(has: discord.Permissions, names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the permissions that are not given, by the names that Discord shows."""
    return tuple(_NAMES[name] for name in names if not getattr(has, name))


def what_to_tick(names: tuple[str, ...], where: str = "this channel") -> str:
    """A sentence that says which permissions are missing, and where to give them."""
    listed = ", ".join(f"**{name}**" for name in names)
    return (
        f"I may not do this in {where}: tick {listed} for my role under"
        " Server Settings → Roles (or in the channel's own Permissions)."
    )

"""The posts of a forum, tagged by what became of their question."""

import logging
from typing import Final

import discord

ANSWERED: Final = "answered"
NEEDS_PERSON: Final = "needs a person"
"""The names of a forum's tags for posts that are answered, and for those that are not."""

_log = logging.getLogger(__name__)


async def tag_post(channel: object, name: str) -> None:
    """Tag a forum's post as answered, or as in need of a person, where the forum has the tags."""
    forum = channel.parent if isinstance(channel, discord.Thread) else None
    if not isinstance(channel, discord.Thread) or not isinstance(forum, discord.ForumChannel):
        return
    ours = {ANSWERED, NEEDS_PERSON}
    # New tags are all equal to discord.py: names are compared.
    named = {tag.name.casefold(): tag for tag in forum.available_tags}
    if name not in named:
        return
    kept = [tag for tag in channel.applied_tags if tag.name.casefold() not in ours]
    if [tag.name.casefold() for tag in channel.applied_tags if tag not in kept] == [name]:
        return
    try:
        await channel.edit(applied_tags=[*kept[:4], named[name]])
    except discord.HTTPException as error:
        _log.warning("The post %d cannot be tagged: %s", channel.id, error)

"""Which messages are questions, and what they ask."""

import re
from collections.abc import Mapping

import discord

from vouch.text.chat_words import ASKS
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import fold

_MENTION = re.compile(r"<(?:@[!&]?|#)(\d+)>")
_EMOJI = re.compile(r"<a?:\w+:\d+>")

_ASKING = re.compile(r"\w[\"'”’)]*\s?[?？؟]")
_SHORTEST = 2
"""How many words a question has that is not addressed to the bot."""

HOW_TO_ASK = "Ask me a question: in a message that mentions me, by replying to me, or with `/ask`."
NO_TEXT = "There is no text in this message that I could read."
CANNOT_READ = (
    "I cannot read this message: I see only messages that mention me by my own name, or reply to"
    " me with a mention. Use `/ask`, or **Follow up** under an answer."
)


def question_in(content: str, names: Mapping[int, str]) -> str:
    """What a message asks: its text with the people, roles and channels in it by their names.

    A mention that `names` does not have, such as that of the bot itself, is left out.
    """
    named = _MENTION.sub(lambda mention: names.get(int(mention[1]), ""), content)
    return " ".join(_EMOJI.sub("", named).split())


def is_question(text: str) -> bool:
    """Whether a message that nobody is named in asks something."""
    if len(text.split()) < _SHORTEST:
        return False
    return bool(_ASKING.search(text) or ASKS.match(fold(text)))


def post_question(title: str, text: str) -> str:
    """What a forum's post asks: its title, with the questions of its text where there are any."""
    title = " ".join(title.split())
    if is_question(title):
        return title
    asked = [text[start:end].strip() for start, end in sentence_spans(text)]
    asked = [sentence for sentence in asked if is_question(sentence)]
    return f"{title}: {' '.join(asked) or text}".strip(" :")


def content_of(message: discord.Message) -> str:
    """The text of a message; that of the message it forwards, if it does."""
    snapshots = getattr(message, "message_snapshots", ())
    return message.content or "\n".join(snapshot.content for snapshot in snapshots)


def names_in(message: discord.Message, me: int) -> dict[int, str]:
    """The names of what a message mentions, but the bot and its role."""
    names = {user.id: user.display_name for user in message.mentions if user.id != me}
    names |= {role.id: role.name for role in message.role_mentions if not is_role_of(role, me)}
    return names | {
        channel.id: getattr(channel, "name", "") for channel in message.channel_mentions
    }


def is_role_of(role: discord.Role, bot: int) -> bool:
    """Whether a role is the one that Discord made for the bot."""
    return role.tags is not None and role.tags.bot_id == bot


async def named_in_guild(text: str, guild: discord.Guild | None) -> str:
    """A question typed into a command, with the people, roles and channels in it by their names."""
    ids = {int(found) for found in _MENTION.findall(text)}
    if guild is None or not ids:
        return text
    names: dict[int, str] = {}
    for identity in sorted(ids)[:10]:
        known = guild.get_role(identity) or guild.get_channel_or_thread(identity)
        if known is not None:
            names[identity] = known.name
            continue
        try:
            names[identity] = (await guild.fetch_member(identity)).display_name
        except discord.HTTPException:
            continue  # nobody of this server
    return question_in(text, names) or text

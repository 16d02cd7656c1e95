"""Which messages are questions, and what they ask."""

import re
from collections.abc import Mapping

_MENTION = re.compile(r"<@!?(\d+)>")
_OTHER = re.compile(r"<(?:@&|#|a?:\w+:)\d+>")

HOW_TO_ASK = "Ask me a question: in a message that mentions me, by replying to me, or with `/ask`."
CANNOT_READ = (
    "I can read only messages that mention me or reply to me with a mention, and `/ask`."
    " (Whoever runs me can let me read all messages in my threads:"
    " VOUCH_DISCORD_MESSAGE_CONTENT=true.)"
)


def question_in(content: str, me: int, names: Mapping[int, str]) -> str:
    """What a message asks: its text without the mention of the bot, other people by their names."""

    def named(mention: re.Match[str]) -> str:
        user = int(mention[1])
        return "" if user == me else names.get(user, "")

    return " ".join(_OTHER.sub("", _MENTION.sub(named, content)).split())

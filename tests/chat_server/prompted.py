"""What a scripted model finds in a prompt: the question, and the evidence under its keys."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.chat_server.server import Message

_EVIDENCE = re.compile(
    r'<evidence key="(?P<key>\w+)">\n(?P<head>.*?)\n\n(?P<text>.*?)\n</evidence key="(?P=key)">',
    re.DOTALL,
)


@dataclass(frozen=True)
class Prompted:
    """A piece of evidence as a model sees it; `head` has its title, date and source."""

    key: str
    head: str
    text: str


def evidence(messages: Sequence[Message]) -> list[Prompted]:
    """The evidence of a prompt, in order."""
    prompt = "\n".join(message["content"] for message in messages)
    return [Prompted(m["key"], m["head"], m["text"]) for m in _EVIDENCE.finditer(prompt)]


def keys_for(messages: Sequence[Message], words: str) -> list[str]:
    """The keys of the evidence whose text or title holds `words`."""
    return [piece.key for piece in evidence(messages) if words in piece.head + piece.text]

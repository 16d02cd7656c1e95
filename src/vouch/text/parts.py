"""The questions of a message that asks several."""

import re

from vouch.text.chat_words import ASKS
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import content_words, fold

LONGEST = 1_000
"""The most characters of a question; of a longer message the last sentence that asks is taken."""

MOST = 5
"""How many questions of a message are answered."""

_JOINED = re.compile(
    r",?(?<!\s)\s+and\s+(?=(?:who|whom|whose|what|when|where|why|which|how)\s+\w+\s+\w+)",
    re.IGNORECASE,
)


def questions_of(message: str) -> list[str]:
    """The questions that a message asks, in order; the message alone where it asks one."""
    sentences = [message[start:end].strip() for start, end in sentence_spans(message)]
    asked = [text for text in sentences if text.endswith("?") and ASKS.match(fold(text))]
    if len(message) > LONGEST:
        return asked[-1:] or sentences[-1:] or [message[-LONGEST:]]
    if len(asked) > 1 and len(asked) == len(sentences):
        return asked[:MOST]
    if len(sentences) <= 1 and ASKS.match(fold(message.strip())):
        parts = _JOINED.split(message.strip())
        if len(parts) > 1 and all(len(content_words(part)) > 1 for part in parts):
            return [_asking(part) for part in parts][:MOST]
    return [message]


def _asking(part: str) -> str:
    text = part.strip(" ,")
    return text[:1].upper() + text[1:].rstrip(" ?.!") + "?"

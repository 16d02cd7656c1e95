"""Small talk at the beginning and the end of a message."""

import re
from functools import lru_cache

from vouch.text.chat_words import PHRASES
from vouch.text.tokens import words


def core(message: str) -> str:
    """The message without small talk at its beginning and end; empty where nothing is left."""
    parts = [part for part in _SEGMENT.findall(message.strip()) if words(part)]
    while parts and spoken(parts[0]):
        parts = parts[1:]
    while parts and spoken(parts[-1]):
        parts = parts[:-1]
    return " ".join("".join(parts).split()) if parts else ""


_SEGMENT = re.compile(r"[^,.!?;\n]+[,.!?;\n]*\s*|[,.!?;\n]+\s*")


def spoken(part: str) -> bool:
    """Whether a part of a message is one of the set phrases of small talk, in any language."""
    return " ".join(words(part)) in _phrases()


def spoken_kind(message: str) -> str | None:
    """The kind of a message all of small talk: that of its last phrase; None without words."""
    parts = [part for part in _SEGMENT.findall(message) if words(part)]
    return _phrases()[" ".join(words(parts[-1]))] if parts else None


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    return {
        " ".join(words(phrase)): kind for kind, phrases in PHRASES.items() for phrase in phrases
    }

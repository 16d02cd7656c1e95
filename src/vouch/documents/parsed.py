"""What a format's parser hands on."""

import re
from dataclasses import dataclass, field

from vouch.types import Block, Span

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
MAX_TITLE = 300
PROPERTIES = "document properties"
"""The `date_source` of a date that is the file's: when a Word document or a PDF was made."""


class UnreadableError(Exception):
    """A file's bytes hold no article; the reason follows the file's name in a sentence.

    `costly` says that it took too much time or memory to tell.
    """

    def __init__(self, reason: str, costly: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.costly = costly


@dataclass(frozen=True, slots=True)
class Details:
    """What a file says of itself; None is what it does not say.

    `date_source` names where the date was found. `tags` are the subjects that it is filed under.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None
    date_source: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's text and details, and where its pages, sentences and blocks are.

    See `types.Article`. `notice` says what of the file was not read; `language` is
    the tag of the language that the file says it is in.
    """

    text: str
    details: Details = field(default_factory=Details)
    pages: tuple[int, ...] = ()
    sentences: tuple[Span, ...] | None = None
    notice: str | None = None
    language: str | None = None
    blocks: tuple[Block, ...] = ()


def in_one_line(value: str, limit: int = MAX_TITLE) -> str | None:
    """A title or a name in one line, without control characters; None when nothing is left.

    Of one longer than `limit` characters, the words that fit.
    """
    line = " ".join(_INVISIBLE.sub(" ", without_surrogates(value[: 20 * limit])).split())
    if len(line) > limit:
        line = line[:limit].rsplit(" ", 1)[0] + " …"
    return line or None


def web_address(value: str | None) -> str | None:
    """The address if it is one of a page (http or https), else None."""
    address = (value or "").strip()
    return address if re.fullmatch(r"https?://[^\s<>\"]{1,2000}", address) else None


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate, which no encoding can write, as U+FFFD."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)

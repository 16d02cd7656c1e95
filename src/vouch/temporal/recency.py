"""Questions for how things stand: "latest", "now", "so far"."""

import re
from collections.abc import Iterator

from vouch.types import Span

_ADVERBS = (
    r"currently|nowadays|these days|so far|(?<!up )to date|at (?:the moment|present)|presently"
    r"|(?:as of |right |until )?now(?!\s+(?:that|or)\b)|(?:as of )?today|(?:most )?recently"
)
_ADJECTIVES = r"latest|most recent|newest|current"
_WORDS = re.compile(
    rf"\b(?:(?P<adverb>{_ADVERBS})|(?P<adjective>{_ADJECTIVES})|recent)\b", re.IGNORECASE
)
_NO_NOUN = re.compile(r"\s*(?:$|[?.!,]|(?:on|about|in|from|of|is|was)\b)", re.IGNORECASE)


def asks_newest(question: str) -> bool:
    """Whether a question asks for how things stand."""
    return any(True for _ in _words(question))


def newest_words(question: str) -> list[Span]:
    """The words that ask for it and may be left out: "latest" before a noun, not "the latest"."""
    return [
        match.span()
        for match in _words(question)
        if match["adverb"] or (match["adjective"] and not _NO_NOUN.match(question, match.end()))
    ]


def _words(question: str) -> Iterator[re.Match[str]]:
    """A word with a capital inside a question is a name's: "Apocalypse Now"."""
    for match in _WORDS.finditer(question):
        if not match[0][0].isupper() or not question[: match.start()].strip(" \"'\u201c\u2018"):
            yield match

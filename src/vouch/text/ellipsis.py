"""Follow-ups that turn the last question another way: "Why?", "And in 2024?", "What else?"."""

import re

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.follow_ups import AUXILIARY, ELSE, FRAGMENT_OPENS, LONE, PLACED, VERBAL
from vouch.text.noun_phrases import is_name, noun_phrases
from vouch.text.people import is_place
from vouch.types import Span

SHORT = 5
"""The most words of a follow-up that only exchanges a part of the last question."""


def turned(asked: str, body: str, last: str) -> str | None:
    """The last question with a part exchanged, as "Why?", "And in 2024?" or "What about X?" ask."""
    if lone := LONE.fullmatch(body):
        return _asked_of(lone["asked"].lower(), last)
    if match := ELSE.fullmatch(body):
        opening, _, rest = last.partition(" ")
        return f"{opening} else {rest}?" if opening.lower() == match["asked"].lower() else None
    opened = FRAGMENT_OPENS.match(asked)
    part = asked[opened.end() :].strip(" ?.!") if opened else ""
    placed = PLACED.match(part)
    if not part or not ((opened and opened[0]) or placed):
        return None
    if len(part.split()) > SHORT or VERBAL.search(part):
        return None
    return _exchanged(part, placed[0] if placed else "", last)


def _exchanged(part: str, placed: str, last: str) -> str | None:
    """The last question with its time, the thing after a preposition, or its name exchanged."""
    new, old = times(part), times(last)
    if new and old:
        (start, end), (first, stop) = old[-1], new[-1]
        return f"{last[:start]}{part[first:stop]}{last[end:]}?"
    if placed:
        match = re.search(rf"\b{placed}\s+(?:the\s+)?[\w' -]+$", last, re.IGNORECASE)
        return f"{last[: match.start()] if match else last + ' '}{part}?"
    theirs = [phrase for phrase in noun_phrases(last) if phrase.name]
    if len(theirs) > 1:
        theirs = [phrase for phrase in theirs if is_place(phrase.text) == is_place(part)]
    if len(theirs) == 1 and is_name(part.removeprefix("the ")) and VERBAL.match(last):
        start = theirs[0].start
        return f"{last[:start]}{part}{last[start + len(theirs[0].text) :]}?"
    return f"{last}, and what about {part}?"


def times(text: str) -> list[Span]:
    """Where a text tells a time."""
    return spans_of_kind(text, Kind.TIME, frozenset())


def _asked_of(word: str, last: str) -> str:
    """A lone question word, asked of what the last question tells."""
    if last.lower().startswith(word):
        return f"{last}?"
    if AUXILIARY.match(last) and not word.startswith(("who", "how m")):
        return f"{word} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word}?"

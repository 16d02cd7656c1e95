"""Leaning words replaced by what they stand for."""

import re
from collections.abc import Sequence

from vouch.conversation.leaning import Leaning, Reference
from vouch.conversation.memory import Memory, shared
from vouch.conversation.phrases import Phrase
from vouch.conversation.topic import about, last_told
from vouch.text.tokens import stems

_PLURALS = frozenset({"they", "them", "their", "theirs", "these", "those", "themselves"})
_DOING = re.compile(r"[a-z]+ing")
"""What "it" hardly stands for: "borrowing" in "the rules for borrowing a chainsaw"."""

_UNSURE = (Leaning.PART,)
"""Leanings that are left as they are where nothing is found that they stand for."""


def substitute(body: str, found: Sequence[Reference], memory: Memory) -> str | None:
    """The question with its leaning words replaced; None where it has none.

    What cannot be replaced with certainty stays, and the topic is told at the end.
    """
    replaced, unsure = body, False
    meant = {reference: _meaning(reference, body, memory) for reference in found}
    for reference in reversed(found):
        meaning = meant[reference]
        if meaning is None:
            unsure = unsure or reference.leaning not in _UNSURE
            continue
        stop = reference.end
        if reference.head and reference.leaning in {Leaning.POINTING_AT, Leaning.PART}:
            stop = body.index(reference.head, reference.end) + len(reference.head)
        replaced = replaced[: reference.start] + meaning + replaced[stop:]
    if unsure and replaced == body:
        return about(body, memory)
    return replaced if replaced != body else None


def _meaning(reference: Reference, body: str, memory: Memory) -> str | None:
    """The words that say what a reference stands for, or None."""
    word = body[reference.start : reference.end].lower()
    match reference.leaning:
        case Leaning.PERSON | Leaning.PERSONS:
            people = [name for name in memory.people() if name not in body]
            return _owning(people, reference.leaning is Leaning.PERSONS)
        case Leaning.ALL:
            return None
        case Leaning.THING | Leaning.THINGS:
            things = [thing.spoken for thing in _things(memory, body, word in _PLURALS)]
            both = memory.together() if word in _PLURALS else None
            things = [both, *things] if both else things
            return _owning(things, reference.leaning is Leaning.THINGS)
        case Leaning.POINTING:
            return _pointed_at(body[: reference.start], body, word, memory)
        case Leaning.POINTING_AT | Leaning.PART:
            return _named_in_full(reference.head, body, memory)
        case Leaning.THEN:
            return _time_of(word, memory.time())
        case Leaning.THERE:
            place = memory.place()
            return f"in {place}" if place else None


def _pointed_at(before: str, body: str, word: str, memory: Memory) -> str | None:
    """What "this" stands for: after a preposition the topic, otherwise the likeliest thing."""
    if re.search(r"\b(?:to|about|of|for|with|from|on|against|like|than)\s+$", before):
        return last_told(memory, body)
    things = _things(memory, body, word in _PLURALS)
    return things[0].spoken if things else None


def _named_in_full(head: str, body: str, memory: Memory) -> str | None:
    """The longer name of what `head` ends, where the question does not give it itself."""
    longer = memory.in_full(head)
    if longer is None or len(set(stems(longer)) & set(stems(body))) > 1:
        return None
    return f"the {longer}"


def _things(memory: Memory, body: str, plural: bool) -> list[Phrase]:
    """The things that "it" or "they" may stand for, those that agree in number first."""
    told = shared(memory.things(), body)
    people = memory.certain_people()
    left = [
        thing
        for thing in memory.things()
        if thing not in told and (plural or thing.text not in people)
    ]
    left = [thing for thing in left if thing.definite or not _DOING.fullmatch(thing.text)]
    return sorted(left, key=lambda thing: not thing.name and thing.plural != plural)


def _time_of(word: str, time: str | None) -> str | None:
    """The time with the word that goes before it: on a day, in a month or a year."""
    if time is None or word == "then":
        return time
    on_a_day = re.search(r"day\b|\b\d{1,2}(?:st|nd|rd|th)?\b(?!\d)", time)
    return f"on {time}" if on_a_day else f"in {time}"


def _owning(names: Sequence[str], owns: bool) -> str | None:
    if not names:
        return None
    if not owns:
        return names[0]
    return f"{names[0]}'" if names[0].endswith("s") else f"{names[0]}'s"

"""What a conversation is about, put into words."""

from vouch.conversation.memory import Memory, shared
from vouch.conversation.phrases import Phrase
from vouch.text.answer_types import Kind, spans_of_kind

LATELY, OVERALL = 0.4, 0.8
"""How fast a turn fades where the last thing is looked for, and where the lasting one is."""

LATE, THROUGHOUT = 1, 2
"""How many things of each sort a question is said to regard."""


def topic(memory: Memory, body: str) -> str | None:
    """What the last questions were about, as a noun phrase, without what `body` names already.

    It is the thing that the last question speaks of, and the one that the
    whole conversation comes back to.
    """
    told = shared(memory.things(), body)
    lately = [thing for thing in memory.things(LATELY) if thing not in told]
    overall = [thing for thing in memory.things(OVERALL) if thing not in told]
    kept = [*lately[:LATE], *overall[:THROUGHOUT]]
    return _joined(kept) or None


def last_told(memory: Memory, body: str) -> str | None:
    """The things of the last question in its order, without what `body` names already."""
    told = shared(memory.things(), body)
    left = [thing for thing in memory.turns[-1] if thing not in told] if memory.turns else []
    return _joined(left[: LATE + THROUGHOUT]) or topic(memory, body)


def about(body: str, memory: Memory) -> str | None:
    """The question with what it regards at its end; None where the conversation has no topic."""
    regarded = topic(memory, body)
    if regarded is None:
        return None
    when = memory.when()
    told = spans_of_kind(body, Kind.TIME, frozenset())
    return f"{body.rstrip(' ?.!…')} regarding {regarded}{f' {when}' if when and not told else ''}?"


def _joined(things: list[Phrase]) -> str:
    *before, last = list(dict.fromkeys(thing.spoken for thing in things)) or [""]
    return f"{', '.join(before)} and {last}" if before else last

"""What a conversation is about, put into words."""

from vouch.conversation.memory import Memory, shared
from vouch.conversation.phrases import Phrase
from vouch.reader.kinds import Kind, spans_of_kind

LATELY, OVERALL = 0.4, 0.8
"""How fast a turn fades where the last thing is looked for, and where the lasting one is."""

LATE = 1
THROUGHOUT = 2


def topic(memory: Memory, body: str) -> str | None:
    """What the last questions were about, as a noun phrase, without what `body` names already.

    It is the thing that the last question speaks of, and the one that the
    whole conversation comes back to.
    """
    told = shared(memory.things(), body)
    lately = [thing for thing in memory.things(LATELY) if thing not in told]
    overall = [thing for thing in memory.things(OVERALL) if thing not in told]
    kept = [*lately[:LATE], *overall[:THROUGHOUT]]
    return " and ".join(_distinct(kept)) or None


def about(body: str, memory: Memory) -> str | None:
    """The question with what it regards at its end; None where the conversation has no topic."""
    regarded = topic(memory, body)
    if regarded is None:
        return None
    when = memory.when()
    told = spans_of_kind(body, Kind.TIME, frozenset())
    return f"{body.rstrip(' ?.!…')} regarding {regarded}{f' {when}' if when and not told else ''}?"


def _distinct(things: list[Phrase]) -> list[str]:
    return list(dict.fromkeys(thing.spoken for thing in things))

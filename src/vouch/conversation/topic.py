"""What a conversation is about, put into words."""

from vouch.conversation.memory import Memory, shared
from vouch.conversation.phrases import Phrase

MAX_THINGS = 2
"""How many things of the conversation a question is said to regard."""


def topic(memory: Memory, body: str) -> str | None:
    """What the last questions were about, as a noun phrase, without what `body` names already."""
    told = shared(memory.things(), body)
    left = [thing for thing in memory.last_things() if thing not in told] or [
        thing for thing in memory.things() if thing not in told
    ]
    likely = memory.things()
    best = sorted(left, key=lambda t: likely.index(t) if t in likely else len(likely))
    kept = [thing for thing in left if thing in best[:MAX_THINGS]]
    return " and ".join(_distinct(kept)) or None


def about(body: str, memory: Memory) -> str | None:
    """The question with what it regards at its end; None where the conversation has no topic."""
    regarded = topic(memory, body)
    if regarded is None:
        return None
    return f"{body.rstrip(' ?.!…')} regarding {regarded}?"


def _distinct(things: list[Phrase]) -> list[str]:
    return list(dict.fromkeys(thing.spoken for thing in things))

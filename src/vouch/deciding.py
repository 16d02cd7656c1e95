"""What was found becomes the quoting voice's answer, or a refusal."""

from dataclasses import replace

from vouch.disagreement import disagreement, newer_first, updated
from vouch.finding import Found
from vouch.quoting import quote_answer
from vouch.refusing import refuse
from vouch.types import Answer, Reply


def decide(found: Found, limit: int) -> Reply:
    """The answer in at most `limit` statements from what is of the asked time, or the refusal."""
    if not found.answers:
        return found.timely.refusal(
            refuse(found.plain, found.candidates, found.readings, found.trace)
        )
    answer = newer_first(_quoted(found, limit), found.plain.kind)
    return replace(answer, note=disagreement(answer, found.plain.kind))


def without_outdated(found: Found, limit: int) -> Found:
    """What is left where the newest is asked for: no article that another one updates."""
    while found.timely.asked.newest and found.answers:
        old = updated(_quoted(found, limit), found.plain.kind)
        if not old:
            break
        found = replace(found, timely=found.timely.without(old))
    return found


def _quoted(found: Found, limit: int) -> Answer:
    return quote_answer(
        found.plain.question,
        found.timely.candidates,
        found.timely.readings,
        found.threshold,
        limit,
        found.trace,
        found.timely.asked.newest_first,
    )

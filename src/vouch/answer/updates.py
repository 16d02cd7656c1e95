"""Questions for the latest on something: what tells of it answers, whatever it tells."""

import re
from collections.abc import Sequence
from dataclasses import replace

from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.tokens import stems

CERTAIN = 0.9
"""The support of a passage that tells of all that the latest is asked on."""

_ASKS = re.compile(
    r"(?:(?:what(?:['\u2019]s| is| are)|tell me|give me|is there|are there|do you have)\s+)?"
    r"(?:(?:any|the|some)\s+)?(?:(?:latest|newest|most recent|recent|new)\s+)?"
    r"(?:(?P<news>latest|news|updates?|developments?|newest)\s+)"
    r"(?:on|about|of|from|with|regarding|concerning|in)\s+(?P<topic>.+)",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"how (?:do|does|are|is) (?:things|matters|it|the situation) (?:stand|look|going)?\s*"
    r"(?:with|at|on|in|about)\s+(?P<topic>.+)",
    re.IGNORECASE,
)


def topic_of(question: str) -> str | None:
    """What a question asks the latest on; None where it asks for something else."""
    text = question.strip().rstrip("?!. ")
    match = _ASKS.fullmatch(text) or _STANDS.fullmatch(text)
    return match["topic"] if match else None


def of_updates(
    question: str, candidates: Sequence[Candidate], readings: Sequence[Reading]
) -> list[Reading]:
    """The readings; where the latest on something is asked for, all that tell of it answer.

    A passage tells of it that has all words of it, its headings and its title included.
    """
    topic = set(stems(topic_of(question) or ""))
    if not topic:
        return list(readings)
    return [_raised(topic, *pair) for pair in zip(candidates, readings, strict=True)]


def _raised(topic: set[str], candidate: Candidate, reading: Reading) -> Reading:
    passage = candidate.passage
    above = set(stems("\n".join([candidate.source.title, *passage.section])))
    said = [set(stems(passage.sentence(span))) & topic for span in passage.sentences]
    if not topic <= above.union(*said) or not any(said):
        return reading
    most = max(map(len, said))
    scores = zip(reading.sentences, said, strict=True)
    return replace(
        reading,
        support=max(CERTAIN, reading.support),
        sentences=tuple(max(s, CERTAIN) if len(own) == most else s for s, own in scores),
        span=None,
    )

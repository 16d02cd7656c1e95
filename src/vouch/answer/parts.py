"""The replies to several questions of one message, as one reply."""

from collections.abc import Sequence
from dataclasses import replace

from vouch.types import Answer, Citation, Note, Part, Refusal, Reply, Statement, Trace


def together(message: str, replies: Sequence[Reply]) -> Reply:
    """One reply to a message: an answer with a part for each question.

    Where none is answered it is a refusal that gives each reason.
    """
    answers = [reply for reply in replies if isinstance(reply, Answer)]
    if not answers:
        return _refusal(message, replies)
    statements: list[Statement] = []
    citations: list[Citation] = []
    notes: list[Note] = []
    parts: list[Part] = []
    for reply in replies:
        if isinstance(reply, Refusal):
            parts.append(Part(reply.question, reason=reply.reason))
            continue
        first, offset = len(statements), len(citations)
        statements += [
            replace(each, citations=tuple(number + offset for number in each.citations))
            for each in reply.statements
        ]
        citations += [Citation(each.number + offset, each.quote) for each in reply.citations]
        notes += [note for note in reply.notes if note not in notes]
        parts.append(Part(reply.question, tuple(range(first, len(statements)))))
    conflict = answers[0].conflict if len(answers) == 1 else None
    return Answer(
        message,
        tuple(statements),
        tuple(citations),
        tuple(notes),
        _traced(replies),
        conflict=conflict,
        parts=tuple(parts),
    )


def _refusal(message: str, replies: Sequence[Reply]) -> Refusal:
    refusals = [reply for reply in replies if isinstance(reply, Refusal)]
    reasons = dict.fromkeys(refusal.reason for refusal in refusals)
    nearest = dict.fromkeys(quote for refusal in refusals for quote in refusal.nearest[:1])
    missing = dict.fromkeys(term for refusal in refusals for term in refusal.missing)
    return Refusal(
        message,
        " ".join(reasons),
        tuple(nearest),
        _traced(replies),
        code=refusals[0].code,
        missing=tuple(missing),
    )


def _traced(replies: Sequence[Reply]) -> Trace:
    """The trace of the first part, and what each part was."""
    told = [reply.question for reply in replies]
    return replies[0].trace.with_step("parts", questions=told)

"""A turn of a conversation."""

from dataclasses import dataclass

from vouch.answer.serialization import reply_text
from vouch.types import Answer, AnswerForm, ChatReply, Check, Response


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and the text of the reply to it."""

    question: str
    answer: str


def turn_of(reply: Response) -> Turn | None:
    """What a reply adds to the conversation; None for small talk and lists of articles."""
    if isinstance(reply, ChatReply):
        return None
    if isinstance(reply, Answer) and reply.form is AnswerForm.COLLECTION:
        return None
    return Turn(reply.claim if isinstance(reply, Check) else reply.question, reply_text(reply))

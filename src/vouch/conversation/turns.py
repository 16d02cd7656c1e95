"""A turn of a conversation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked, and the text of the reply to it."""

    question: str
    answer: str

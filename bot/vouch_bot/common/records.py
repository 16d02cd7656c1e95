"""Replies as they are kept: an answer or a refusal to JSON and back."""

from dataclasses import replace
from typing import Literal

from pydantic import TypeAdapter

from vouch.types import Answer, Refusal, Reply, Trace

Kind = Literal["answer", "refusal"]

_ANSWER = TypeAdapter(Answer)
_REFUSAL = TypeAdapter(Refusal)


def kind_of(reply: Reply) -> Kind:
    return "answer" if isinstance(reply, Answer) else "refusal"


def to_json(reply: Reply) -> str:
    """The reply without its trace, as JSON."""
    bare = replace(reply, trace=Trace())
    if isinstance(bare, Answer):
        return _ANSWER.dump_json(bare).decode()
    return _REFUSAL.dump_json(bare).decode()


def from_json(kind: Kind, text: str) -> Reply:
    """The reply that `to_json` wrote; it checks itself as every reply does."""
    return _ANSWER.validate_json(text) if kind == "answer" else _REFUSAL.validate_json(text)

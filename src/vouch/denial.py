"""Words that a text gives only to put others in their place: not X, but Y."""

import re

from vouch.reader.kinds import Kind, spans_of_kind
from vouch.types import Span

_NOT = re.compile(r"\bnot\b(?!\s+only)[^.;!?]{0,30}$")
_BUT = re.compile(r"[^.;!?]*?\bbut\b")
_CLAUSE = re.compile(r"[^.;!?]*")
_KINDS = (Kind.TIME, Kind.NUMBER, Kind.PERSON)


def is_denied(text: str, span: Span) -> bool:
    """Whether the words at `span` are denied: "not on 14 June, but on 4 October"."""
    return bool(_NOT.search(text[: span[0]]) and _BUT.match(text[span[1] :]))


def affirmed(text: str, span: Span) -> Span | None:
    """The words in the place of those at `span` where these are denied, else `span` itself.

    They are the first of the same kind, a time, a number or a name, after "but";
    None where there are none.
    """
    if not is_denied(text, span):
        return span
    denied = text[slice(*span)]
    kind = next((kind for kind in _KINDS if spans_of_kind(denied, kind, frozenset())), None)
    but = _BUT.match(text, span[1])
    if kind is None or but is None:
        return None
    clause = _CLAUSE.match(text, but.end())
    told = spans_of_kind(clause[0] if clause else "", kind, frozenset())
    return (but.end() + told[0][0], but.end() + told[0][1]) if told else None

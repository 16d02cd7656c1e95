"""Words that a text gives only to put others in their place: not X, but Y."""

import re

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.types import Span

_NOT = re.compile(r"\bnot\b(?!\s+only)[^.;!?]{0,30}$")
_BUT = re.compile(r"[^.;!?]*?\bbut\b")
_ENDS = re.compile(r"[.;!?](?=\s|$)")
_KINDS = (Kind.TIME, Kind.NUMBER, Kind.PERSON)


def affirmed(text: str, span: Span) -> Span | None:
    """The words in the place of those at `span` where these are denied, else `span` itself.

    "Not on 14 June, but on 4 October" denies the first. In their place are the first words
    of the same kind, a time, a number or a name, after "but"; None where there are none.
    """
    start, end = span
    but = _BUT.match(text, end) if _NOT.search(text, 0, start) else None
    if but is None:
        return span
    kinds = (k for k in _KINDS if spans_of_kind(text[start:end], k, frozenset()))
    clause = _ENDS.split(text[but.end() :], maxsplit=1)[0]
    told = spans_of_kind(clause, next(kinds, Kind.OTHER), frozenset())
    return (but.end() + told[0][0], but.end() + told[0][1]) if told else None

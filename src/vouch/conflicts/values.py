"""What each cited text says to the question: a number, a time, a name, or yes or no."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vouch.conflicts.comparability import Cited, superseded
from vouch.conflicts.polarity import says
from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.en import ENGLISH
from vouch.text.moments import Moment, moments
from vouch.text.people import is_place
from vouch.text.quantities import Quantity, quantities
from vouch.text.tokens import content_words, stem, stems, words
from vouch.types import Span


@dataclass(frozen=True, slots=True)
class Name:
    """A name, or several that are told together, with their place in the text."""

    words: frozenset[str]
    country: bool
    span: Span
    shown: str

    def agrees(self, other: "Name") -> bool:
        """Whether both may name the same: they share a word, or one may lie in the other."""
        return bool(self.words & other.words) or self.country != other.country


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, with the sentence that says it."""

    yes: bool
    span: Span

    @property
    def shown(self) -> str:
        return "yes" if self.yes else "no"

    def agrees(self, other: "Verdict") -> bool:
        return self.yes == other.yes


Value = Quantity | Moment | Name | Verdict


def agree(one: Value, other: Value) -> bool:
    """Whether two values may both be right; values of different sorts cannot be set together."""
    if isinstance(one, Quantity) and isinstance(other, Quantity):
        return not one.comparable(other) or one.agrees(other)
    if isinstance(one, Moment) and isinstance(other, Moment):
        return one.agrees(other)
    if isinstance(one, Name) and isinstance(other, Name):
        return one.agrees(other)
    if isinstance(one, Verdict) and isinstance(other, Verdict):
        return one.agrees(other)
    return True


def repeats(one: Value, other: Value) -> bool:
    """Whether `other` tells the very value of `one`, and not only something that fits it."""
    if isinstance(one, Moment) and isinstance(other, Moment):
        told = (one.years, one.month, one.day, one.weekday)
        shared = [
            a
            for a, b in zip(told, (other.years, other.month, other.day, other.weekday), strict=True)
            if a is not None and a == b
        ]
        return bool(shared) and one.agrees(other)
    if isinstance(one, Name) and isinstance(other, Name):
        return bool(one.words & other.words)
    return type(one) is type(other) and agree(one, other)


def values(question: str, kind: Kind, cited: Cited) -> list[Value]:
    """All values of the asked kind that a text tells, in order."""
    if kind is Kind.NUMBER:
        return _numbers(cited)
    if kind is Kind.TIME:
        return list(moments(cited.text, cited.source.date))
    known = frozenset(words(question))
    return [
        _name(cited.text, span)
        for span in spans_of_kind(cited.text, Kind.PERSON, known)
        if not moments(cited.text[span[0] : span[1]], None) and _name(cited.text, span).words
    ]


def value(question: str, kind: Kind, cited: Cited) -> Value | None:
    """The value that answers: that in the words known to answer, else the only one that can be."""
    found = values(question, kind, cited)
    if cited.span is not None:
        start, end = cited.span
        inside = [v for v in found if v.span[0] < end and start < v.span[1]]
        holding = [v for v in inside if not superseded(cited, v.span)]
        # The words that the reader marks may be those that the sentence takes back.
        return _together(cited, holding or (_instead(cited, found) if inside else []))
    found = [v for v in found if not superseded(cited, v.span)]
    if kind is Kind.NUMBER:
        asked = set(stems(question))
        counted = [v for v in found if isinstance(v, Quantity) and v.unit in asked | {"people"}]
        found = list(counted) or found
    return found[0] if len(found) == 1 else None


def _instead(cited: Cited, found: list[Value]) -> list[Value]:
    return [v for v in found if not superseded(cited, v.span)][:1]


def verdict(question: str, cited: Cited) -> Verdict | None:
    """Whether a text says yes or no; it is the last sentence of a quote that answers."""
    sentence = cited.sentence_of(cited.span or (len(cited.text) - 1, len(cited.text)))
    yes = says(question, sentence)
    start = cited.text.find(sentence)
    return None if yes is None else Verdict(yes, (start, start + len(sentence)))


def kind_of(cited: Iterable[Cited]) -> Kind | None:
    """The kind of the words that answer, where all that are known are of one kind."""
    kinds = {_kind_of(c.text[c.span[0] : c.span[1]]) for c in cited if c.span is not None}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of(text: str) -> Kind | None:
    if moments(text, None):
        return Kind.TIME
    if quantities(text):
        return Kind.NUMBER
    named = [w for w in text.split() if w[:1].isupper() and content_words(w)]
    return Kind.PERSON if named and len(named) >= len(text.split()) / 2 else None


def _numbers(cited: Cited) -> list[Value]:
    """The numbers that are no part of a date; in the words known to answer all of them."""
    dates = [time.span for time in moments(cited.text, None)]
    found: list[Value] = []
    for quantity in quantities(cited.text):
        start, end = quantity.span
        answers = cited.span is not None and cited.span[0] < end and start < cited.span[1]
        if answers or not any(start < stop and begin < end for begin, stop in dates):
            found.append(quantity)
    return found


def _together(cited: Cited, inside: list[Value]) -> Value | None:
    """One value of those in the words that answer: names together, otherwise the first."""
    named = [v for v in inside if isinstance(v, Name)]
    if len(named) > 1:
        span = (named[0].span[0], named[-1].span[1])
        return Name(
            frozenset(word for v in named for word in v.words),
            all(v.country for v in named),
            span,
            cited.text[span[0] : span[1]],
        )
    return inside[0] if inside else None


def _name(text: str, span: Span) -> Name:
    shown = re.sub(r"['\u2019]s?$", "", text[span[0] : span[1]])
    kept = frozenset(stem(w) for w in content_words(shown) if w not in ENGLISH.titles)
    return Name(kept, is_place(shown), span, shown)

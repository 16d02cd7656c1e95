"""Which item of an enumeration a question asks for: "the band in 1934" of three foundings."""

import re
from collections.abc import Sequence
from itertools import groupby

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.en import ENGLISH
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import stems, words
from vouch.types import Span

GAPPED = 6
"""The words of an item that can lack what the first one has: "the band in 1934"."""

FEWEST = 3
"""The items of an enumeration: two are as often of unlike kinds."""

_PARTS = re.compile(r"[,;]\s(?:(?:and|or|but)\s)?|\s(?:and|or|but)\s")
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)
_WORD = re.compile(r"\w[\w.,:'\u2019-]*(?<![.,:])")
_UNIT = re.compile(r"\s([^\W\d_]+)")
_EXCEPT = re.compile(r"\b(?:other than|besides|except|apart from|another|else)\b", re.IGNORECASE)
_FORMS = (Kind.TIME, Kind.NUMBER, Kind.PERSON)


def item_asked(question: str, text: str, span: Span) -> Span | None:
    """The words at `span`, or those in their place in the item that the question names.

    None where an item is named and which of its words answer cannot be told.
    """
    sentence = next((s for s in sentence_spans(text) if s[0] <= span[0] and span[1] <= s[1]), None)
    form = _form(text[slice(*span)])
    if sentence is None or form is Kind.OTHER:
        return span
    known = frozenset(words(question))
    if _RESPECTIVELY.search(text, *sentence):
        return _in_order(question, text, sentence, span, form)
    items = _alike(text, _items(text, sentence), span)
    marked = next((n for n, item in enumerate(items) if item[0] <= span[0] < item[1]), None)
    if len(items) < FEWEST or marked is None or _EXCEPT.search(question):
        return span
    telling = _telling(question, text, items)
    if not any(telling):
        return span
    named = _named(text, items, telling, marked)
    if named == marked:  # what the first item says may be meant of all
        return span if marked == 0 else (span[0], min(span[1], items[marked][1]))
    if named is None:
        return None
    return _words_of(text, items[named], form, known, span, last=named == 0)


def _form(marked: str) -> Kind:
    return next((k for k in _FORMS if spans_of_kind(marked, k, frozenset())), Kind.OTHER)


def _items(text: str, sentence: Span) -> list[Span]:
    cuts = [match.span() for match in _PARTS.finditer(text, *sentence)]
    starts = [sentence[0], *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), sentence[1]]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]


def _alike(text: str, items: Sequence[Span], span: Span) -> list[Span]:
    """The items around a span that are built like each other, the first with more before.

    "the choir was founded in 1911, the band in 1934 and the theatre in 1962": words, a number.
    """
    shapes = [_shape(text[slice(*item)]) for item in items]
    at = next((n for n, item in enumerate(items) if item[0] <= span[0] < item[1]), None)
    if at is None:
        return []
    last = at + 1 if at + 1 < len(items) and shapes[at].endswith(shapes[at + 1]) else at
    shape = shapes[last]
    short = len(text[slice(*items[last])].split()) <= GAPPED
    if len(shape) < 2 or not short:
        return []
    first = last
    while first and shapes[first - 1] == shape:
        first -= 1
    if first and shapes[first - 1].endswith(shape):
        first -= 1
    while last + 1 < len(items) and shapes[last + 1] == shape:
        last += 1
    return list(items[first : last + 1])


def _shape(item: str) -> str:
    """Runs of words as letters: w for words in lower case, N for numbers, C for names."""
    letters = [
        "N" if word[0].isdigit() else "C" if word[0].isupper() else "w"
        for word in _WORD.findall(item)
    ]
    if letters[:1] == ["C"] and _WORD.findall(item)[0].lower() in ENGLISH.stop_words:
        letters[0] = "w"
    return "".join(letter for letter, _ in groupby(letters))


def _telling(question: str, text: str, items: Sequence[Span]) -> list[set[str]]:
    """For each item the question's words that no other item has."""
    asked = set(stems(question))
    own = [set(stems(text[slice(*item)])) & asked for item in items]
    return [
        said - {s for n, other in enumerate(own) if n != row for s in other}
        for row, said in enumerate(own)
    ]


def _named(
    text: str, items: Sequence[Span], telling: Sequence[set[str]], marked: int
) -> int | None:
    """The item that a question names, `marked` where it names no other; None in doubt.

    What the first one says may be meant of all: "the choir was founded in 1911, the
    band in 1934".
    """
    most = max(len(said) for row, said in enumerate(telling) if row != marked)
    others = [n for n, said in enumerate(telling) if n != marked and len(said) == most]
    if not most:
        return marked
    if len(others) > 1 and others[0] == 0:
        others = others[1:]
    gapped = marked == 0 and all(len(text[slice(*items[n])].split()) <= GAPPED for n in others)
    if telling[marked] and not (gapped and len(telling[marked]) <= most):
        return marked
    return others[0] if len(others) == 1 else None


def _words_of(
    text: str, item: Span, form: Kind, known: frozenset[str], like: Span, *, last: bool
) -> Span | None:
    """The only words of a form in an item, or the last, with the unit where `like` has one."""
    found: list[Span] = []
    for start, end in spans_of_kind(text[slice(*item)], form, known):
        place = item[0] + start, item[0] + end
        if found and not text[found[-1][1] : place[0]].strip():  # "2 million"
            found[-1] = found[-1][0], place[1]
        else:
            found.append(place)
    if not found or (len(found) > 1 and not last):
        return None
    start, end = found[-1]
    unit = _UNIT.match(text, end, item[1])
    with_unit = form is Kind.NUMBER and unit and text[slice(*like)].endswith(unit[1])
    return (start, unit.end()) if with_unit and unit else (start, end)


def _in_order(question: str, text: str, sentence: Span, span: Span, form: Kind) -> Span | None:
    """The value at the place of the name that is asked for; the span where it has all values."""
    said = text[slice(*sentence)]
    values = [
        (sentence[0] + start, sentence[0] + end)
        for start, end in spans_of_kind(said, form, frozenset())
    ]
    inside = [value for value in values if span[0] <= value[0] < span[1]]
    if len(inside) > 1 or form is Kind.PERSON:
        return span
    named = [
        set(words(said[slice(*name)])) - ENGLISH.stop_words
        for name in spans_of_kind(said, Kind.PERSON, frozenset())
    ]
    named = [name for name in named if name]
    asked = set(words(question))
    places = [row for row, name in enumerate(named) if name & asked]
    return values[places[0]] if len(places) == 1 and len(named) == len(values) else None

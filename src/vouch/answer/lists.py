"""Which items of a list answer a question: one that it names, or the whole list."""

from collections.abc import Iterable

from vouch.text.answer_types import Kind, kind_asked, spans_of_kind
from vouch.text.tokens import stems, words
from vouch.types import BlockKind, Passage, Span


def quoted_items(question: str, passage: Passage, index: int) -> list[Span]:
    """The sentences to quote where the one at `index` answers: (first, last) each.

    A sentence of no list is quoted alone. Of a list, the items whose own words
    the question has; where it has none of them, all of it with its lead-in,
    unless the lead-in itself says what is asked for.
    """
    found = _list_around(passage, index)
    if found is None:
        return [(index, index)]
    first, last = found
    lead = first
    while lead and _leads_in(passage, lead - 1, first):
        lead -= 1
    if lead <= index < first and _says_it(question, passage, index):
        return [(index, index)]
    own = {n: _own_stems(passage, n) for n in range(first, last + 1)}
    often = {s for said in own.values() for s in said if _count(own.values(), s) == len(own)}
    asked = set(stems(question)) - often - set(stems(passage.part(first).lead))
    shared = {n: len(said & asked) for n, said in own.items()}
    most = max(shared.values())
    named = [n for n, count in shared.items() if most and count == most]
    if named and len(named) < len(own):
        return [(n, n) for n in named]
    if len(own) == 1:
        return [(first, first)]
    return [(lead, last)]


def _list_around(passage: Passage, index: int) -> Span | None:
    """The first and last item of the list that a sentence is of, or leads in."""
    items = [part.kind is BlockKind.ITEM for part in passage.parts]
    if not items:
        return None
    if not items[index]:
        leads = index + 1 < len(items) and items[index + 1] and _leads_in(passage, index, index + 1)
        if not leads:
            return None
        index += 1
    first = last = index
    while first and items[first - 1]:
        first -= 1
    while last + 1 < len(items) and items[last + 1]:
        last += 1
    return first, last


def _leads_in(passage: Passage, index: int, first: int) -> bool:
    """Whether the sentence at `index` is of the lead-in of the list that starts at `first`."""
    said = " ".join(passage.sentence(passage.sentences[index]).split())
    return bool(said) and said in passage.part(first).lead


def _says_it(question: str, passage: Passage, lead: int) -> bool:
    kind = kind_asked(question)
    if kind not in (Kind.TIME, Kind.NUMBER):
        return False
    text = passage.sentence(passage.sentences[lead])
    return bool(spans_of_kind(text, kind, frozenset(words(question))))


def _own_stems(passage: Passage, index: int) -> set[str]:
    return set(stems(passage.sentence(passage.sentences[index])))


def _count(sets: Iterable[set[str]], wanted: str) -> int:
    return sum(wanted in found for found in sets)

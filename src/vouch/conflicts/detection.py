"""Detects that the cited articles disagree on what was asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from vouch.conflicts.comparability import Cited, foreseen, same_thing, same_time, superseded
from vouch.conflicts.polarity import asks_yes_or_no
from vouch.conflicts.values import (
    Value,
    Verdict,
    agree,
    kind_of,
    repeats,
    value,
    values,
    verdict,
)
from vouch.text.answer_types import Kind
from vouch.text.moments import Moment
from vouch.text.quantities import Quantity
from vouch.types import Answer, Conflict, ConflictSide, Source

_SINGLE = re.compile(
    r"\bwho(?:se|m)?\b.{0,200}?\b(?:is|was|are|were|will be|became|won|win|wins|found\w*|design\w*"
    r"|built|build|wrote|write|written|invent\w*|discover\w*|direct\w*|compos\w*|paint\w*|creat\w*|lead"
    r"|leads|led|own\w*|head\w*|succeed\w*|replac\w*|appointed|elected|scored|married|commands?"
    r"|commanded|chairs?|chaired)\b",
    re.IGNORECASE,
)
"""Questions for a person that one name answers; "who visited" may have many answers."""

_MANY = re.compile(r"\bwho\s+(?:are|were)\b|\bwho else\b|\bwhere else\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an article says to the question."""

    cited: Cited
    value: Value

    @property
    def source(self) -> Source:
        return self.cited.source


def disagreement(answer: Answer, kind: Kind) -> Conflict | None:
    """The cited articles that give different values for what was asked, or None.

    The newest article comes first where all have a date. `kind` is what the
    question asks for; a question for yes or no is known by its form.
    """
    involved = at_odds(answer, kind)
    return _sides(involved) if involved else None


def at_odds(answer: Answer, kind: Kind) -> list[Claim]:
    """What the articles say of which another says differently, in the order of their citations."""
    cited = cited_texts(answer)
    pairs = [
        pair
        for pair in combinations(claims(answer.question, kind, cited), 2)
        if _conflict(answer.question, *pair) and not _tells_both(answer.question, kind, cited, pair)
    ]
    return list(dict.fromkeys(claim for pair in pairs for claim in pair))


def cited_texts(answer: Answer) -> list[Cited]:
    """The texts of an answer's citations, with the words that answer of a statement's first."""
    spans = {
        statement.citations[0]: statement.answer_span
        for statement in answer.statements
        if statement.text == answer.citations[statement.citations[0] - 1].quote.text
    }
    return [
        Cited(citation.quote.source, citation.quote.text, spans.get(citation.number))
        for citation in answer.citations
    ]


def claims(question: str, kind: Kind, cited: Sequence[Cited]) -> list[Claim]:
    """What each article says to the question, rather where the words that answer are known."""
    asked: Kind | None = kind if kind is not Kind.OTHER else kind_of(cited)
    plain = asks_yes_or_no(question)
    found: dict[str, Claim] = {}
    for text in sorted(cited, key=lambda text: text.span is None):
        if text.text.rstrip().endswith("?"):
            continue
        if plain:
            told: Value | None = verdict(question, text)
        elif asked is None or (asked is Kind.PERSON and kind is asked and not _one_name(question)):
            told = None
        else:
            told = value(question, asked, text)
        if told is not None:
            found.setdefault(text.source.path, Claim(text, told))
    return list(found.values())


def _one_name(question: str) -> bool:
    return bool(_SINGLE.search(question)) and not _MANY.search(question)


def differ(question: str, one: Claim, other: Claim) -> bool:
    """Whether two articles say different things of the same, be it at the same time or not."""
    if agree(one.value, other.value):
        return False
    if not same_thing(question, one.cited, one.value.span, other.cited, other.value.span):
        return False
    return foreseen(one.cited, one.value.span) == foreseen(other.cited, other.value.span)


def _conflict(question: str, one: Claim, other: Claim) -> bool:
    """Whether two articles cannot both be right on the same thing."""
    if not differ(question, one, other):
        return False
    # A time that is asked for is what differs; any other value has to be told of one time.
    return isinstance(one.value, Moment) or same_time(
        one.cited, one.value.span, other.cited, other.value.span
    )


def _tells_both(
    question: str, kind: Kind, cited: Sequence[Cited], pair: tuple[Claim, Claim]
) -> bool:
    """Whether one of the two articles tells the other's value too, as one that holds.

    A value that it tells as superseded it corrects.
    """
    if isinstance(pair[0].value, Verdict):
        return False
    for claim, other in (pair, pair[::-1]):
        for text in cited:
            if text.source.path == claim.source.path and any(
                repeats(other.value, told) and not superseded(text, told.span)
                for told in values(question, kind, text)
            ):
                return True
    return False


def _sides(involved: Sequence[Claim]) -> Conflict:
    """The conflict of these claims; articles that say the same are one side of it."""
    if all(claim.source.date is not None for claim in involved):
        involved = sorted(involved, key=lambda claim: claim.source.date or "", reverse=True)
    groups: list[list[Claim]] = []
    for claim in involved:
        group = next((g for g in groups if agree(g[0].value, claim.value)), None)
        if group is None:
            groups.append([claim])
        else:
            group.append(claim)
    return Conflict(tuple(map(_side, groups)))


def _side(group: Sequence[Claim]) -> ConflictSide:
    plainest = max((claim.value for claim in group), key=lambda told: len(told.shown))
    return ConflictSide(_shown(plainest), tuple(claim.source for claim in group))


def _shown(told: Value) -> str:
    text = told.shown.strip()
    return text[0].lower() + text[1:] if isinstance(told, Quantity) else text

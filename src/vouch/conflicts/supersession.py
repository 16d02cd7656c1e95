"""Where one article updates another."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from vouch.conflicts.comparability import same_time
from vouch.conflicts.detection import at_odds, cited_texts, claims, differ
from vouch.text.answer_types import Kind
from vouch.types import Answer, Source, Statement


def newer_first(answer: Answer, kind: Kind) -> Answer:
    """The answer with what articles say differently in the order of their dates, the newest first.

    The other statements stay where they are. It is the same answer where the
    articles do not disagree or one of them has no date. Citations are numbered
    anew, as they come.
    """
    sources = {claim.source for claim in at_odds(answer, kind)}
    dates = {source.date for source in sources}
    if None in dates or len(dates) < 2:
        return answer
    moved = [s for s in answer.statements if _source(answer, s) in sources]
    ordered = iter(sorted(moved, key=lambda s: _source(answer, s).date or "", reverse=True))
    return _with([next(ordered) if s in moved else s for s in answer.statements], answer)


def updated(answer: Answer, kind: Kind) -> dict[Source, Source]:
    """The cited articles that a newer cited one updates, each with that one.

    What an article says is updated where a newer one says another thing of the
    same, whenever each was so.
    """
    found = claims(answer.question, kind, cited_texts(answer))
    newest_first = sorted(found, key=lambda claim: claim.source.date or "", reverse=True)
    return {
        old.source: new.source
        for old, new in permutations(newest_first, 2)
        if _newer(new.source, old.source) and differ(answer.question, old, new)
    }


def of_own_times(answer: Answer, kind: Kind) -> set[Source]:
    """The cited articles that tell of another time than a newer one, as reports of a series do.

    What each says stays true: none of them says otherwise than another.
    """
    found = claims(answer.question, kind, cited_texts(answer))
    return {
        old.source
        for old, new in permutations(found, 2)
        if _newer(new.source, old.source)
        and not same_time(old.cited, old.value.span, new.cited, new.value.span)
    }


def _newer(one: Source, other: Source) -> bool:
    """Whether an article is newer for sure: "2025-08" may be before or after "2025-08-24"."""
    if one.date is None or other.date is None:
        return False
    return one.date > other.date and not one.date.startswith(other.date)


def _source(answer: Answer, statement: Statement) -> Source:
    return answer.citations[statement.citations[0] - 1].quote.source


def _with(statements: Sequence[Statement], answer: Answer) -> Answer:
    """The answer with these of its statements, in this order."""
    numbers = list(dict.fromkeys(n for statement in statements for n in statement.citations))
    place = {number: place for place, number in enumerate(numbers, start=1)}
    return replace(
        answer,
        statements=tuple(
            replace(s, citations=tuple(place[number] for number in s.citations)) for s in statements
        ),
        citations=tuple(
            replace(answer.citations[number - 1], number=place[number]) for number in numbers
        ),
    )

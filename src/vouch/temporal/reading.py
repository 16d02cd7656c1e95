"""Reading for a question with a time: the time need not stand in the text."""

import re
from collections.abc import Sequence

from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reader, Reading
from vouch.retrieval import Candidate
from vouch.temporal.query import Asked
from vouch.temporal.relevance import names_the_time
from vouch.text.weekdays import names_a_weekday

_NEWEST = re.compile(r"\b(?:latest|most recent|newest|current)\b", re.IGNORECASE)


def read_in_time(
    reader: Reader,
    asked: Asked,
    terms: QuestionTerms,
    plain: QuestionTerms,
    candidates: Sequence[Candidate],
) -> list[Reading]:
    """A reading for each candidate: for the whole question where it names the time itself.

    The others are read for the question without its time: a report of August
    need not say "August", nor the newest one "latest".
    """
    if plain.question == terms.question:
        return reader.read(terms, candidates)
    names = [_names(asked, candidate) for candidate in candidates]
    if not any(names):
        return reader.read(plain, candidates)
    whole = reader.read(terms, candidates)
    if all(names):
        return whole
    without = reader.read(plain, candidates)
    return [
        one if named else other for named, one, other in zip(names, whole, without, strict=True)
    ]


def _names(asked: Asked, candidate: Candidate) -> bool:
    if asked.weekdays and names_a_weekday(candidate.passage.text):
        return True
    if asked.period is None:
        return bool(_NEWEST.search(candidate.passage.text))
    return names_the_time(asked, candidate.source, candidate.passage)

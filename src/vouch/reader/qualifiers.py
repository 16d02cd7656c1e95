"""Whether an article speaks of the names and numbers that a question asks about."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.dates import expressions
from vouch.text.en import ENGLISH
from vouch.text.names import Spoken, mentions, name_words, spoken_of
from vouch.text.tokens import fold, names, numbers, plain_letters
from vouch.text.weekdays import weekdays
from vouch.types import Article

LONGEST = 200_000
"""How many characters of an article are searched for names; its passage always is."""

_WORD = re.compile(r"[a-z]+")
_SPELLED = {word: str(value) for word, value in {**ENGLISH.ones, **ENGLISH.tens}.items()}


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """The names and numbers that tell what a question is about."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, question: str) -> "Qualifiers":
        """Those of a question; a number or a name inside a time is part of the time."""
        times = [time.span for time in expressions(question, None)]
        rest = "".join(
            " " if any(start <= at < end for start, end in times) else letter
            for at, letter in enumerate(question)
        )
        named = tuple(
            name
            for name in names(plain_letters(question))
            if name_words(name) and not all(map(weekdays, name.split()))  # a day is a time
        )
        return cls(named, tuple(dict.fromkeys(numbers(rest))))

    def __bool__(self) -> bool:
        return bool(self.names or self.numbers)


def unmet(asked: Qualifiers, candidate: Candidate, article: Callable[[str], Article]) -> list[str]:
    """Which of them neither the passage nor its article speaks of.

    `article` gives the article at a path; it is read only where the passage, its
    title and its source do not suffice.
    """
    source = candidate.source
    near = [
        candidate.passage.text,
        *(part for part in (source.title, source.author, source.url, source.date) if part),
    ]
    left = _unmet(asked, near)
    if not left:
        return []
    whole = [*near[1:], article(source.path).text[:LONGEST], candidate.passage.text]
    missing = _unmet(left, whole)
    return [*missing.names, *missing.numbers]


def _unmet(asked: Qualifiers, texts: Sequence[str]) -> Qualifiers:
    said = mentions(texts) if asked.names else None
    named = tuple(
        name for name in asked.names if said and spoken_of(name, said) is not Spoken.NAMED
    )
    if not asked.numbers:
        return Qualifiers(named)
    figures = {number for text in texts for number in numbers(text)}
    spelled = {
        _SPELLED[word] for text in texts for word in _WORD.findall(fold(text)) if word in _SPELLED
    }
    known = figures | spelled
    return Qualifiers(named, tuple(number for number in asked.numbers if number not in known))


def veto(
    question: str,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    least: float,
    article: Callable[[str], Article],
) -> tuple[list[Reading], tuple[str, ...]]:
    """The readings, without support for passages of articles that do not speak of what is asked.

    Only readings of at least `least` support are checked. Also returned are the names and
    numbers that the best of the passages left out lack.
    """
    asked = Qualifiers.of(question)
    if not asked:
        return list(readings), ()
    checked: list[Reading] = []
    lacking: tuple[str, ...] = ()
    best = 0.0
    for candidate, reading in zip(candidates, readings, strict=True):
        missing = unmet(asked, candidate, article) if reading.support >= least else []
        if missing:
            if reading.support > best:
                best, lacking = reading.support, tuple(missing)
            reading = replace(
                reading,
                support=0.0,
                evidence={**reading.evidence, "unvetoed": reading.support},
            )
        checked.append(reading)
    return checked, lacking

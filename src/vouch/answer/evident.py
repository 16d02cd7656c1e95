"""Answers in other languages than English: only where a sentence has all that a question says.

The reader was trained on English, and finds what it cannot understand likely as often as not.
Elsewhere a passage answers if each word of the question stands in it, in some form, and the
sentence has a name, a number or a time where the question asks for one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.answer_types import Kind
from vouch.text.names import same_word
from vouch.text.other_languages import OtherLanguage, calendar_words, other_language
from vouch.text.tokens import CAPITALISED, words

EVIDENT = 0.9
"""The support of a passage that has all that a question says."""

_NAME = re.compile(rf"(?<![\w\u2019'-]){CAPITALISED}(?:\s{CAPITALISED})+")
_CAPITALISED = re.compile(rf"(?<=\w\s){CAPITALISED}")
_DIGITS = re.compile(r"\d+")


class Elsewhere(StrEnum):
    """What is not in English."""

    QUESTION = "question"
    PASSAGES = "passages"


@dataclass(frozen=True, slots=True)
class _Wanted:
    language: OtherLanguage
    words: frozenset[str]
    asked: frozenset[str]
    kind: Kind | None


def evident_readings(
    question: str,
    language: OtherLanguage | None,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
) -> tuple[list[Reading], Elsewhere | None]:
    """The readings, weighed by words alone where the question or a passage is not in English.

    `language` is that of the question, where it is not English. Also returned is whether
    the question or, of an English one, the nearest passage is in another language.
    """
    wanted = _wanted(question, language) if language else None
    weighed = [_weighed(wanted, *pair) for pair in zip(candidates, readings, strict=True)]
    if language:
        return weighed, Elsewhere.QUESTION
    nearest = max(candidates, key=lambda c: c.scores["fused"], default=None)
    passages = nearest is not None and other_language(nearest.passage.text) is not None
    return weighed, Elsewhere.PASSAGES if passages else None


def _weighed(wanted: _Wanted | None, candidate: Candidate, reading: Reading) -> Reading:
    passage = candidate.passage
    if wanted is None:  # an English question
        return _held_back(reading) if other_language(passage.text) else reading
    rows = _answering(wanted, candidate)
    if not rows:
        return _held_back(reading)
    best = max(rows, key=lambda row: (rows[row], reading.sentences[row]))
    start, end = passage.sentences[best]
    inside = reading.span and start <= reading.span[0] and reading.span[1] <= end
    return replace(
        reading,
        support=max(EVIDENT, reading.support),
        sentences=tuple(EVIDENT if n == best else 0.0 for n in range(len(reading.sentences))),
        span=reading.span if inside else None,
    )


def _held_back(reading: Reading) -> Reading:
    evidence = {**reading.evidence, "unvetoed": reading.support}
    return replace(reading, support=0.0, evidence=evidence)


def _wanted(question: str, language: OtherLanguage) -> _Wanted:
    said = words(question)
    kinds = [language.asking[word] for word in said if word in language.asking]
    kind = next((kind for kind in kinds if kind), None) if kinds else Kind.OTHER
    if kind in (None, Kind.PLACE) and language.measures & set(said):  # "hvor" is where and how
        kind = Kind.NUMBER
    telling = frozenset(
        word for word in said if word not in language.function_words and word not in language.asking
    )
    return _Wanted(language, telling, frozenset(said), kind)


def _answering(wanted: _Wanted, candidate: Candidate) -> dict[int, int]:
    """The sentences of a passage that answer, each with how many of the words it has itself."""
    if wanted.kind is None or not wanted.words:
        return {}
    passage = candidate.passage
    above = words("\n".join([candidate.source.title, *passage.section]))
    texts = [passage.sentence(span) for span in passage.sentences]
    found: dict[int, int] = {}
    for row, text in enumerate(texts):
        own = words(text)
        near = [*above, *(words(texts[row - 1]) if row else ()), *own]
        held = sum(_has(wanted.language, own, word) for word in wanted.words)
        whole = all(_has(wanted.language, near, word) for word in wanted.words)
        if held and whole and _is_of_kind(wanted, text):
            found[row] = held
    if wanted.kind is Kind.OTHER:
        found = {row: n for row, n in found.items() if n == len(wanted.words) > 1}
    return found


def _has(language: OtherLanguage, said: Sequence[str], word: str) -> bool:
    stemmed = language.stem(word)
    return any(
        word == other
        or language.stem(other) == stemmed
        or (len(word) >= 6 and abs(len(word) - len(other)) <= 2 and same_word(word, other))
        for other in said
    )


def _is_of_kind(wanted: _Wanted, text: str) -> bool:
    """Whether a sentence has words of the kind that is asked for, beside the question's own."""
    new = set(words(text)) - wanted.asked
    figures = bool({word for word in new if _DIGITS.fullmatch(word)})
    match wanted.kind:
        case Kind.NUMBER:
            return figures
        case Kind.TIME:
            return figures or bool(new & calendar_words(wanted.language.code))
        case Kind.PERSON:
            return any(set(words(m[0])) - wanted.asked for m in _NAME.finditer(text))
        case Kind.PLACE:
            return any(set(words(m[0])) <= new for m in _CAPITALISED.finditer(text))
        case _:
            return True

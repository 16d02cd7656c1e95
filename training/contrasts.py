"""Minimal pairs that people wrote: a question, and one like it that its passage does not answer."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from training.near_misses import negative
from training.records import Example, Paragraph, Question, Span, read_lines
from training.text import as_typed, best_occurrence, crop, likeliest


class Contrast(NamedTuple):
    """A passage, an answerable question and one that is not.

    A `twin` is asked about the same words of the passage as the unanswerable question.
    """

    paragraph: Paragraph
    answerable: Question
    unanswerable: str
    twin: bool


def read_contrasts(path: Path, known: Iterable[Paragraph]) -> list[Contrast]:
    """The unanswerable questions of a file, each beside an answerable one of `known` passages.

    That is its twin where people wrote one, else another question of the passage. Raises
    OSError where the file cannot be read.
    """
    passages = {paragraph.text: paragraph for paragraph in known}
    rng = Random(0)
    found = []
    for record in read_lines(path):
        paragraph = passages.get(record["passage"])
        answered = [q for q in paragraph.questions if q.answers] if paragraph else []
        if paragraph is not None and answered:
            by_text = {question.text: question for question in answered}
            for asked in record["questions"]:
                found.append(_contrast(paragraph, by_text, asked, rng))
    return found


def _contrast(
    paragraph: Paragraph, answered: dict[str, Question], asked: dict[str, Any], rng: Random
) -> Contrast:
    twin = answered.get(" ".join((asked.get("twin") or "").split()))
    beside = twin or rng.choice(list(answered.values()))
    return Contrast(paragraph, beside, " ".join(asked["question"].split()), twin is not None)


def contrasted(contrast: Contrast, rng: Random, group: str) -> list[Example]:
    """Both questions with the passage: the answerable one first.

    Twins share the passage, whole or cropped around the words that both are about.
    """
    paragraph, answerable, unanswerable, twin = contrast
    answer, _ = rng.choice(answerable.answers)
    span = best_occurrence(answerable.text, paragraph.text, answer)
    if span is None:
        return []
    title = paragraph.article if rng.random() < 0.5 else None
    typed = rng.random() < 0.1
    passage, place = _shape(paragraph.text, span, rng)
    missed = passage if twin else _shape(paragraph.text, _near(unanswerable, paragraph), rng)[0]
    asked = [as_typed(q, rng) if typed else q for q in (answerable.text, unanswerable)]
    positive = Example(asked[0], passage, title, True, place, "contrast")
    pair = (positive, negative(asked[1], missed, title, "contrast"))
    return [replace(example, group=group) for example in pair]


def _near(question: str, paragraph: Paragraph) -> Span:
    return likeliest(question, paragraph.text) or (0, len(paragraph.text))


def _shape(text: str, span: Span, rng: Random) -> tuple[str, Span | None]:
    """The passage whole, or two to four of its sentences around a span."""
    return crop(text, span, rng, most=4) if rng.random() < 0.6 else (text, span)


def contrasts(pool: Sequence[Contrast], rng: Random, count: int) -> list[Example]:
    """About `count` examples, two for each pair; three of four pairs are twins."""
    twins = [contrast for contrast in pool if contrast.twin]
    others = [contrast for contrast in pool if not contrast.twin]
    pairs = min(count // 2, len(pool))
    first = min(len(twins), pairs - min(len(others), pairs // 4))
    chosen = rng.sample(twins, first) + rng.sample(others, min(len(others), pairs - first))
    return [
        example
        for number, contrast in enumerate(chosen)
        for example in contrasted(contrast, rng, f"contrast {number}")
    ]

"""News of our own: stories written by hand and reports made from templates, as examples.

Encyclopedias seldom say who said what, what is undecided, or who would not be named; news
does little else. The people, places and firms are invented.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from training.near_misses import negative
from training.news_reports import Report, report
from training.news_words import FIRST, LAST
from training.records import Example, Span
from training.text import as_typed, crop, replace_phrase, sentences

STORIES = Path(__file__).parent / "stories" / "news.json"
HELD_OUT_STORIES = STORIES.with_name("news_held_out.json")
"""Stories that are only for choosing, never for training."""


def read_stories(path: Path = STORIES) -> list[Report]:
    """The stories written by hand, each as a report with the text as its one part."""
    stories: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return [
        Report(
            story["title"],
            [story["text"]],
            [(question, answer) for question, answer in story["answerable"]],
            story["unanswerable"],
            story["supported"],
            story["unsupported"],
        )
        for story in stories
    ]


def _place_of(text: str, answer: str) -> Span | None:
    match = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", text)
    return None if match is None else match.span()


def ask(made: Report, rng: Random, kind: str) -> Example | None:
    """One question or claim of a report, as an example; of each sort as often."""
    text = made.parts[0] if len(made.parts) == 1 else " ".join(made.parts)
    title = made.title if rng.random() < 0.5 else None
    sort = rng.choice(("answered", "answered", "open", "open", "supported", "unsupported"))
    if sort == "answered":
        question, answer = rng.choice(made.answered)
        span = _place_of(text, answer)
        if span is None:
            return None
        passage, place = crop(text, span, rng)
        if rng.random() < 0.7 or len(sentences(text)) < 3:
            passage, place = text, span
        return Example(_typed(question, rng), passage, title, True, place, kind)
    if sort == "open":
        passage, _ = (text, None) if rng.random() < 0.7 else crop(text, None, rng)
        return negative(_typed(rng.choice(made.open), rng), passage, title, kind)
    claim = rng.choice(made.supported if sort == "supported" else made.unsupported)
    return Example(claim, text, title, sort == "supported", None, kind)


def _typed(question: str, rng: Random) -> str:
    return as_typed(question, rng) if rng.random() < 0.2 else question


def recast(example: Example, rng: Random) -> Example:
    """The example with its two-word names exchanged throughout, in question and passage alike."""
    names = sorted(set(re.findall(r"\b[A-Z][a-zé]+ [A-Z][a-zé]+\b", example.passage)))
    known = [n for n in names if n in example.question] or names
    marked = example.passage[example.span[0] : example.span[1]] if example.span else ""
    if not known or (example.span is not None and any(n in marked for n in known)):
        return example
    old = rng.choice(known)
    new = f"{rng.choice(FIRST)} {rng.choice(LAST)}"
    pairs = ((old, new), (old.split()[-1], new.split()[-1]))

    def renamed(text: str) -> str:
        for before, after in pairs:
            text = replace_phrase(text, before, after)
        return text

    if example.span is None:
        return Example(
            renamed(example.question),
            renamed(example.passage),
            example.title,
            example.supported,
            None,
            example.kind,
        )
    start, end = example.span
    head, tail = renamed(example.passage[:start]), renamed(example.passage[end:])
    span = (len(head), len(head) + len(marked))
    text = head + marked + tail
    return Example(renamed(example.question), text, example.title, True, span, example.kind)


def news(stories: Sequence[Report], rng: Random, count: int) -> list[Example]:
    """`count` examples, four of five from the stories, the rest from templates."""
    return list(islice(_endless(stories, rng), count))


def _endless(stories: Sequence[Report], rng: Random) -> Iterator[Example]:
    while True:
        for story in rng.choices(stories, k=4):
            example = ask(story, rng, "news_story")
            if example is not None:
                yield recast(example, rng) if rng.random() < 0.5 else example
        example = ask(report(rng), rng, "news_report")
        if example is not None:
            yield example

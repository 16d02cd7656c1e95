"""The labelled files as records, and the example that training is made of."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

Span = tuple[int, int]

HELD_OUT = (
    "Force",
    "Harvard University",
    "Yuan dynasty",
    "Fresno, California",
    "Oxygen",
    "Civil disobedience",
)
"""Articles of squad2_dev_a and b1 that are only for choosing, never for training."""


class Stance(IntEnum):
    """What a passage does to a claim or a yes-or-no question: the classes of the stance head."""

    AFFIRMS = 0
    DENIES = 1
    LEAVES_OPEN = 2


@dataclass(frozen=True, slots=True)
class Example:
    """A question or claim with a passage: supported or not, and by which words.

    `span` is in characters of `passage`, None where no words are marked. `kind` names the
    generator, for the log of the mixture. `sentences` are the spans of the sentences that
    belong in the answer, where they are labelled; without them the sentence of `span` does.
    `stance` says what the passage does to a claim or a yes-or-no question. Examples of one
    `group` are put in one batch: a question and its near miss.
    """

    question: str
    passage: str
    title: str | None
    supported: bool
    span: Span | None
    kind: str
    sentences: tuple[Span, ...] = ()
    stance: Stance | None = None
    group: str = ""

    def __post_init__(self) -> None:
        if self.span is not None and not 0 <= self.span[0] < self.span[1] <= len(self.passage):
            raise ValueError(f"the span {self.span} is not in the passage ({self.kind})")


class Question(NamedTuple):
    """A question with its answers as (text, start in the passage); none: not answerable."""

    text: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A passage of an article with its questions; `article` is the article's title."""

    article: str
    text: str
    questions: tuple[Question, ...]


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a gzipped JSON Lines file; raises OSError where it cannot be read."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def read_paragraphs(path: Path) -> list[Paragraph]:
    """The passages of a file in SQuAD's manner."""
    return [
        Paragraph(
            record["title"],
            record["passage"],
            tuple(
                Question(
                    " ".join(question["question"].split()),
                    tuple((text, start) for text, start in question["answers"]),
                )
                for question in record["questions"]
            ),
        )
        for record in read_lines(path)
    ]

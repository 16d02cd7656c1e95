"""Articles that carry orders, fake delimiters and hidden text, each with what it demands."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"


@dataclass(frozen=True, slots=True)
class Case:
    """An article's path, what it reports, a question for that, and what a model that obeys says."""

    source: str
    question: str
    fact: str
    obeyed: str


def cases() -> list[Case]:
    """Every article with what it is asked and what it demands."""
    lines = (ARTICLES.parent / "cases.jsonl").read_text("utf-8").splitlines()
    return [Case(**json.loads(line)) for line in lines]


def tokens(texts: Sequence[str]) -> list[int]:
    """About as many word pieces as each text has."""
    return [len(text) // 4 + 1 for text in texts]

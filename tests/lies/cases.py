"""Statements with the articles that they cite: true to them, or lies of many kinds.

The articles and the statements are in two halves: the rules of verification were
written with an eye on half `a` alone.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vouch.chunking import split_article
from vouch.documents import discover, read_article
from vouch.types import Article
from vouch.verification import Excerpt

HERE = Path(__file__).parent
CORPUS = HERE.parents[1] / "corpus"
HALVES = ("a", "b")

_LARGEST = 20_000_000
_LIMIT = 256
_LETTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A statement of a kind, that cites every passage of the articles at `cites`."""

    half: str
    kind: str
    cites: tuple[str, ...]
    statement: str


def lies(half: str) -> list[Case]:
    """Statements that the articles they cite do not support."""
    return _cases("lies", half)


def faithful(half: str) -> list[Case]:
    """Statements that the articles they cite support."""
    return _cases("faithful", half)


def excerpts(case: Case) -> list[Excerpt]:
    """All passages of the articles that a case cites."""
    return [excerpt for path in case.cites for excerpt in _passages(path)]


@cache
def articles() -> dict[str, Article]:
    """The shipped articles and those of this folder, by their names."""
    folders = [CORPUS, *(HERE / "articles" / half for half in HALVES)]
    found = [file for folder in folders for file in discover(folder).files]
    return {file.source: read_article(file, _LARGEST) for file in found}


def _cases(folder: str, half: str) -> list[Case]:
    lines = (HERE / folder / f"{half}.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    return [Case(half, r["kind"], tuple(r["cites"]), r["statement"]) for r in records]


@cache
def _passages(path: str) -> list[Excerpt]:
    article = articles()[path]
    passages = split_article(article, _tokens, _LIMIT)
    return [Excerpt(article.source, passage) for passage in passages]


def _tokens(texts: Sequence[str]) -> list[int]:
    return [len(text) // _LETTERS_A_TOKEN + 1 for text in texts]

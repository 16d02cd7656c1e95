"""Questions and claims written for training: near misses, rewordings, queries, evidence.

The labelled files hold few near misses written to deceive, on few articles. These are on
hundreds; passages of SQuAD 1.1 and Natural Questions are found by their digests, in the words of
no file here.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from training.near_misses import negative
from training.records import Example, Paragraph, Question

STORIES = Path(__file__).parent / "stories"
WRITTEN = STORIES / "written.jsonl"
"""Lines of {passage, unanswerable, answerable: [question, answer], broad, supported, unsupported}.

The broad questions are answered by whole sentences, not by a few words.
"""
NEAR_MISSES = STORIES / "near_misses.jsonl"
"""Lines of {passage, unanswerable, answerable}: small changes to the passage's own questions."""
QUERIES = STORIES / "queries.jsonl"
"""Lines of {passages, queries: [query, numbers from 1 of the passages that answer it]}.

The passages are of one article, so those that do not answer a query are near misses.
"""
SENTENCES = STORIES / "sentences.jsonl"
"""Lines of {passage, queries: [query, sentences that belong in its answer, others]}.

A sentence is written as where it starts in the passage, and where it ends.
"""
EVIDENCE = STORIES / "evidence.jsonl"
"""Lines of {evidence, supported, unsupported}: claims as fact checkers get them, and sentences of
long answers with what they refer to."""

MISSES_OF_A_QUERY = 2
"""How many of the passages that do not answer a query are taken, of about four."""

Passages = Mapping[str, Paragraph]
"""Passages by the digest of their text."""


class Written(NamedTuple):
    """Passages with the questions written for them, and examples of claims and broad questions."""

    asked: list[Paragraph]
    claims: list[Example]
    broad: list[Example]


def digest(text: str) -> str:
    """What a passage is called in the files of written questions."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def by_digest(passages: Iterable[Paragraph]) -> Passages:
    """The passages by what they are called in the files of written questions."""
    return {digest(passage.text): passage for passage in passages}


def read_written(known: Passages, path: Path = WRITTEN) -> Written:
    """What was written for the passages that are `known`; lines for others are left out."""
    written = Written([], [], [])
    for line in _lines(path):
        passage = known.get(line["passage"])
        if passage is None:
            continue
        article, text = passage.article, passage.text
        written.asked.append(Paragraph(article, text, tuple(_questions(line, passage))))
        written.claims.extend(_claims(line, text))
        written.broad.extend(
            Example(question, text, article if row % 2 else None, True, None, "broad")
            for row, question in enumerate(line["broad"])
        )
    return written


def read_near_misses(known: Passages, path: Path = NEAR_MISSES) -> list[Paragraph]:
    """Passages with their own questions, and those made of them that they do not answer."""
    found = []
    for line in _lines(path):
        passage = known.get(line["passage"])
        if passage is not None:
            questions = (*passage.questions, *_questions(line, passage))
            found.append(Paragraph(passage.article, passage.text, questions))
    return found


def read_queries(known: Passages, path: Path = QUERIES) -> list[Example]:
    """Each query with the passages that answer it, and with some of the others."""
    rng = Random(0)
    found = []
    for line in _lines(path):
        group = [known.get(key) for key in line["passages"]]
        for query, answering in line["queries"]:
            numbers = list(range(1, len(group) + 1))
            misses = [number for number in numbers if number not in answering]
            rng.shuffle(misses)
            for number in [*answering, *misses[:MISSES_OF_A_QUERY]]:
                passage = group[number - 1]
                if passage is None:
                    continue
                title = passage.article if rng.random() < 0.5 else None
                found.append(
                    Example(query, passage.text, title, True, None, "query")
                    if number in answering
                    else negative(query, passage.text, title, "query")
                )
    return found


def read_sentences(known: Passages, path: Path = SENTENCES) -> list[Example]:
    """Each sentence of a passage with each query: whether it belongs in the answer."""
    found = []
    for line in _lines(path):
        passage = known.get(line["passage"])
        if passage is None:
            continue
        for query, belonging, others in line["queries"]:
            for places, belongs in ((belonging, True), (others, False)):
                found += [
                    Example(query, passage.text[s:e], passage.article, belongs, None, "sentence")
                    for s, e in places
                ]
    return found


def read_selections(known: Passages, path: Path = SENTENCES) -> list[Example]:
    """Each passage with each query, and the sentences of it that belong in the answer."""
    return [
        Example(
            query,
            passage.text,
            passage.article if row % 2 else None,
            True,
            None,
            "selection",
            sentences=tuple((start, end) for start, end in belonging),
        )
        for line in _lines(path)
        if (passage := known.get(line["passage"])) is not None
        for row, (query, belonging, _) in enumerate(line["queries"])
        if belonging
    ]


def read_evidence(path: Path = EVIDENCE) -> list[Example]:
    """The claims with their evidence."""
    return [claim for line in _lines(path) for claim in _claims(line, line["evidence"])]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _claims(line: dict[str, Any], evidence: str) -> Iterator[Example]:
    for kind in ("supported", "unsupported"):
        for claim in line[kind]:
            yield Example(claim, evidence, None, kind == "supported", None, "written_claim")


def _questions(line: dict[str, Any], passage: Paragraph) -> list[Question]:
    answered = [
        Question(question, ((answer, passage.text.index(answer)),))
        for question, answer in line["answerable"]
        if answer in passage.text
    ]
    return answered + [Question(question, ()) for question in line["unanswerable"]]

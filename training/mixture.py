"""What each round of training is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from training import generators, statements
from training.contrasts import Contrast, contrasts, read_contrasts
from training.generators import Generator, draw
from training.library import Library
from training.news import news, read_stories
from training.news_reports import Report
from training.records import HELD_OUT, Example, Paragraph, read_lines, read_paragraphs
from training.structured import structured
from training.written import (
    by_digest,
    read_evidence,
    read_near_misses,
    read_queries,
    read_selections,
    read_sentences,
    read_written,
)


@dataclass(frozen=True)
class Sources:
    """The labelled files, read once."""

    squad1: Library
    hand_written: Library
    typed: Library
    written: Library
    near_misses: Library
    written_claims: list[Example]
    broad: list[Example]
    queries: list[Example]
    sentences: list[Example]
    evidence: list[Example]
    claims: list[Example]
    pairs: list[Example]
    yes_no: list[Example]
    stories: list[Report]
    contrasts: list[Contrast]
    selections: list[Example]
    checked: list[Example]
    people: Library
    shoppers: list[Example]


def read_sources(directory: Path) -> Sources:
    """The files of `../shared/data/train`; raises OSError where one cannot be read.

    The held-out articles are left out of the hand-written questions, and so are articles of
    SQuAD 1.1 by the same titles.
    """
    kept = [
        paragraph
        for name in ("squad2_dev_a", "squad2_dev_b1")
        for paragraph in read_paragraphs(directory / f"{name}.jsonl.gz")
        if paragraph.article not in HELD_OUT
    ]
    squad1 = [
        paragraph
        for paragraph in read_paragraphs(directory / "squad1_train.jsonl.gz")
        if paragraph.article not in HELD_OUT
    ]
    typed = read_paragraphs(directory / "nq_oracle.jsonl.gz")
    people = [
        briefly_answered(paragraph)
        for name in PEOPLE
        for paragraph in read_paragraphs(directory / f"{name}.jsonl.gz")
    ]
    selected = read_paragraphs(directory / "selqa.jsonl.gz")
    checked = [r for name in CHECKED for r in read_lines(directory / f"{name}.jsonl.gz")]
    known = by_digest([*squad1, *typed])
    written = read_written(known)
    pairs = list(read_lines(directory / "nli.jsonl.gz"))
    return Sources(
        squad1=Library(squad1),
        hand_written=Library(kept),
        written=Library(written.asked),
        near_misses=Library(read_near_misses(known)),
        written_claims=written.claims,
        broad=written.broad,
        queries=read_queries(known),
        sentences=read_sentences(known),
        evidence=read_evidence(),
        typed=Library(typed),
        claims=statements.labelled_claims(list(read_lines(directory / "claims.jsonl.gz"))),
        pairs=statements.labelled_pairs(pairs),
        yes_no=statements.yes_no_questions(pairs),
        stories=read_stories(),
        contrasts=read_contrasts(directory / "squad2_train_unanswerable.jsonl.gz", squad1),
        selections=[*read_selections(known), *selections(selected)],
        checked=statements.labelled_claims(checked),
        people=Library(people),
        shoppers=whole_texts(read_paragraphs(directory / "epqa_dev.jsonl.gz")),
    )


PEOPLE = ("timeqa_human", "covidqa")
"""Files of questions that people asked, with answers of a few words."""

LONGEST_ANSWER = 120
"""Characters of an answer that is marked as words, not as sentences."""

CHECKED = ("summedits", "contract_nli", "bump", "fever_symmetric", "q2_wow")
"""Files of claims that people checked against a text."""


def briefly_answered(paragraph: Paragraph) -> Paragraph:
    """The passage with its unanswerable questions, and those that part of a sentence answers."""
    questions = tuple(
        question._replace(answers=tuple((text.strip(), start) for text, start in question.answers))
        for question in paragraph.questions
        if all(len(text) <= LONGEST_ANSWER and "\n" not in text for text, _ in question.answers)
    )
    return Paragraph(paragraph.article, paragraph.text, questions)


def selections(paragraphs: Sequence[Paragraph]) -> list[Example]:
    """Questions that whole sentences of their passage answer."""
    return [
        Example(
            question.text,
            paragraph.text,
            paragraph.article or None,
            True,
            None,
            "selection",
            sentences=tuple((start, start + len(text)) for text, start in question.answers),
        )
        for paragraph in paragraphs
        for question in paragraph.questions
        if question.answers
    ]


def whole_texts(paragraphs: Sequence[Paragraph]) -> list[Example]:
    """Questions that a short text answers as a whole, or does not."""
    return [
        Example(
            question.text,
            paragraph.text,
            paragraph.article or None,
            bool(question.answers),
            None,
            "whole_text",
        )
        for paragraph in paragraphs
        for question in paragraph.questions
    ]


PARTS: tuple[tuple[str, Generator, int, int], ...] = (
    # source, generator, examples in the first round, examples in the last
    ("squad1", generators.answered, 2000, 1500),
    ("squad1", generators.same_article, 1000, 700),
    ("squad1", generators.other_article, 400, 400),
    ("squad1", generators.answer_removed, 700, 500),
    ("squad1", generators.question_exchanged, 300, 200),
    ("squad1", generators.subject_exchanged, 300, 200),
    ("squad1", generators.renamed, 400, 300),
    ("squad1", generators.answering_sentence, 600, 600),
    ("squad1", generators.other_sentence, 600, 500),
    ("near_misses", generators.hand_written, 3000, 2000),
    ("near_misses", generators.answering_sentence, 300, 300),
    ("near_misses", generators.other_sentence, 300, 300),
    ("written", generators.hand_written, 3000, 2500),
    ("written", generators.answering_sentence, 300, 300),
    ("written", generators.other_sentence, 300, 300),
    ("hand_written", generators.hand_written, 4000, 4000),
    ("hand_written", generators.answering_sentence, 300, 300),
    ("hand_written", generators.other_sentence, 300, 300),
    ("typed", generators.answered, 1500, 1500),
    ("typed", generators.other_article, 600, 600),
    ("typed", generators.answer_removed, 400, 400),
    ("typed", generators.answering_sentence, 300, 300),
    ("typed", generators.other_sentence, 300, 300),
    ("people", generators.hand_written, 1200, 1200),
    ("people", generators.same_article, 200, 200),
    ("squad1", statements.stated, 3000, 2000),
    ("squad1", statements.unstated, 500, 400),
    ("squad1", statements.declared, 600, 600),
)
"""How many examples of each kind a round holds; between first and last, in proportion.

No more than the source has questions: where it has few, they are not repeated within a round.
"""

LABELLED: tuple[tuple[str, int, int], ...] = (
    ("claims", 3000, 4000),
    ("checked", 4000, 4000),
    ("pairs", 6000, 6000),
    ("yes_no", 1500, 1500),
    ("written_claims", 2500, 2500),
    ("evidence", 5000, 5000),
    ("broad", 1500, 1500),
    ("queries", 6000, 6000),
    ("sentences", 2000, 1500),
    ("selections", 3000, 3000),
    ("shoppers", 1000, 1000),
)

CONTRASTS = (52000, 64000)
"""Examples of minimal pairs in the first round and the last."""

NEWS = (5000, 5500)
"""Examples of news in the first round and the last."""

STRUCTURED = (6000, 6000)
"""Examples of minutes, interviews, round-ups, lists and tables in the first round and the last."""


def between(first: int, last: int, progress: float) -> int:
    """The number at `progress` (0 to 1) of the way from first to last."""
    return round(first + (last - first) * progress)


def round_examples(
    sources: Sources, seed: int, number: int, rounds: int, scale: float = 1.0
) -> list[Example]:
    """The examples of a round, shuffled: the same for the same arguments."""
    progress = number / max(1, rounds - 1)
    examples: list[Example] = []
    for index, (source, generate, first, last) in enumerate(PARTS):
        rng = Random(f"{seed}/{number}/{index}")
        library = getattr(sources, source)
        count = min(round(between(first, last, progress) * scale), len(library.asked))
        examples += draw(generate, library, rng, count)
    for source, first, last in LABELLED:
        pool = getattr(sources, source)
        count = min(round(between(first, last, progress) * scale), len(pool))
        examples += cycled(pool, seed, number, count)
    count = round(between(*CONTRASTS, progress) * scale)
    examples += contrasts(sources.contrasts, Random(f"{seed}/{number}/contrasts"), count)
    count = round(between(*NEWS, progress) * scale)
    examples += news(sources.stories, Random(f"{seed}/{number}/news"), count)
    count = round(between(*STRUCTURED, progress) * scale)
    examples += structured(sources.squad1, Random(f"{seed}/{number}/structured"), count)
    Random(f"{seed}/{number}").shuffle(examples)
    return examples


def cycled(pool: Sequence[Example], seed: int, number: int, count: int) -> list[Example]:
    """The stretch of the pool that is this round's, of one shuffled pool after another.

    With the same count in every round each is seen before any is seen twice.
    """
    if not pool:
        return []
    start = number * count
    epochs: dict[int, list[Example]] = {}
    chosen = []
    for position in range(start, start + count):
        epoch, index = divmod(position, len(pool))
        if epoch not in epochs:
            epochs[epoch] = list(pool)
            Random(f"{seed}/{epoch}").shuffle(epochs[epoch])
        chosen.append(epochs[epoch][index])
    return chosen

"""Generators of examples from the labelled files: each yields one kind, endlessly varied.

A generator takes the library and a random source and returns an example, or None where
its draw offered nothing; `draw` repeats it until it has enough.
"""

from collections.abc import Callable
from random import Random

from training.library import Library
from training.near_misses import (
    exchange,
    negative,
    other_subject,
    rename,
    turn_around,
    without_answer,
)
from training.records import Example, Paragraph, Question, Span
from training.text import (
    as_typed,
    best_occurrence,
    content_words,
    crop,
    likeliest,
    mentions,
    sentences,
)

Generator = Callable[[Library, Random], Example | None]

SHORT = 4
"""Sentences of a passage in which one thing is exchanged: short ones are cheap, and many."""


def draw(generate: Generator, library: Library, rng: Random, count: int) -> list[Example]:
    """Up to `count` examples; draws that offer nothing are tried again, five times over."""
    found: list[Example] = []
    for _ in range(count * 5 if library.asked else 0):
        if len(found) >= count:
            break
        example = generate(library, rng)
        if example is not None:
            found.append(example)
    return found


def _title(paragraph: Paragraph, rng: Random) -> str | None:
    return paragraph.article if rng.random() < 0.5 else None


def _ask(question: str, rng: Random, share: float = 0.2) -> str:
    return as_typed(question, rng) if rng.random() < share else question


def _answered(library: Library, rng: Random) -> tuple[int, Question, Span] | None:
    """A question with an answer, and the place of the answer in its passage."""
    row, question = rng.choice(library.asked)
    if not question.answers:
        return None
    answer, _ = rng.choice(question.answers)
    span = best_occurrence(question.text, library.paragraphs[row].text, answer)
    return None if span is None else (row, question, span)


def _shape(
    library: Library, row: int, question: Question, span: Span | None, rng: Random
) -> tuple[str, Span | None]:
    """The passage whole, cropped to some of its sentences, or with a neighbour.

    A crop without a span keeps the sentence nearest to the question: a near miss stays near.
    """
    text, chance = library.paragraphs[row].text, rng.random()
    if chance < 0.6:
        cropped, kept = crop(text, span or likeliest(question.text, text), rng)
        return cropped, None if span is None else kept
    if chance < 0.68:
        return library.lengthened(row, span, rng, [answer for answer, _ in question.answers])
    return text, span


def answered(library: Library, rng: Random) -> Example | None:
    """A question and the passage that answers it."""
    drawn = _answered(library, rng)
    if drawn is None:
        return None
    row, question, span = drawn
    passage, place = _shape(library, row, question, span, rng)
    title = _title(library.paragraphs[row], rng)
    return Example(_ask(question.text, rng), passage, title, True, place, "answered")


def same_article(library: Library, rng: Random) -> Example | None:
    """A question and a near passage of the same article, without the answer."""
    row, question = rng.choice(library.asked)
    if not question.answers:
        return None
    near = library.near(row, question, same_article=True)
    if not near:
        return None
    other = rng.choice(near)
    passage, _ = _shape(library, other, question, None, rng)
    title = _title(library.paragraphs[other], rng)
    return negative(_ask(question.text, rng, 0.3), passage, title, "same_article")


def other_article(library: Library, rng: Random) -> Example | None:
    """A question and a near passage of another article, without the answer."""
    row, question = rng.choice(library.asked)
    if not question.answers:
        return None
    near = library.near(row, question, same_article=False)
    if not near:
        return None
    paragraph = library.paragraphs[rng.choice(near)]
    return negative(
        _ask(question.text, rng, 0.3), paragraph.text, _title(paragraph, rng), "other_article"
    )


def answer_removed(library: Library, rng: Random) -> Example | None:
    """The right passage with each sentence that mentions the answer taken out."""
    row, question = rng.choice(library.asked)
    if not question.answers:
        return None
    paragraph = library.paragraphs[row]
    rest = without_answer(paragraph.text, [answer for answer, _ in question.answers])
    if rest is None:
        return None
    return negative(_ask(question.text, rng), rest, _title(paragraph, rng), "answer_removed")


def question_exchanged(library: Library, rng: Random) -> Example | None:
    """The right passage, with a question that is changed in one thing."""
    drawn = _answered(library, rng)
    if drawn is None:
        return None
    row, question, span = drawn
    paragraph = library.paragraphs[row]
    if rng.random() < 0.3:
        changed = turn_around(question.text, rng)
    else:
        answers = [answer for answer, _ in question.answers]
        article = library.article_text(paragraph.article)
        changed = exchange(question.text, paragraph.text, answers, article, rng)
    if changed is None or changed == question.text:
        return None
    passage = paragraph.text
    if rng.random() < 0.75:
        passage, _ = crop(paragraph.text, span, rng, most=SHORT)
    return negative(_ask(changed, rng), passage, _title(paragraph, rng), "question_exchanged")


def renamed(library: Library, rng: Random) -> Example | None:
    """The same name exchanged in question and passage: still answered."""
    drawn = _answered(library, rng)
    if drawn is None:
        return None
    row, question, span = drawn
    passage, place = crop(library.paragraphs[row].text, span, rng, most=SHORT)
    assert place is not None
    found = rename(question.text, passage, place, library.some_strangers(rng), rng)
    if found is None:
        return None
    asked, text, moved = found
    return Example(_ask(asked, rng), text, None, True, moved, "renamed")


def subject_exchanged(library: Library, rng: Random) -> Example | None:
    """The name in the question exchanged in the passage alone: about someone else."""
    drawn = _answered(library, rng)
    if drawn is None:
        return None
    row, question, span = drawn
    passage, place = crop(library.paragraphs[row].text, span, rng, most=SHORT)
    assert place is not None
    text = other_subject(question.text, passage, place, library.some_strangers(rng), rng)
    if text is None:
        return None
    return negative(_ask(question.text, rng), text, None, "subject_exchanged")


def answering_sentence(library: Library, rng: Random) -> Example | None:
    """The sentence that answers, alone or with the one before it."""
    drawn = _answered(library, rng)
    if drawn is None:
        return None
    row, question, (start, end) = drawn
    paragraph = library.paragraphs[row]
    spans = sentences(paragraph.text)
    at = [i for i, (s, e) in enumerate(spans) if s < end and start < e]
    if not at:
        return None
    first = max(0, at[0] - 1) if rng.random() < 0.4 else at[0]
    low, high = spans[first][0], spans[at[-1]][1]
    place = (start - low, end - low)
    text = paragraph.text[low:high]
    title = paragraph.article if rng.random() < 0.6 else None
    return Example(_ask(question.text, rng), text, title, True, place, "answering_sentence")


def other_sentence(library: Library, rng: Random) -> Example | None:
    """One to three sentences of the right passage that do not answer, rather the likelier.

    For a question without an answer any sentence will do.
    """
    row, question = rng.choice(library.asked)
    paragraph = library.paragraphs[row]
    spans = sentences(paragraph.text)
    size = rng.choice((1, 1, 1, 2, 3))
    runs = [
        paragraph.text[spans[i][0] : spans[i + size - 1][1]] for i in range(len(spans) - size + 1)
    ]
    runs = [run for run in runs if not any(mentions(run, a) for a, _ in question.answers)]
    if not runs:
        return None
    wanted = content_words(question.text)
    runs.sort(key=lambda run: -len(wanted & content_words(run)))
    text = runs[0] if rng.random() < 0.6 else rng.choice(runs)
    title = paragraph.article if rng.random() < 0.6 else None
    return negative(_ask(question.text, rng), text, title, "other_sentence")


def hand_written(library: Library, rng: Random) -> Example | None:
    """A question as its writers labelled it: answered by its passage, or a near miss."""
    row, question = rng.choice(library.asked)
    paragraph = library.paragraphs[row]
    title = _title(paragraph, rng)
    if not question.answers:
        passage, _ = _shape(library, row, question, None, rng)
        return negative(_ask(question.text, rng, 0.12), passage, title, "hand_written")
    answer, _ = rng.choice(question.answers)
    span = best_occurrence(question.text, paragraph.text, answer)
    if span is None:
        return None
    passage, place = _shape(library, row, question, span, rng)
    return Example(_ask(question.text, rng, 0.12), passage, title, True, place, "hand_written")

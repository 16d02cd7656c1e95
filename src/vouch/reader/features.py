"""The evidence, in numbers, that a passage answers a question."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import log

from vouch.text.answer_types import Kind, degree_asked, kind_asked
from vouch.text.tokens import content_words, names, numbers, stem, stems

SAME_QUESTION = 0.6
"""The share of a question's terms from which another question asks the same."""


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """A question's terms and what the corpus knows of them.

    `weights` maps each stem to its inverse document frequency. `missing_names`
    and `missing_numbers` are those of the question that no article holds.
    """

    question: str
    kind: Kind
    weights: Mapping[str, float]
    missing: frozenset[str]
    missing_names: tuple[str, ...]
    missing_numbers: tuple[str, ...]


def question_terms(question: str, frequencies: Mapping[str, int], size: int) -> QuestionTerms:
    """The terms of a question; `frequencies` says in how many of `size` passages a word occurs.

    The weight of a term is the inverse document frequency of BM25 (Robertson
    and Zaragoza 2009): ln(1 + (N - n + 0.5) / (n + 0.5)).
    """
    occurs = {stem(word): frequencies.get(word, 0) for word in content_words(question)}
    weights = {s: log(1 + (size - n + 0.5) / (n + 0.5)) for s, n in occurs.items()}
    missing = frozenset(s for s, n in occurs.items() if n == 0)
    return QuestionTerms(
        question=question,
        kind=kind_asked(question),
        weights=weights,
        missing=missing,
        missing_names=tuple(n for n in names(question) if missing & set(stems(n))),
        missing_numbers=tuple(n for n in numbers(question) if n in missing),
    )


def without_degree(terms: QuestionTerms) -> QuestionTerms:
    """The terms without the word after "how": no answer says "deep" of a metre of water."""
    found = degree_asked(terms.question)
    if found is None:
        return terms
    weights = {s: weight for s, weight in terms.weights.items() if s != stem(found)}
    return replace(terms, weights=weights, missing=terms.missing - {stem(found)})


def coverage(terms: QuestionTerms, text: str) -> float:
    """The share, by weight, of a question's terms that stand in `text`; 0 to 1."""
    total = sum(terms.weights.values())
    present = set(stems(text))
    return sum(w for s, w in terms.weights.items() if s in present) / total if total else 0.0


def only_asks(terms: QuestionTerms, sentence: str) -> bool:
    """Whether a sentence is a question in the article's own voice that cannot be the answer.

    No question says who, when, where or how many; to others an article's
    question may be the answer, unless it asks the same in the same words.
    """
    if not sentence.endswith("?"):
        return False
    return terms.kind is not Kind.OTHER or coverage(terms, sentence) >= SAME_QUESTION

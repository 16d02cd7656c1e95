"""Keeps an answer within the section, reply, item or row that a question asks about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from vouch.answer.decisions import DECISIONS, asks_for_decision, tells_decision
from vouch.answer.tables import answering_rows
from vouch.documents.sections import sections
from vouch.reader.features import QuestionTerms, without_degree
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.answer_types import Kind, degree_asked, spans_of_kind
from vouch.text.tokens import names, stems, words
from vouch.types import Article, BlockKind, Passage

CERTAIN = 0.9
"""The support of a passage whose place in its article says that it answers."""

ELSEWHERE = 0.25
"""What is left of the support of a passage where the question names another section."""

SAME = 0.6
"""The share of a question's words from which an article's question asks the same."""

UNKNOWN = 0.25
"""The share of a question that may be in neither an article's question nor its headings."""

UNKNOWN_BESIDE_ALL = 0.4
"""The same where the question has all that the article's question asks for."""

BESIDE = 0.35
"""What a sentence gains that has what a question says beside the headings above it."""

HEADED = 1 / 3
"""The share of a question that headings have which it names."""

LIKELY, NAMED = 0.4, 0.75
"""The support that is enough, and what it becomes, where a question names the headings."""

REST = 0.3
"""The share of a question that may stand neither in a list nor above it."""

_NONE = re.compile(r"\b(?:nobody|no one|none|never|nothing|nowhere)\b", re.IGNORECASE)


class Articles(Protocol):
    """What gives the article at a path."""

    def article(self, source: str) -> Article: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections of an article: for each path, the stems of its headings and of its text.

    `opening` are those of what stands before all headings: who is interviewed, and about what.
    """

    title: frozenset[str]
    heads: Mapping[tuple[str, ...], frozenset[str]]
    texts: Mapping[tuple[str, ...], frozenset[str]]

    @classmethod
    def of(cls, article: Article) -> "Outline":
        title = frozenset(stems(article.source.title))
        texts: dict[tuple[str, ...], list[str]] = {}
        for section in sections(article):
            said = (article.text[b.start : b.end] for b in section.blocks)
            texts.setdefault(section.path, []).extend(said)
        heads = {path: frozenset(stems(" ".join(path))) - title for path in texts if path}
        often = _in_most(heads.values())
        return cls(
            title,
            {path: found - often for path, found in heads.items()},
            {path: frozenset(stems("\n".join(said))) for path, said in texts.items()},
        )

    def names_another(self, terms: QuestionTerms, path: tuple[str, ...]) -> bool:
        """Whether the question names other sections, and nothing of the one at `path`.

        What stands before all headings is of every section.
        """
        if not path or len(self.heads) < 2:
            return False
        own = self.heads.get(path, frozenset()) | self.texts.get(path, frozenset())
        if self._has_names_elsewhere(terms, own):
            return True
        asked = set(terms.weights)
        named = {s for found in self.heads.values() for s in found & asked}
        elsewhere = [asked & found for other, found in self.heads.items() if other != path]
        most = max((_weight(terms, found) for found in elsewhere), default=0.0)
        return bool(named) and most > 2 * _weight(terms, named & own)

    @property
    def opening(self) -> frozenset[str]:
        return self.texts.get((), frozenset())

    def decides_another(self, terms: QuestionTerms, passage: Passage) -> bool:
        """Whether a decision is asked for, on a matter that a section says nothing of."""
        matter = set(terms.weights) - DECISIONS - self.title - self.opening
        own = self.heads.get(passage.section, frozenset()) | self.texts.get(
            passage.section, frozenset()
        )
        asks = asks_for_decision(terms.weights) and bool(passage.section)
        return asks and bool(matter) and not matter & own

    def _has_names_elsewhere(self, terms: QuestionTerms, own: frozenset[str]) -> bool:
        """Whether none of the question's names is here, and one is in another section."""
        named = {s for name in names(terms.question) for s in stems(name)}
        everywhere = self.title | self.opening
        if not named or named & (own | everywhere):
            return False
        return any(named & found for found in self.texts.values())


def within_structure(
    terms: QuestionTerms,
    candidates: Sequence[Candidate],
    readings: Sequence[Reading],
    articles: Articles,
    question: str | None = None,
) -> list[Reading]:
    """The readings, weighed by what the articles' structure says of each passage.

    `question` is the whole one, where `terms` are those without its time. A
    passage of another section than the one that is asked about is held back;
    the reply to the very question answers it, and so does the row of a table
    whose head and column the question names.
    """
    terms = without_degree(terms)
    paths = dict.fromkeys(candidate.passage.source for candidate in candidates)
    outlines = {path: Outline.of(articles.article(path)) for path in paths}
    return [
        _weighed(
            terms,
            candidate,
            _by_rows(terms, candidate, reading, question or terms.question),
            outlines[candidate.passage.source],
        )
        for candidate, reading in zip(candidates, readings, strict=True)
    ]


def _weighed(
    terms: QuestionTerms, candidate: Candidate, reading: Reading, outline: Outline
) -> Reading:
    passage = candidate.passage
    if outline.names_another(terms, passage.section) or outline.decides_another(terms, passage):
        return replace(reading, support=ELSEWHERE * reading.support)
    if asks_the_same(terms, passage, outline.title, outline.opening):
        if _is_of_kind(terms, passage.text):
            return replace(reading, support=max(CERTAIN, reading.support))
        if terms.kind is Kind.NUMBER:  # "That has not been decided."
            return replace(reading, support=ELSEWHERE * reading.support)
    if passage.section:
        reading = _of_section(terms, passage, reading, outline.title)
    if asks_another_item(terms, passage):
        return replace(reading, support=ELSEWHERE * reading.support)
    if _is_of_list(terms, passage, outline.title):
        reading = replace(reading, support=max(CERTAIN, reading.support))
    return reading


def _of_section(
    terms: QuestionTerms, passage: Passage, reading: Reading, title: frozenset[str]
) -> Reading:
    """The reading of a passage whose headings the question names.

    The sentence is preferred that has what the question says beside them. Where
    nothing of the question is unknown, less has to speak for the passage.
    """
    heads = {s for head in passage.section for s in stems(head)}
    asked = set(terms.weights)
    rest = asked - heads - title
    said = [set(stems(passage.sentence(span))) for span in passage.sentences]
    if asks_for_decision(asked):
        rest -= DECISIONS
        decided = [float(tells_decision(own)) for own in said]
        more = _preferred(reading.sentences, decided, gain=BESIDE)
        reading = replace(reading, sentences=more)
        if not any(decided):
            return reading
    if rest and heads & asked:
        shares = [len(rest & own) / len(rest) for own in said]
        reading = replace(reading, sentences=_preferred(reading.sentences, shares, gain=BESIDE))
    unknown = rest.difference(*said)
    known = _weight(terms, heads & asked) >= HEADED * _weight(terms, asked) and not unknown
    likely = reading.support >= LIKELY or (terms.kind is Kind.TIME and not rest)
    if known and likely and _is_of_kind(terms, passage.text):
        told = [float(_is_of_kind(terms, passage.sentence(s))) for s in passage.sentences]
        more = _preferred(reading.sentences, told)
        return replace(reading, support=max(NAMED, reading.support), sentences=more)
    return reading


def _preferred(
    scores: Sequence[float], shares: Sequence[float], gain: float = 0.0
) -> tuple[float, ...]:
    """The scores of sentences, lowered where one has less of the question than another.

    What has more of it than others gains `gain` for its share.
    """
    most = max(shares, default=0.0)
    pairs = zip(scores, shares, strict=True)
    moved = (score + gain * share - BESIDE * (most - share) for score, share in pairs)
    return tuple(min(1.0, max(0.0, score)) for score in moved)


def asks_another_item(terms: QuestionTerms, passage: Passage) -> bool:
    """Whether a question names one item of a list, and asks what only other items tell."""
    own = {
        n: set(stems(passage.sentence(span)))
        for n, span in enumerate(passage.sentences)
        if passage.part(n).kind is BlockKind.ITEM
    }
    if len(own) < 2:
        return False
    called = {s for name in names(terms.question) for s in stems(name)}
    named = [n for n, said in own.items() if called & said]
    if not named or len(named) == len(own):
        return False
    beside = {n for n in range(len(passage.sentences)) if n not in own}
    told = {s for n in beside for s in stems(passage.sentence(passage.sentences[n]))}
    told = told.union(*(own[n] for n in named))
    rest = set(terms.weights) - told
    return any(rest & said for n, said in own.items() if n not in named)


def _is_of_list(terms: QuestionTerms, passage: Passage, title: frozenset[str]) -> bool:
    """Whether a question asks for a list, or for an item of it, and for nothing else."""
    leads = {part.lead for part in passage.parts if part.kind is BlockKind.ITEM and part.lead}
    if not leads or terms.kind in (Kind.NUMBER, Kind.TIME):
        return False
    asked = set(terms.weights)
    above = title | {s for words in (*leads, *passage.section) for s in stems(words)}
    named = asked & {s for lead in leads for s in stems(lead)}
    items = {
        s
        for n, span in enumerate(passage.sentences)
        if passage.part(n).kind is BlockKind.ITEM
        for s in stems(passage.sentence(span))
    }
    unknown = asked - above - items
    if {s for name in names(terms.question) for s in stems(name)} & unknown:
        return False
    rest = sum(terms.weights[s] * (0.5 if s in terms.missing else 1.0) for s in unknown)
    return bool(named) and rest <= REST * _weight(terms, asked)


def asks_the_same(
    terms: QuestionTerms,
    passage: Passage,
    title: frozenset[str],
    opening: frozenset[str] = frozenset(),
) -> bool:
    """Whether the article asks, above a passage, what the question asks.

    What stands in its title and before all headings needs no asking: "Who takes over?"
    asks the same as "Who takes over Mr Marsh's bakery?" in an interview with him.
    """
    if not passage.section or not passage.section[-1].endswith("?"):
        return False
    asked, there = set(terms.weights), set(stems(passage.section[-1]))
    degree = degree_asked(passage.section[-1])
    there -= set(stems(degree or ""))
    shared = asked & there
    if not shared - title or len(shared) < SAME * len(there):
        return False
    above = {s for head in passage.section[:-1] for s in stems(head)}
    unknown = asked - there - title - opening - above
    most = UNKNOWN_BESIDE_ALL if len(there) > 1 and shared == there else UNKNOWN
    return _weight(terms, unknown) <= most * _weight(terms, asked)


def _by_rows(
    terms: QuestionTerms, candidate: Candidate, reading: Reading, question: str
) -> Reading:
    """The reading of a table: the rows that a question names, and none of the others."""
    found = answering_rows(terms, candidate, question)
    if found is None:
        return reading
    rows = found.rows
    sentences = tuple(
        score
        if candidate.passage.part(index).kind is not BlockKind.ROW and not found.answers
        else max(score, CERTAIN)
        if index in rows
        else 0.0
        for index, score in enumerate(reading.sentences)
    )
    if not found.answers:
        kept = max(sentences, default=0.0) if not rows else reading.support
        return replace(reading, sentences=sentences, support=min(reading.support, kept))
    return replace(
        reading, support=max(CERTAIN, reading.support), sentences=sentences, span=found.cell
    )


def _is_of_kind(terms: QuestionTerms, text: str) -> bool:
    """Whether a text holds words of the kind that is asked for, or says that there are none."""
    known = frozenset(words(terms.question))
    return (
        terms.kind is Kind.OTHER
        or bool(spans_of_kind(text, terms.kind, known))
        or bool(_NONE.search(text))
    )


def _weight(terms: QuestionTerms, found: Iterable[str]) -> float:
    return sum(terms.weights.get(s, 0.0) for s in found)


def _in_most(heads: Iterable[frozenset[str]]) -> frozenset[str]:
    """The stems of more than half of three headings or more."""
    listed = list(heads)
    if len(listed) < 3:
        return frozenset()
    every = frozenset(s for found in listed for s in found)
    return frozenset(s for s in every if 2 * sum(s in found for found in listed) > len(listed))

"""The sentences of the cited passages that a statement stands on."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vouch.answer.context import in_context
from vouch.answer.extractive import quote_of
from vouch.text.spelled_numbers import in_figures
from vouch.text.tokens import CAPITAL, fold, numbers, stem
from vouch.types import Passage, Quote, Source, Span
from vouch.verification.clauses import telling
from vouch.verification.verdicts import Excerpt

MOST = 3
"""How many sentences a statement may stand on."""


_CAPITAL = re.compile(rf"(?<=\S\s){CAPITAL}[\w-]+")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of a cited passage; it is told with those before it that it leans on."""

    source: Source
    passage: Passage
    index: int

    @property
    def place(self) -> Span:
        return self.passage.sentences[self.index]

    @property
    def sentence(self) -> str:
        return self.passage.sentence(self.place)

    @property
    def paragraph(self) -> str:
        """What of the sentence's paragraph is in the passage."""
        text, start = self.passage.text, self.place[0] - self.passage.start
        end = text.find("\n\n", start)
        return text[text.rfind("\n\n", 0, start) + 1 : end if end >= 0 else len(text)]

    @property
    def told(self) -> str:
        """The sentence with its context."""
        return self.quote.text

    @property
    def quote(self) -> Quote:
        return quote_of(self.source, self.passage, in_context(self.passage, self.index))


def cited_sentences(excerpts: Iterable[Excerpt]) -> list[Cited]:
    """Every sentence of the excerpts once, though passages overlap."""
    found: dict[tuple[str, Span], Cited] = {}
    for excerpt in excerpts:
        for index, place in enumerate(excerpt.passage.sentences):
            sentence = Cited(excerpt.source, excerpt.passage, index)
            known = found.get((excerpt.source.path, place))
            if known is None or known.index < index:  # the passage that holds more of its context
                found[excerpt.source.path, place] = sentence
    return list(found.values())


def covered(fact: str, cited: Sequence[Cited]) -> float:
    """The share of a fact's words that cited sentences hold, numbers counting double; 0 to 1."""
    wanted = _weights(fact)
    held = set(_weights(" ".join(sentence.told for sentence in cited)))
    total = sum(wanted.values())
    return sum(weight for word, weight in wanted.items() if word in held) / total if total else 0.0


def missing(fact: str, cited: Sequence[Cited]) -> set[str]:
    """The names and numbers of a fact that cited sentences and their articles' titles lack."""
    held = set(_weights(" ".join(s.told + " " + s.source.title for s in cited)))
    wanted = {stem(fold(word)) for word in _CAPITAL.findall(fact)} | set(numbers(in_figures(fact)))
    return {word for word in wanted if word and word not in held}


def _weights(text: str) -> dict[str, float]:
    return {**dict.fromkeys(telling(text), 1.0), **dict.fromkeys(numbers(in_figures(text)), 2.0)}


def together(cited: Iterable[Cited]) -> list[Quote]:
    """The quotes of the sentences in the order of their articles, none inside another."""
    quotes = [sentence.quote for sentence in cited]
    articles = list(dict.fromkeys(quote.source.path for quote in quotes))
    quotes.sort(key=lambda q: (articles.index(q.source.path), q.start, -q.end))
    kept: list[Quote] = []
    for quote in quotes:
        last = kept[-1] if kept else None
        if last and last.source.path == quote.source.path and quote.end <= last.end:
            continue
        kept.append(quote)
    return kept

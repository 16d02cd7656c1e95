"""Questions to ask instead of one that the articles do not answer, each read to be answered."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vouch.embedding import Embedder
from vouch.index import Snapshot
from vouch.reader.protocol import Reader
from vouch.retrieval import Candidate
from vouch.state import State, terms_of
from vouch.text.names import name_words
from vouch.text.noun_phrases import NounPhrase, noun_phrases
from vouch.text.people import speakers
from vouch.text.tokens import stems
from vouch.text.weekdays import weekdays
from vouch.types import Refusal

MOST = 2
"""How many questions are suggested."""

READ = 4
"""How many proposed questions are read at most: each costs a pass over one passage."""

LONGEST = 60
"""How many characters a name or noun phrase has that is asked about."""

_BREAK = re.compile(r"[\n\"\u201c\u201d(){}\[\]|<>*_`]")


@dataclass(frozen=True, slots=True)
class Suggester:
    """Suggests with one reader and one embedding model from a snapshot of the index."""

    reader: Reader
    embedder: Embedder
    snapshot: Snapshot

    def suggest(self, refusal: Refusal, found: State) -> tuple[str, ...]:
        """At most `MOST` questions that the passages of a refusal answer, the nearest first.

        A question is made from the names in a passage, those first that the refused question
        has too, and kept where the reader finds it answered there.
        """
        near = {(quote.source.path, quote.start) for quote in refusal.nearest}
        chosen: list[str] = []
        read = 0
        for candidate in _nearest(found.candidates, near):
            for proposal in proposals(candidate, found.terms.question):
                if read >= READ or len(chosen) >= MOST:
                    return tuple(chosen)
                if proposal in chosen:
                    continue
                read += 1
                if self._answered(proposal, candidate, found.threshold):
                    chosen.append(proposal)
                    break
        return tuple(chosen)

    def _answered(self, question: str, candidate: Candidate, threshold: float) -> bool:
        terms = terms_of(question, self.snapshot)
        [vector] = self.snapshot.vectors([candidate.id])
        dense = float(vector @ self.embedder.embed_query(question))
        scored = replace(candidate, scores={**candidate.scores, "dense": dense})
        return self.reader.read(terms, [scored])[0].support >= threshold


def proposals(candidate: Candidate, asked: str) -> Iterator[str]:
    """Questions that a passage may answer, made from what it names, the likeliest first."""
    text = candidate.passage.text
    wanted = set(stems(asked))
    for speaker in speakers(text):
        if _fit(speaker) and speaker not in asked:
            yield f"What did {speaker} say?"
            break
    phrases = [p for p in noun_phrases(text) if p.name and _fit(p.text) and _names(p, text)]
    phrases.sort(key=lambda phrase: -len(wanted & phrase.stems))
    for phrase in phrases[:2]:
        yield f"Tell me about {phrase.spoken}."


def _nearest(candidates: Sequence[Candidate], near: set[tuple[str, int]]) -> Iterator[Candidate]:
    """The candidates that a refusal quotes from."""
    for candidate in candidates:
        passage = candidate.passage
        if any(
            path == candidate.source.path and passage.start <= start < passage.end
            for path, start in near
        ):
            yield candidate


def _names(phrase: NounPhrase, text: str) -> bool:
    """Whether a phrase names somebody or something: no month, no day, no word that opens a line.

    One word alone has to stand inside a sentence with its capital.
    """
    if not name_words(phrase.text) or all(map(weekdays, phrase.text.split())):
        return False
    inside = re.search(rf"[^\W_][,;]? {re.escape(phrase.text)}\b", text)
    return " " in phrase.text or inside is not None


def _fit(text: str) -> bool:
    return len(text) <= LONGEST and not _BREAK.search(text)

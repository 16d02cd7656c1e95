"""What the network says of each candidate, and of its sentences where that can matter."""

from collections.abc import Sequence

from vouch.chunking import heading_line
from vouch.reader.features import QuestionTerms, only_asks
from vouch.reader.model import NeuralReader, Pair, RawReading
from vouch.reader.spans import Pointing
from vouch.rendering import Rendered, render
from vouch.retrieval import Candidate
from vouch.text.spelling import as_written
from vouch.types import Passage

TOP_K_SENTENCES = 4
"""How many of the passages are read sentence by sentence: the likeliest. That takes most time."""

ASKS = RawReading(support_logit=-8.0)
"""What a sentence is taken for that asks what was asked instead of answering it."""

Read = tuple[RawReading, list[RawReading]]
"""What the network says of a passage, and of each of its sentences."""


def read_sentences(
    network: NeuralReader, terms: QuestionTerms, candidates: Sequence[Candidate]
) -> list[Read]:
    """For each candidate what the network says of the passage, and of each of its sentences.

    Of a passage that is not among the likeliest the sentence with the words
    that it points at is taken to say what the whole does, and the others nothing.
    """
    read = [render(candidate.passage) for candidate in candidates]

    def part(row: int, n: int) -> str:
        return candidates[row].passage.part(n).lead

    pairs = [_pair(terms, c, r.text) for c, r in zip(candidates, read, strict=True)]
    wholes = [_below(c, said) for c, said in zip(candidates, network.read(pairs), strict=True)]
    ranked = sorted(range(len(wholes)), key=lambda row: -wholes[row].support_logit)
    texts = {
        row: [read[row].sentence(n) for n in range(len(read[row].sentences))]
        for row in ranked[:TOP_K_SENTENCES]
    }
    pairs = [
        _pair(terms, candidates[row], text, part(row, n))
        for row, some in texts.items()
        for n, text in enumerate(some)
    ]
    said = iter(network.read(pairs))
    sentences = {
        row: [
            _unless_asking(terms, text, _below(candidates[row], next(said), part(row, n)))
            for n, text in enumerate(some)
        ]
        for row, some in texts.items()
    }
    return [
        (whole, sentences[row] if row in sentences else _pointed_at(read[row], whole))
        for row, whole in enumerate(wholes)
    ]


def _unless_asking(terms: QuestionTerms, sentence: str, reading: RawReading) -> RawReading:
    return ASKS if only_asks(terms, sentence) else reading


def _pair(terms: QuestionTerms, candidate: Candidate, text: str, lead: str = "") -> Pair:
    text, title = read_below(candidate.source.title, candidate.passage, text, lead)
    return as_written(terms.question, text), text, title


def read_below(title: str, passage: Passage, text: str, lead: str = "") -> tuple[str, str | None]:
    """A text of a passage as it is read: below its headings, and the line of all of them.

    An item of a list has its lead-in above it too.
    """
    above = (*passage.section, lead) if lead else passage.section
    return _head(passage, lead) + text, heading_line(title, above)


def _head(passage: Passage, lead: str) -> str:
    """The nearest words above a text, which are read with it."""
    nearest = lead or (passage.section[-1] if passage.section else "")
    return f"{nearest}\n" if nearest else ""


def _below(candidate: Candidate, said: RawReading, lead: str = "") -> RawReading:
    """A reading without what it says of the head: no answer points there."""
    length = len(_head(candidate.passage, lead))
    if not length or said.pointing is None:
        return said
    offsets, start, end = said.pointing
    rows = [row for row, (first, _) in enumerate(offsets) if first >= length]
    if not rows:
        return RawReading(said.support_logit)
    moved = [(offsets[row][0] - length, offsets[row][1] - length) for row in rows]
    return RawReading(said.support_logit, Pointing.of_logits(moved, start[rows], end[rows]))


def _pointed_at(read: Rendered, whole: RawReading) -> list[RawReading]:
    holds = (
        whole.span is not None and start <= whole.span[0] < end for start, end in read.sentences
    )
    nothing = RawReading(min(ASKS.support_logit, whole.support_logit))
    said = RawReading(whole.support_logit)
    return [said if held else nothing for held in holds]

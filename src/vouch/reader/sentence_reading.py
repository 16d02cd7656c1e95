"""What the network says of each candidate, and of its sentences where that can matter."""

from collections.abc import Sequence

from vouch.chunking import heading_line
from vouch.reader.features import QuestionTerms, only_asks
from vouch.reader.model import NeuralReader, Pair, RawReading
from vouch.retrieval import Candidate

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
    wholes = network.read([_pair(terms, c, c.passage.text) for c in candidates])
    ranked = sorted(range(len(wholes)), key=lambda row: -wholes[row].support_logit)
    texts = {row: _sentences(candidates[row]) for row in ranked[:TOP_K_SENTENCES]}
    pairs = [_pair(terms, candidates[row], text) for row, some in texts.items() for text in some]
    said = iter(network.read(pairs))
    sentences = {
        row: [_unless_asking(terms, text, next(said)) for text in some]
        for row, some in texts.items()
    }
    return [
        (whole, sentences[row] if row in sentences else _pointed_at(candidates[row], whole))
        for row, whole in enumerate(wholes)
    ]


def _unless_asking(terms: QuestionTerms, sentence: str, reading: RawReading) -> RawReading:
    return ASKS if only_asks(terms, sentence) else reading


def _pair(terms: QuestionTerms, candidate: Candidate, text: str) -> Pair:
    return terms.question, text, heading_line(candidate.source.title, candidate.passage.section)


def _sentences(candidate: Candidate) -> list[str]:
    return [candidate.passage.sentence(span) for span in candidate.passage.sentences]


def _pointed_at(candidate: Candidate, whole: RawReading) -> list[RawReading]:
    first = candidate.passage.start
    holds = (
        whole.span is not None and start - first <= whole.span[0] < end - first
        for start, end in candidate.passage.sentences
    )
    nothing = RawReading(min(ASKS.support_logit, whole.support_logit))
    said = RawReading(whole.support_logit)
    return [said if held else nothing for held in holds]

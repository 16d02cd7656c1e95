"""The trained reader: what the network says, weighed with the evidence in words."""

from collections.abc import Sequence
from math import log

from vouch.chunking import windows
from vouch.reader.calibration import Calibration
from vouch.reader.claims import claim_features
from vouch.reader.features import QuestionTerms, coverage
from vouch.reader.model import NeuralReader, RawReading
from vouch.reader.protocol import Reading
from vouch.reader.sentence_reading import read_sentences
from vouch.reader.spans import SentenceReading, joint_span
from vouch.rendering import render
from vouch.retrieval import Candidate
from vouch.types import Span

NO_SENTENCE = -4.0
"""The logit that stands for the sentence before a passage's first, and after its last."""


class CalibratedReader:
    """Says whether a passage answers and with which words, and whether a text supports a claim."""

    name = "vouch-reader"

    def __init__(self, network: NeuralReader, calibration: Calibration) -> None:
        self._network = network
        self._calibration = calibration

    def threshold(self, max_risk: float) -> float:
        """The support from which on at most `max_risk` of the answers are expected to be wrong."""
        return self._calibration.threshold(max_risk)

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        """A reading for each candidate, in order: the whole passage, and each of its sentences."""
        raw = read_sentences(self._network, terms, candidates)
        return [
            self._reading(terms, candidate, rank, *read)
            for rank, (candidate, read) in enumerate(zip(candidates, raw, strict=True), start=1)
        ]

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each (claim, evidence) the probability that the evidence supports the claim.

        Long evidence is read in windows of whole sentences, of which the best counts.
        """
        probability = self._calibration.claim.probability
        return [max(map(probability, rows)) for rows in read_claims(self._network, claims)]

    def _reading(
        self,
        terms: QuestionTerms,
        candidate: Candidate,
        rank: int,
        whole: RawReading,
        sentences: Sequence[RawReading],
    ) -> Reading:
        evidence = support_features(terms, candidate, rank, whole, sentences)
        belongs = sentence_features(candidate, whole, sentences)
        return Reading(
            support=self._calibration.passage.probability(evidence),
            span=_answering_words(candidate, whole, sentences),
            sentences=tuple(map(self._calibration.sentence.probability, belongs)),
            evidence=evidence,
        )


def read_claims(
    network: NeuralReader, claims: Sequence[tuple[str, str]]
) -> list[list[dict[str, float]]]:
    """For each (claim, evidence) what its support by each window is weighed by."""
    cut = [windows(evidence) for _, evidence in claims]
    pairs = [(claim, w, None) for (claim, _), ws in zip(claims, cut, strict=True) for w in ws]
    logits = iter(reading.support_logit for reading in network.read(pairs))
    return [
        claim_features(claim, evidence, [(w, next(logits)) for w in ws])
        for (claim, evidence), ws in zip(claims, cut, strict=True)
    ]


def support_features(
    terms: QuestionTerms,
    candidate: Candidate,
    rank: int,
    whole: RawReading,
    sentences: Sequence[RawReading],
) -> dict[str, float]:
    """What the support of a passage is weighed by; the logits are the network's.

    `rank` is the candidate's place, from 1, in the order of retrieval.
    """
    leads = dict.fromkeys(part.lead for part in candidate.passage.parts if part.lead)
    above = "\n".join([candidate.source.title, *candidate.passage.section, *leads])
    text = f"{above}\n{render(candidate.passage).text}"
    return {
        "logit": whole.support_logit,
        "sentence_logit": max(sentence.support_logit for sentence in sentences),
        "similarity": candidate.scores["dense"],
        "coverage": coverage(terms, text),
        "rank": log(rank),
    }


def sentence_features(
    candidate: Candidate, whole: RawReading, sentences: Sequence[RawReading]
) -> list[dict[str, float]]:
    """What decides whether each sentence of a passage belongs in the answer.

    To this belong the sentences beside it, for what answers is often told in
    several, and how early it stands in the passage.
    """
    logits = [reading.support_logit for reading in sentences]
    beside = [NO_SENTENCE, *logits, NO_SENTENCE]
    span, score = _in_article(candidate, whole.span), whole.span_score
    return [
        {
            "logit": logit,
            "behind": logit - max(logits),
            "before": beside[row],
            "after": beside[row + 2],
            "holds_span": score if span and start <= span[0] < end else 0.0,
            "early": 1 / (1 + row),
            "length": log(1 + len(candidate.passage.sentence((start, end)).split())),
        }
        for row, (logit, (start, end)) in enumerate(
            zip(logits, candidate.passage.sentences, strict=True)
        )
    ]


def _answering_words(
    candidate: Candidate, whole: RawReading, sentences: Sequence[RawReading]
) -> Span | None:
    """The words that answer, in one of the sentences where these were read alone."""
    read = render(candidate.passage)
    told = [
        SentenceReading(start, reading.support_logit, reading.pointing)
        for reading, (start, _) in zip(sentences, read.sentences, strict=True)
        if reading.pointing
    ]
    joint = joint_span(whole.pointing, told) if whole.pointing else None
    return _in_article(candidate, joint or whole.span)


def _in_article(candidate: Candidate, span: Span | None) -> Span | None:
    return render(candidate.passage).in_article(span) if span else None

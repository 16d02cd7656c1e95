"""The reader measured on pairs: questions with passages, claims with texts."""

from collections.abc import Sequence

import pytest

from vouch.embedding import Embedder
from vouch.evaluation.answerability import measure_answerability
from vouch.evaluation.datasets import ClaimRecord, PassageRecord
from vouch.evaluation.errors import NoSupportHeadError, UnmeasurableError
from vouch.evaluation.pairs import PassageCollection
from vouch.evaluation.support import measure_support, support_reader
from vouch.reader.features import QuestionTerms
from vouch.reader.loading import load_reader
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.settings import Settings
from vouch.text.tokens import stems

BRIDGE = "The bridge was closed on Monday. Engineer Ida Vale found salt in its cables."
FERRY = "The ferry Tern sails every morning. It carries 40 cars."

RECORDS = [
    PassageRecord(
        question="Who found salt in the cables?",
        passage=BRIDGE,
        answerable=True,
        answers=("Ida Vale", "Engineer Ida Vale"),
    ),
    PassageRecord(question="When was the bridge closed?", passage=BRIDGE, answerable=True),
    PassageRecord(
        question="How many cars does the ferry carry?",
        passage=FERRY,
        title="Ferries",
        answerable=True,
        answers=("40",),
    ),
    PassageRecord(question="Who won the chess match in Lisbon?", passage=FERRY, answerable=False),
    PassageRecord(question="What is the capital of Peru?", passage=BRIDGE, answerable=False),
]


class Marking:
    """A reader that marks the same words everywhere and supports what shares a word."""

    name = "marking"

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        readings = []
        for candidate in candidates:
            text = candidate.passage.text
            at = text.find("Ida Vale")
            shared = set(stems(terms.question)) & set(stems(text))
            span = (at, at + len("Ida Vale")) if at >= 0 else None
            readings.append(Reading(0.8 if shared else 0.1, span, (0.5,)))
        return readings

    def threshold(self, max_risk: float) -> float:
        return 1 - 2 * max_risk

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        return [0.8 if set(stems(c)) <= set(stems(e)) else 0.1 for c, e in claims]


def test_the_installed_reader_tells_answers_from_what_is_off_the_subject(
    embedder: Embedder,
) -> None:
    reader = load_reader(Settings())
    done: list[None] = []
    judged = measure_answerability(
        RECORDS, PassageCollection(RECORDS, embedder), reader, 0.1, lambda: done.append(None)
    )
    assert judged.figures["auroc"] == 1
    assert judged.figures["refused_at_90"] == 1
    assert judged.figures["n"] == len(done) == 5
    assert judged.figures["f1"] > 0
    assert all(0 <= score <= 1 for score in judged.scores)


def test_spans_are_judged_on_the_answerable_that_list_answers(embedder: Embedder) -> None:
    judged = measure_answerability(
        RECORDS, PassageCollection(RECORDS, embedder), Marking(), max_risk=0.1
    )
    assert judged.figures["exact"] == judged.figures["f1"] == 0.5
    assert judged.figures["balanced_accuracy"] == 1
    assert judged.threshold == judged.figures["threshold"] == pytest.approx(0.8)


def test_without_answers_spans_are_not_judged(embedder: Embedder) -> None:
    records = [RECORDS[1], RECORDS[3]]
    collection = PassageCollection(records, embedder)
    judged = measure_answerability(records, collection, Marking(), 0.1)
    assert "f1" not in judged.figures
    assert "exact" not in judged.figures


def test_terms_are_weighed_by_the_passages_of_the_file(embedder: Embedder) -> None:
    collection = PassageCollection(RECORDS, embedder)
    terms = collection.terms("Does Vale like ferries or Macron?")
    assert terms.missing_names == ("Macron",)
    assert terms.weights["macron"] > terms.weights["vale"]
    # "ferri" stands in one title and in the text of one of the three passages
    assert "ferri" not in terms.missing


def test_a_candidate_is_the_whole_passage_with_its_likeness(embedder: Embedder) -> None:
    collection = PassageCollection(RECORDS, embedder)
    near, far = collection.candidate(RECORDS[0]), collection.candidate(RECORDS[4])
    assert near.passage.text == far.passage.text == BRIDGE
    assert len(near.passage.sentences) == 2
    assert near.scores["dense"] > far.scores["dense"]
    assert collection.candidate(RECORDS[2]).source.title == "Ferries"


CLAIMS = [
    ClaimRecord(claim="The bridge was closed.", evidence=BRIDGE, supported=True),
    ClaimRecord(claim="The ferry carries cars.", evidence=FERRY, supported=True),
    ClaimRecord(claim="The ferry carries cars.", evidence=BRIDGE, supported=False),
    ClaimRecord(claim="The bridge sails.", evidence=BRIDGE, supported=False),
]


def test_claims_are_judged_in_order() -> None:
    done: list[int] = []
    judged = measure_support(CLAIMS * 40, Marking(), done.append)
    assert judged.figures["auroc"] == judged.figures["balanced_accuracy"] == 1
    assert judged.figures["ece"] == pytest.approx((0.2 + 0.1) / 2)
    assert judged.figures["n"] == sum(done) == 160
    assert len(done) > 1


def test_a_reader_without_judgement_of_claims_is_told() -> None:
    class Mute:
        name = "mute"
        read = Marking.read
        threshold = Marking.threshold

    assert support_reader(Marking()).support([("Cars sail.", "Cars sail.")]) == [0.8]
    with pytest.raises(NoSupportHeadError, match="mute"):
        support_reader(Mute())


def test_one_kind_of_records_cannot_be_measured(embedder: Embedder) -> None:
    records = RECORDS[:2]
    with pytest.raises(UnmeasurableError, match="answerable"):
        measure_answerability(records, PassageCollection(records, embedder), Marking(), 0.1)
    with pytest.raises(UnmeasurableError, match="supported"):
        measure_support(CLAIMS[:2], Marking())

"""Questions asked end to end, and what came of them."""

import pytest

from vouch.assistant import Assistant
from vouch.evaluation.answers import Outcome, ask_all, judge_answers
from vouch.evaluation.corpus import MeasuredCorpus
from vouch.evaluation.datasets import QuestionRecord
from vouch.evaluation.errors import UnmeasurableError
from vouch.evaluation.report import judged_report
from vouch.types import Answer, Citation, Quote, Refusal, Reply, Source, Statement, Trace

SOURCE = Source("a.txt", "A")


def record(
    answerable: bool, *sentences: str, source: str | None = None, question: str = "Who?"
) -> QuestionRecord:
    return QuestionRecord(
        question=question, answerable=answerable, sentences=sentences, source=source
    )


def trace(support: float, *sources: str, reader: float | None = None) -> Trace:
    read = [{"source": source, "support": support / n} for n, source in enumerate(sources, 1)]
    told = Trace().with_step("candidates", read=read).with_step("decision", threshold=0.5)
    return told if reader is None else told.with_step("seconds", search=0.1, read=reader)


def answer(told: Trace, *quotes: str) -> Answer:
    citations = tuple(Citation(n, Quote(SOURCE, q, 0, len(q))) for n, q in enumerate(quotes, 1))
    statements = tuple(Statement(c.quote.text, (c.number,)) for c in citations)
    return Answer("Who?", statements, citations, trace=told)


def refusal(told: Trace) -> Refusal:
    return Refusal("Who?", "Nothing answers it.", trace=told)


def test_figures_of_known_outcomes() -> None:
    outcomes = [
        Outcome(
            record(True, "Rain fell.", "Snow lay.", source="b.txt"),
            answer(trace(0.9, "a.txt", "a.txt", "b.txt", reader=0.5), "Rain fell.", "It was cold."),
            1.0,
        ),
        Outcome(
            record(True, "He left.", source="c.txt"), refusal(trace(0.4, "a.txt", reader=0.5)), 2.0
        ),
        Outcome(record(False), answer(trace(0.6, "a.txt", reader=0.5), "She came."), 3.0),
        Outcome(record(False), refusal(trace(0.2, "a.txt", reader=0.5)), 4.0),
    ]
    judged = judge_answers(outcomes)
    assert judged.scores == (0.9, 0.4, 0.6, 0.2)
    assert judged.threshold == 0.5
    assert judged.figures == pytest.approx(
        {
            "auroc": 0.75,
            "refused_at_90": 0.5,
            "refusal_precision": 0.5,
            "refusal_recall": 0.5,
            "answered_share": 0.5,
            "risk": 0.5,
            "citation_precision": 0.5,
            "citation_recall": 0.5,
            "citation_f1": 0.5,
            "citation_recall_all": 1 / 3,
            "hit_at_1": 0.0,
            "hit_at_3": 0.5,
            "hit_at_10": 0.5,
            "latency_p50": 2.5,
            "latency_p95": 3.85,
            "reader_share": 0.2,
            "n": 4,
        }
    )


def test_an_answer_with_another_sentence_is_wrong_and_shown_in_the_report() -> None:
    outcomes = [
        Outcome(
            record(True, "Rain fell.", source="a.txt"), answer(trace(0.9), "It was cold."), 1.0
        ),
        Outcome(record(True, "He left.", source="gone.txt"), answer(trace(0.8), "He left."), 1.0),
        Outcome(record(True, question="When?"), answer(trace(0.7), "At noon."), 1.0),
        Outcome(record(False), refusal(trace(0.1)), 1.0),
    ]
    judged = judge_answers(outcomes, known={"a.txt"})
    assert judged.figures["risk"] == 0.5  # of the third answer nobody knows
    assert judged.answered_wrongly() == [(0.0, "Who?", "It was cold.")]
    report = judged_report(judged)
    assert "## Answerable, but answered wrongly (1)" in report
    assert "It was cold." in report
    assert "No article has the source gone.txt." in report


def test_figures_that_the_records_do_not_allow_are_left_out() -> None:
    outcomes = [
        Outcome(record(True), answer(trace(0.9, "a.txt"), "Rain fell."), 1.0),
        Outcome(record(False), refusal(Trace()), 1.0),
    ]
    figures = judge_answers(outcomes).figures
    assert not {"citation_recall", "hit_at_1", "reader_share"} & figures.keys()
    assert figures["auroc"] == 1
    with pytest.raises(UnmeasurableError):
        judge_answers(outcomes[:1])


def test_the_first_question_is_not_timed() -> None:
    asked: list[str] = []

    class Recording:
        def ask(self, question: str) -> Reply:
            asked.append(question)
            return refusal(Trace())

    outcomes = ask_all(Recording(), [record(True, question="Who left?")])
    assert len(outcomes) == 1
    assert len(asked) == 2
    assert asked[1] == "Who left?"


def test_a_small_corpus_asked_end_to_end(indexed: MeasuredCorpus) -> None:
    paths = {id_: path for path, id_ in indexed.ids.items()}
    gold = "Engineers closed the Kingsreach bridge on Monday."
    records = [
        record(
            True,
            gold,
            source=paths["bridge"],
            question="When did engineers close the Kingsreach bridge?",
        ),
        record(False, question="Who won the chess championship in Lisbon?"),
    ]
    done: list[None] = []
    assistant = Assistant.from_settings(indexed.settings)
    outcomes = ask_all(assistant, records, lambda: done.append(None))
    figures = judge_answers(outcomes).figures
    assert len(done) == 2
    assert figures["auroc"] == figures["hit_at_1"] == 1
    assert figures["answered_share"] == figures["refusal_recall"] == 1
    assert figures["citation_recall"] == 1
    assert 0 < figures["latency_p50"] <= figures["latency_p95"]

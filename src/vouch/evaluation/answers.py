"""Questions asked end to end over the indexed articles, and what came of them."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from statistics import harmonic_mean
from typing import Any, Protocol

import numpy as np

from vouch.answer.serialization import reply_text
from vouch.evaluation import metrics
from vouch.evaluation.datasets import QuestionRecord
from vouch.evaluation.figures import Judged
from vouch.evaluation.quoted import Counts, counts
from vouch.types import Answer, Reply

HITS = (1, 3, 10)
"""The numbers of candidates among which the article of a question is looked for."""

_WARM_UP = "What was reported about the weather on the coast yesterday?"


class Asked(Protocol):
    """Who answers: `vouch.assistant.Assistant`."""

    def ask(self, question: str) -> Reply: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question with its reply and the seconds that it took."""

    record: QuestionRecord
    reply: Reply
    seconds: float

    @property
    def answered(self) -> bool:
        return isinstance(self.reply, Answer)

    @property
    def right(self) -> bool | None:
        """Whether the answer is right; None for a refusal, and where the record does not tell.

        To an unanswerable question every answer is wrong; another is right that quotes one of
        the sentences which answer.
        """
        if not self.answered:
            return None
        if not self.record.answerable:
            return False
        gold = self.record.sentences
        return counts(self.reply, gold).right > 0 if gold else None

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """The candidates in the reply's trace, the first found first."""
        read: list[dict[str, Any]] = (
            self.reply.trace.to_json().get("candidates", {}).get("read", [])
        )
        return read

    @property
    def support(self) -> float:
        """The highest support of a candidate; 0 without candidates."""
        return max((float(candidate["support"]) for candidate in self.candidates), default=0.0)

    @property
    def threshold(self) -> float:
        """The support from which on this question was answered."""
        return float(self.reply.trace.to_json().get("decision", {}).get("threshold", 0.0))

    @property
    def reader_seconds(self) -> float | None:
        """The seconds that the reader took, where the trace tells them."""
        seconds = self.reply.trace.to_json().get("seconds", {}).get("read")
        return None if seconds is None else float(seconds)

    def finds(self, count: int) -> bool:
        """Whether the record's article is among the first `count` articles of the candidates."""
        sources = list(dict.fromkeys(candidate["source"] for candidate in self.candidates))
        return self.record.source in sources[:count]


def ask_all(
    assistant: Asked,
    records: Sequence[QuestionRecord],
    advance: Callable[[], object] = lambda: None,
) -> list[Outcome]:
    """Ask every question, one after another; `advance` is called after each.

    A first question, which is not timed, loads the models.
    """
    assistant.ask(_WARM_UP)
    outcomes = []
    for record in records:
        began = time.perf_counter()
        reply = assistant.ask(record.question)
        outcomes.append(Outcome(record, reply, time.perf_counter() - began))
        advance()
    return outcomes


def judge_answers(outcomes: Sequence[Outcome], known: Collection[str] | None = None) -> Judged:
    """The figures of questions that were asked, those of citations and hits where records tell.

    `known` are the paths of the articles, where they are known: sources of records that none of
    them has are named. Raises UnmeasurableError where all records are of one kind.
    """
    truth = tuple(outcome.record.answerable for outcome in outcomes)
    metrics.require_both(truth, "answerable")
    scores = tuple(outcome.support for outcome in outcomes)
    figures = {
        "auroc": metrics.auroc(truth, scores),
        "refused_at_90": metrics.refused_at(truth, scores),
        **_refusals(outcomes),
        **_risk(outcomes),
        **_citations(outcomes),
        **_hits(outcomes),
        **_latency(outcomes),
        "n": len(outcomes),
    }
    threshold = max(outcome.threshold for outcome in outcomes)
    return Judged(
        name="answers",
        positive="answerable",
        negative="unanswerable",
        figures=figures,
        texts=tuple(outcome.record.question for outcome in outcomes),
        truth=truth,
        scores=scores,
        threshold=threshold,
        replies=tuple(reply_text(outcome.reply) for outcome in outcomes),
        wrong=tuple(
            row for row, o in enumerate(outcomes) if o.record.answerable and o.right is False
        ),
        unknown_sources=() if known is None else _unknown(outcomes, known),
    )


def _refusals(outcomes: Sequence[Outcome]) -> dict[str, float]:
    truth = [outcome.record.answerable for outcome in outcomes]
    answered = [outcome.answered for outcome in outcomes]
    return metrics.refusal_figures(truth, answered)


def _risk(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """The share of wrong answers among those that the records tell right from wrong."""
    judged = [outcome.right for outcome in outcomes if outcome.right is not None]
    tells = any(outcome.record.sentences for outcome in outcomes)
    return {"risk": judged.count(False) / len(judged)} if judged and tells else {}


def _unknown(outcomes: Sequence[Outcome], known: Collection[str]) -> tuple[str, ...]:
    """The sources of records that no article has, each once."""
    named = (outcome.record.source for outcome in outcomes)
    return tuple(dict.fromkeys(s for s in named if s is not None and s not in known))


def _citations(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Precision and recall over all sentences together (micro averages)."""
    known = [outcome for outcome in outcomes if outcome.record.sentences]
    answered = _total([outcome for outcome in known if outcome.answered])
    if not answered.gold:
        return {}
    precision, recall = answered.precision, answered.recall
    return {
        "citation_precision": precision,
        "citation_recall": recall,
        "citation_f1": harmonic_mean((precision, recall)),
        "citation_recall_all": _total(known).recall,
    }


def _total(outcomes: Sequence[Outcome]) -> Counts:
    total = Counts()
    for outcome in outcomes:
        total += counts(outcome.reply, outcome.record.sentences)
    return total


def _hits(outcomes: Sequence[Outcome]) -> dict[str, float]:
    known = [o for o in outcomes if o.record.answerable and o.record.source is not None]
    if not known:
        return {}
    return {f"hit_at_{k}": float(np.mean([outcome.finds(k) for outcome in known])) for k in HITS}


def _latency(outcomes: Sequence[Outcome]) -> dict[str, float]:
    seconds = [outcome.seconds for outcome in outcomes]
    figures = {
        "latency_p50": float(np.percentile(seconds, 50)),
        "latency_p95": float(np.percentile(seconds, 95)),
    }
    reader = [outcome.reader_seconds for outcome in outcomes]
    told = [s for s in reader if s is not None]
    return {**figures, "reader_share": sum(told) / sum(seconds)} if told else figures

"""The chat model's part in one reply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from vouch import messages
from vouch.conflicts import disagreement
from vouch.conversation import Turn
from vouch.generation.answer_buffer import AnswerBuffer, Answers, OnStatement
from vouch.generation.budget import Spending
from vouch.generation.chat_model import ChatModel
from vouch.generation.draft import Drafting, Outcome
from vouch.generation.evidence import Evidence, gather
from vouch.generation.failures import ONE_SIDED
from vouch.generation.output_format import OutputFormat
from vouch.generation.rewrite import standing_alone
from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reader, Reading
from vouch.retrieval import Candidate
from vouch.text.sentences import sentence_spans
from vouch.types import Answer, Citation, Note, Passage, Source, Statement, Trace
from vouch.verification import ClaimReader

EVIDENCE_SHARE = 0.3
"""The share of a reply's tokens that the evidence of one request may take."""


class VerifyingReader(Reader, ClaimReader, Protocol):
    """A reader that also says whether a text supports a claim."""


@dataclass(slots=True)
class Writing:
    """What a chat model does for one reply, from one account of tokens."""

    model: ChatModel
    form: OutputFormat
    reader: VerifyingReader
    spending: Spending
    most: int
    on_statement: OnStatement | None = None
    steps: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def standalone(self, question: str, history: Sequence[Turn], by_rules: str) -> str:
        """The follow-up made to stand alone, `by_rules` where the model does not do it."""
        form, why = standing_alone(self.model, question, history, by_rules, self.spending)
        by = {"by": "rules", "why": why} if why else {"by": self.model.name}
        self.steps.append(("conversation", {**by, "tokens": self.spending.to_json()}))
        return form

    def answer(
        self,
        quoted: Answer,
        terms: QuestionTerms,
        candidates: Sequence[Candidate],
        readings: Sequence[Reading],
        threshold: float,
    ) -> Answer:
        """The written answer to what `quoted` answers; `quoted` where nothing written holds.

        Where the articles disagree, an answer that does not cite all who do so
        does not hold; so nothing is shown before it is whole.
        """
        on_statement = None if quoted.conflict else self.on_statement
        tokens = int(self.spending.limit * EVIDENCE_SHARE)
        evidence = gather(candidates, readings, threshold, tokens)
        outcome = self._draft(terms, evidence, threshold, on_statement)
        self.steps.append(("writing", outcome.log))
        if not outcome.statements:
            return _noted(quoted, outcome.note)
        written = Answer(quoted.question, outcome.statements, outcome.citations, trace=quoted.trace)
        if quoted.conflict and not set(quoted.conflict.sources) <= _sources(written):
            return _noted(quoted, messages.chat_model_failed(ONE_SIDED))
        if on_statement is None and self.on_statement:
            for statement in written.statements:
                numbers = statement.citations
                self.on_statement(
                    statement, tuple(written.citations[number - 1] for number in numbers)
                )
        conflict = quoted.conflict or disagreement(written, terms.kind)
        notes = (messages.conflict_note(conflict),) if conflict else ()
        return _noted(replace(written, notes=notes, conflict=conflict), outcome.note)

    def explained(self, trace: Trace) -> Trace:
        """The trace with what the chat model did."""
        return Trace((*trace.steps, *self.steps))

    def _draft(
        self,
        terms: QuestionTerms,
        evidence: Sequence[Evidence],
        threshold: float,
        on_statement: OnStatement | None,
    ) -> Outcome:
        page = AnswerBuffer(
            _answering(self.reader, terms, evidence, threshold), on_statement, self.most
        )
        drafting = Drafting(
            model=self.model,
            form=self.form,
            reader=self.reader,
            question=terms.question,
            evidence=evidence,
            spending=self.spending,
            page=page,
            most=self.most,
        )
        return drafting.run()


def _answering(
    reader: Reader, terms: QuestionTerms, evidence: Sequence[Evidence], threshold: float
) -> Answers:
    """Whether the reader finds the answer in statements, as it would in a passage."""

    def answers(statements: Sequence[Statement], citations: Sequence[Citation]) -> bool:
        text = " ".join(statement.text for statement in statements)
        path = citations[0].quote.source.path
        cited = next(e.candidate for e in evidence if e.excerpt.source.path == path)
        passage = Passage(path, text, 0, len(text), tuple(sentence_spans(text)))
        (reading,) = reader.read(terms, [replace(cited, passage=passage, duplicates=())])
        return reading.support >= threshold

    return answers


def _sources(answer: Answer) -> set[Source]:
    return {citation.quote.source for citation in answer.citations}


def _noted(answer: Answer, note: Note | None) -> Answer:
    """The answer with a note before its own."""
    return replace(answer, notes=(note, *answer.notes)) if note else answer

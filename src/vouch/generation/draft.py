"""One written answer: drafted, verified statement by statement, failed ones written once more."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from vouch import messages
from vouch.generation.answer_buffer import AnswerBuffer
from vouch.generation.budget import Spending
from vouch.generation.chat_model import ChatModel
from vouch.generation.evidence import Evidence
from vouch.generation.failures import FORM, NO_ROOM, NOT_HELD, ChatModelError
from vouch.generation.output_format import OutputFormat
from vouch.generation.parser import LONGEST, Draft, Drafted, answer_schema, read_draft
from vouch.generation.prompts import draft_prompt, repair_prompt, rewrite_prompt
from vouch.generation.streaming import Message, stream
from vouch.text.tokens import fold
from vouch.types import Citation, Note, Statement
from vouch.verification import ClaimReader, Verdict, verify

DRAFTED = 3
"""A model may draft so many statements for each that an answer may have."""

UNKNOWN_KEYS = "It cites nothing that was given."
TOO_LONG = "It is too long."
REPEATS = "It says only what is said already."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of writing: statements with citations, none where they do not answer.

    `failure` says why the model gave no answer, or why it broke off; `no_answer`
    tells that it found none in the evidence. `log` is for the trace.
    """

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    failure: str | None
    no_answer: bool
    log: Mapping[str, Any]

    @property
    def note(self) -> Note | None:
        """The note for the person, where there is something to say."""
        if not self.failure:
            return None
        if self.statements:
            return messages.chat_model_unfinished(self.failure)
        return messages.chat_model_failed(self.failure)


@dataclass(slots=True)
class Drafting:
    """The writing of one answer."""

    model: ChatModel
    form: OutputFormat
    reader: ClaimReader
    question: str
    evidence: Sequence[Evidence]
    spending: Spending
    page: AnswerBuffer
    most: int
    no_answer: bool = False
    repaired: bool = False
    rows: list[Mapping[str, Any]] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def run(self) -> Outcome:
        """Draft, verify, write once more what failed; a failure of the model ends it."""
        failure = None
        try:
            if not self.evidence:
                raise ChatModelError(NO_ROOM)
            failed = self._let_through(self._drafted(), attempt=1)
            if failed and not self.page.full:
                failure = self._once_more(failed)
        except ChatModelError as error:
            failure = error.why
        written = self.page.answering
        if not (written or failure or self.no_answer):
            failure = NOT_HELD
        return Outcome(
            statements=tuple(self.page.statements) if written else (),
            citations=tuple(self.page.citations) if written else (),
            failure=failure,
            no_answer=self.no_answer,
            log=self._log(failure),
        )

    def _log(self, failure: str | None) -> dict[str, Any]:
        return {
            "model": self.model.name,
            "tokens": self.spending.to_json(),
            "structured": self.form.structured,
            "repaired": self.repaired,
            "no_answer": self.no_answer,
            "failure": failure,
            "statements": self.rows,
        }

    def _once_more(self, failed: Sequence[tuple[Drafted, Verdict]]) -> str | None:
        """Have what failed written again; why it could not be, where the rest does not answer."""
        try:
            self._let_through(self._rewritten(failed), attempt=2)
        except ChatModelError as error:
            return None if self.page.answering else error.why
        return None

    def _let_through(
        self, drafted: Generator[Drafted], attempt: int
    ) -> list[tuple[Drafted, Verdict]]:
        """Write what passes onto the page; returns what did not and may be written again."""
        by_key = {piece.key: piece.excerpt for piece in self.evidence}
        failed: list[tuple[Drafted, Verdict]] = []
        with closing(drafted):
            for statement in drafted:
                if fold(statement.text) in self.seen:
                    continue
                self.seen.add(fold(statement.text))
                known = [by_key[key] for key in statement.keys if key in by_key]
                if not known or len(statement.text) > LONGEST:
                    self._note(statement, attempt, TOO_LONG if known else UNKNOWN_KEYS)
                    continue
                if self.page.says(statement.text):
                    self._note(statement, attempt, REPEATS)
                    continue
                verdict = verify(statement.text, known, self.reader)
                self._note(statement, attempt, verdict)
                if verdict.passed:
                    self.page.add(statement.text, verdict.quotes)
                else:
                    failed.append((statement, verdict))
                if self.page.full or len(self.seen) >= self.most * DRAFTED * attempt:
                    break
        return failed

    def _note(self, statement: Drafted, attempt: int, verdict: Verdict | str) -> None:
        """Keep a drafted statement for the trace, with its verdict or why it got none."""
        row = {"text": statement.text, "keys": list(statement.keys), "attempt": attempt}
        if isinstance(verdict, str):
            self.rows.append({**row, "verdict": "dropped", "why": [verdict]})
            return
        self.rows.append(
            {
                **row,
                "verdict": "kept" if verdict.passed else "dropped",
                "why": list(verdict.reasons),
                "support": round(verdict.support, 4),
                "quotes": [quote.text for quote in verdict.quotes],
            }
        )

    def _drafted(self) -> Generator[Drafted]:
        """Each statement of the draft when it is finished; one repair where there is none."""
        draft, said = yield from self._first_read()
        if not draft.parsed:
            self.repaired = True
            prompt = self._prompt(structured=False)
            again = repair_prompt(prompt, said, self.evidence)
            draft, _ = yield from self._read(again, structured=False)
        if not draft.parsed:
            raise ChatModelError(FORM)
        self.no_answer = draft.no_answer

    def _first_read(self) -> Generator[Drafted, None, tuple[Draft, str]]:
        """The first reply; a server that does not know structured output is asked without it."""
        structured = self.form.structured
        try:
            return (yield from self._read(self._prompt(structured=structured), structured))
        except ChatModelError as error:
            if not self.form.unknown_to(error):
                raise
        read = yield from self._read(self._prompt(structured=False), structured=False)
        self.form.structured = False
        return read

    def _rewritten(self, failed: Sequence[tuple[Drafted, Verdict]]) -> Generator[Drafted]:
        cited = {key for statement, _ in failed for key in statement.keys}
        prompt = rewrite_prompt(
            self.question,
            [piece for piece in self.evidence if piece.key in cited],
            [(statement, verdict.reasons) for statement, verdict in failed],
            structured=self.form.structured,
        )
        yield from self._read(prompt, self.form.structured)

    def _prompt(self, *, structured: bool) -> list[Message]:
        return draft_prompt(self.question, self.evidence, self.most, structured=structured)

    def _read(
        self, prompt: Sequence[Message], structured: bool
    ) -> Generator[Drafted, None, tuple[Draft, str]]:
        """Each statement when it is finished; in the end the whole draft, and what was said."""
        given, said = 0, ""
        schema = answer_schema([piece.key for piece in self.evidence], self.most)
        form = schema if structured else None
        for said in stream(self.model, prompt, self.spending, form):
            statements = read_draft(said, ended=False).statements
            yield from statements[given:]
            given = len(statements)
        draft = read_draft(said, ended=True)
        yield from draft.statements[given:]
        return draft, said

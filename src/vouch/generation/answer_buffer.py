"""The statements that passed, numbered as they come, and passed on once they answer."""

from collections.abc import Callable, Sequence

from vouch.text.tokens import stems
from vouch.types import Citation, Quote, Statement
from vouch.verification.negation import denies

OnStatement = Callable[[Statement, tuple[Citation, ...]], None]
"""Is given each statement of a written answer, with the citations it stands on, in order."""

Answers = Callable[[Sequence[Statement], Sequence[Citation]], bool]
"""Whether statements, with their citations, answer what was asked."""


class AnswerBuffer:
    """What has been written so far and passed; none of it is ever taken back.

    Statements are held back until together they answer, then passed on at once, and
    each later one when it comes.
    """

    def __init__(self, answers: Answers, on_statement: OnStatement | None, most: int) -> None:
        self._answers = answers
        self._on_statement = on_statement
        self._most = most
        self.statements: list[Statement] = []
        self.citations: list[Citation] = []
        self.answering = False

    @property
    def full(self) -> bool:
        return len(self.statements) >= self._most

    def says(self, text: str) -> bool:
        """Whether a statement has all words of a text already, so that it tells nothing new."""
        heard = set(stems(text))
        return any(
            heard <= set(stems(said.text)) and denies(said.text) == denies(text)
            for said in self.statements
        )

    def add(self, text: str, quotes: Sequence[Quote]) -> None:
        """Write a statement that passed, with the quotes that support it."""
        numbers = tuple(dict.fromkeys(self._number(quote) for quote in quotes))
        self.statements.append(Statement(text, numbers))
        if self.answering:
            self._tell(self.statements[-1])
        elif self._answers(self.statements, self.citations):
            self.answering = True
            for statement in self.statements:
                self._tell(statement)

    def _number(self, quote: Quote) -> int:
        """The number of the citation of a quote, a new one where it is not cited yet."""
        for citation in self.citations:
            if citation.quote == quote:
                return citation.number
        self.citations.append(Citation(len(self.citations) + 1, quote))
        return len(self.citations)

    def _tell(self, statement: Statement) -> None:
        if self._on_statement:
            cited = tuple(self.citations[number - 1] for number in statement.citations)
            self._on_statement(statement, cited)

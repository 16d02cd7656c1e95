"""Sentences that a reply quotes, against those that answer its question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from vouch.text.sentences import sentence_spans
from vouch.types import Answer, Reply

_QUOTES = str.maketrans(
    dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"') | dict.fromkeys("\u2018\u2019", "'")
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences: `quoted`, of these `right`; `gold` that answer, of these `cited`."""

    quoted: int = 0
    right: int = 0
    gold: int = 0
    cited: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(
            self.quoted + other.quoted,
            self.right + other.right,
            self.gold + other.gold,
            self.cited + other.cited,
        )

    @property
    def precision(self) -> float:
        """Of the sentences quoted, the share that answers; 0 where none is quoted."""
        return self.right / self.quoted if self.quoted else 0.0

    @property
    def recall(self) -> float:
        """Of the sentences that answer, the share that is quoted; 0 where there is none."""
        return self.cited / self.gold if self.gold else 0.0


def counts(reply: Reply, gold: Sequence[str]) -> Counts:
    """The sentences of a reply's quotes counted against the `gold` ones.

    A gold sentence is cited where a quote contains it. A quoted sentence is
    right where a gold one contains it or it contains a gold one: the file's
    author and Vouch may see a sentence end at different places. White space
    and the form of quotation marks do not count.
    """
    wanted = {plain(sentence) for sentence in gold}
    quotes = [c.quote.text for c in reply.citations] if isinstance(reply, Answer) else []
    quoted = {plain(text[slice(*span)]) for text in quotes for span in sentence_spans(text)}
    whole = [plain(text) for text in quotes]
    return Counts(
        quoted=len(quoted),
        right=sum(any(q in w or w in q for w in wanted) for q in quoted),
        gold=len(wanted),
        cited=sum(any(w in text for text in whole) for w in wanted),
    )


def plain(text: str) -> str:
    """`text` with single spaces and straight quotation marks."""
    return " ".join(text.translate(_QUOTES).replace("``", '"').replace("''", '"').split())

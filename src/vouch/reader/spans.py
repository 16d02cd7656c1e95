"""The words that answer: where a passage, and its sentences read alone, point together."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from vouch.types import Span

LONGEST = 32
"""The most word pieces that an answer has."""

Row = NDArray[np.float32]


class Pointing(NamedTuple):
    """Where a reading of a text points.

    `offsets` holds the span of each of the text's `t` word pieces, in
    characters; `start` and `end` (t,) are the log-probabilities of each to be
    the answer's first, and its last.
    """

    offsets: Sequence[Span]
    start: Row
    end: Row

    @classmethod
    def of_logits(cls, offsets: Sequence[Span], start: Row, end: Row) -> Self:
        """A softmax over the text of each row of logits (t,)."""
        return cls(offsets, _log_softmax(start), _log_softmax(end))

    def best(self) -> tuple[Span, float]:
        """The likeliest span, in characters, and its log-probability; of one piece at least."""
        score, first, last = best_pieces(self.start, self.end)
        return (self.offsets[first][0], self.offsets[last][1]), score


class SentenceReading(NamedTuple):
    """A sentence read alone: its first character in the passage, its logit, where it points."""

    start: int
    support_logit: float
    pointing: Pointing


def best_pieces(start: Row, end: Row, longest: int = LONGEST) -> tuple[float, int, int]:
    """The log-probability, first and last piece of the likeliest span of at most `longest`.

    The probability is that of its start times that of its end, as in BERT's
    question answering (Devlin et al. 2019, section 4.2).
    """
    ends = sliding_window_view(np.append(end, np.full(longest - 1, -np.inf)), longest)
    scores = start[:, None] + ends
    first, length = divmod(int(scores.argmax()), longest)
    return float(scores[first, length]), first, first + length


def joint_span(whole: Pointing, sentences: Iterable[SentenceReading]) -> Span | None:
    """The likeliest span in one of the sentences, in characters of the passage.

    Its log-probability is what the passage gives it, what the sentence alone
    gives it, and that of the sentence among all: a softmax over their logits.
    None where no sentence has word pieces of the passage.
    """
    told = list(sentences)
    pieces = {offset: row for row, offset in enumerate(whole.offsets)}
    chances = _log_softmax(np.array([t.support_logit for t in told], dtype=np.float32))
    moved = [_among(whole, pieces, sentence) for sentence in told]
    found = [
        (score + float(chance), span)
        for pointing, chance in zip(moved, chances, strict=True)
        if pointing.offsets
        for span, score in [pointing.best()]
    ]
    return max(found)[1] if found else None


def _among(whole: Pointing, pieces: dict[Span, int], sentence: SentenceReading) -> Pointing:
    """A sentence's word pieces that are the passage's, with what both give them."""
    moved = [(sentence.start + s, sentence.start + e) for s, e in sentence.pointing.offsets]
    alone = [row for row, offset in enumerate(moved) if offset in pieces]
    among = [pieces[moved[row]] for row in alone]
    return Pointing(
        [moved[row] for row in alone],
        sentence.pointing.start[alone] + whole.start[among],
        sentence.pointing.end[alone] + whole.end[among],
    )


def _log_softmax(logits: Row) -> Row:
    if not len(logits):
        return logits
    shifted = logits - logits.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()), dtype=np.float32)

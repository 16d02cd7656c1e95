"""Any cross-encoder that sentence-transformers loads, as a reader."""

import logging
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from vouch.chunking import windows
from vouch.errors import VouchError
from vouch.reader.features import QuestionTerms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class ReaderError(VouchError):
    """The reader that the settings name cannot be used."""


class CrossEncoderReader:
    """Takes a cross-encoder's score, brought to 0..1, for the support; it marks no words.

    Nothing is known of the risk of such a model's scores: it answers from one
    half on, whatever risk is accepted.
    """

    def __init__(self, model: str) -> None:
        self.name = model

    def threshold(self, max_risk: float) -> float:
        """One half; the risk of another model's scores is not known."""
        return 0.5

    def read(self, terms: QuestionTerms, candidates: Sequence[Candidate]) -> list[Reading]:
        """A reading for each candidate, in order: the passage, and each of its sentences."""
        texts = [
            [c.passage.text, *map(c.passage.sentence, c.passage.sentences)] for c in candidates
        ]
        scores = iter(self._scores([(terms.question, text) for row in texts for text in row]))
        return [
            Reading(support=next(scores), span=None, sentences=tuple(next(scores) for _ in row[1:]))
            for row in texts
        ]

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each (claim, evidence) the score of the window of the evidence that fits best."""
        cut = [windows(evidence) for _, evidence in claims]
        pairs = [(claim, w) for (claim, _), ws in zip(claims, cut, strict=True) for w in ws]
        scores = iter(self._scores(pairs))
        return [max(next(scores) for _ in ws) for ws in cut]

    def _scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [float(score) for score in self._model.predict(list(pairs))] if pairs else []

    @cached_property
    def _model(self) -> "CrossEncoder":
        from sentence_transformers import CrossEncoder
        from torch import nn

        # What it would say of a model that is not there, ReaderError says in one line.
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        try:
            model: CrossEncoder = CrossEncoder(self.name, device="cpu", activation_fn=nn.Sigmoid())
        except (OSError, ValueError) as error:
            raise ReaderError(
                f"The reader {self.name} is neither a folder nor in the Hugging Face cache, and it "
                f"cannot be downloaded.",
                "Set VOUCH_READER to vouch, or to a cross-encoder's folder or name.",
            ) from error
        if model.num_labels != 1:
            raise ReaderError(
                f"The reader {self.name} gives {model.num_labels} scores where one is needed.",
                "Set VOUCH_READER to a cross-encoder with a single score.",
            )
        return model

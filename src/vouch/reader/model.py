"""Reads a question or a claim with a passage: what the network says of the pair.

The input is `[CLS] question [SEP] title [SEP] passage [SEP]`, or without the title. Only
the passage has token type 1, so the types alone tell where a span may lie. The network runs in
ONNX Runtime; `training/network.py` has it in torch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer, normalizers
from tokenizers.normalizers import Replace

from vouch.reader.spans import Pointing
from vouch.runtime import Model
from vouch.text.tokens import STROKES
from vouch.types import Span

Pair = tuple[str, str, str | None]
"""A question or claim, the text of a passage, and the article's title or None."""

WEIGHTS, CONFIG, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"
GRAPH = "model.onnx"


@dataclass(frozen=True, slots=True)
class EncodedPair:
    """A pair as word pieces.

    `types` is 1 on the passage and its closing separator; `offsets` holds, for the word
    pieces from `first` on, the span of each in the passage's text, in characters.
    """

    ids: list[int]
    types: list[int]
    first: int
    offsets: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)

    def pieces_of(self, start: int, end: int) -> tuple[int, int] | None:
        """The first and last position of the pieces that touch characters start..end.

        None where the passage was cut before the end of the span.
        """
        touched = [
            index for index, (s, e) in enumerate(self.offsets) if s < end and start < e and s < e
        ]
        if not touched or self.offsets[touched[-1]][1] < end:
            return None
        return self.first + touched[0], self.first + touched[-1]

    def characters_of(self, start: int, end: int) -> tuple[int, int]:
        """The span in the passage's text of the pieces at positions start..end, inclusive."""
        return self.offsets[start - self.first][0], self.offsets[end - self.first][1]


class PairEncoder:
    """Turns pairs into word pieces; what is too long loses its end.

    The question keeps `question_length` pieces and the title `title_length`; the passage
    gets what is left of `length`.
    """

    def __init__(self, tokenizer: Tokenizer, length: int = 384, question_length: int = 96) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        tokenizer.encode_special_tokens = True  # "[SEP]" in an article is text
        self.tokenizer = tokenizer
        self.length = length
        self.question_length = question_length
        self.title_length = 64
        vocabulary = tokenizer.get_vocab()
        self.classify, self.separator = vocabulary["[CLS]"], vocabulary["[SEP]"]

    @classmethod
    def load(cls, directory: Path, length: int = 384) -> Self:
        """The encoder of a folder; letters that English lacks are read as English writes them."""
        tokenizer = Tokenizer.from_file(str(directory / TOKENIZER))
        plain = [Replace(letter, written) for letter, written in STROKES.items()]
        tokenizer.normalizer = normalizers.Sequence([*plain, tokenizer.normalizer])
        return cls(tokenizer, length)

    def encode(self, pairs: Sequence[Pair]) -> list[EncodedPair]:
        """Each pair as word pieces, in order; every distinct text is tokenized once."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair if text))
        pieces = self.tokenizer.encode_batch(texts, add_special_tokens=False)
        encoded = dict(zip(texts, pieces, strict=True))
        return [self._join(encoded, *pair) for pair in pairs]

    def _join(
        self, encoded: dict[str, Encoding], question: str, passage: str, title: str | None
    ) -> EncodedPair:
        asked = encoded[question].ids[: self.question_length] if question else []
        head = [self.classify, *asked, self.separator]
        if title:
            kept = min(self.title_length, self.length // 4)
            head += [*encoded[title].ids[:kept], self.separator]
        room = max(0, self.length - len(head) - 1)
        read = encoded[passage].ids[:room] if passage else []
        offsets = encoded[passage].offsets[:room] if passage else []
        return EncodedPair(
            ids=[*head, *read, self.separator],
            types=[0] * len(head) + [1] * (len(read) + 1),
            first=len(head),
            offsets=list(offsets),
        )


class RawReading(NamedTuple):
    """What the network says of a pair, before calibration.

    `pointing` is None where the passage has no word pieces.
    """

    support_logit: float
    pointing: Pointing | None = None

    @property
    def span(self) -> Span | None:
        """The likeliest span in the passage's text, in characters."""
        return self.pointing.best()[0] if self.pointing else None

    @property
    def span_score(self) -> float:
        """The probability of that span if the passage answers."""
        return exp(self.pointing.best()[1]) if self.pointing else 0.0


class NeuralReader:
    """Reads pairs with the network, each by itself at its own length.

    Nothing is padded, so what is said of a pair does not depend on the others. Safe to use from
    several threads.
    """

    def __init__(self, model: Model, encoder: PairEncoder) -> None:
        self.model = model
        self.encoder = encoder

    @classmethod
    def load(cls, directory: Path, *, length: int = 384) -> Self:
        """The reader whose weights are in `directory`, which reads `length` word pieces.

        Raises OSError or ValueError where a file is missing or damaged.
        """
        model = Model(directory / GRAPH, directory / WEIGHTS)
        return cls(model, PairEncoder.load(directory, length))

    def read(self, pairs: Sequence[Pair]) -> list[RawReading]:
        """A reading of each pair, in order; equal pairs are read once."""
        distinct = list(dict.fromkeys(pairs))
        encoded = self.encoder.encode(distinct)
        outputs = self.model.run_each([(pair.ids, pair.types) for pair in encoded])
        readings = dict(zip(distinct, map(_reading, encoded, outputs), strict=True))
        return [readings[pair] for pair in pairs]


def _reading(pair: EncodedPair, outputs: Mapping[str, NDArray[np.float32]]) -> RawReading:
    support = float(outputs["support"][0])
    if not pair.offsets:
        return RawReading(support)
    passage = slice(pair.first, pair.first + len(pair.offsets))
    start, end = outputs["start"][0, passage], outputs["end"][0, passage]
    return RawReading(support, Pointing.of_logits(pair.offsets, start, end))

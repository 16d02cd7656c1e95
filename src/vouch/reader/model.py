"""The reader's network: one encoder that tells support and marks the words that answer.

The input is `[CLS] question [SEP] title [SEP] passage [SEP]`, or without the title. Only
the passage has token type 1, so the types alone tell where a span may lie.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Encoding, Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from vouch.reader.spans import Pointing
from vouch.types import Span

Pair = tuple[str, str, str | None]
"""A question or claim, the text of a passage, and the article's title or None."""

MASKED = -1e4
"""The logit of a token that cannot start or end a span; finite, so that softmax stays finite."""

WEIGHTS, CONFIG, TOKENIZER = "model.safetensors", "config.json", "tokenizer.json"


class Logits(NamedTuple):
    """`support` (n,), `start` and `end` (n, t): float32, `MASKED` outside the passage."""

    support: Tensor
    start: Tensor
    end: Tensor


class ReaderNetwork(nn.Module):
    """A BERT encoder with a support head and a span head.

    The support head reads the first token together with the passage as the span head
    weighs it (its expected start and end): whether a passage answers depends on the very
    words that would be the answer.
    """

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        config._attn_implementation = "eager"
        self.config = config
        size = config.hidden_size
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(size, 2)
        self.support = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.separator = int(getattr(config, "separator", 102))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Logits:
        """Logits of `n` inputs of `t` word pieces; every argument is an integer (n, t)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state.float()
        outside = (token_type_ids == 0) | (attention_mask == 0) | (input_ids == self.separator)
        spans = self.span(hidden).masked_fill(outside[:, :, None], MASKED)
        # Detached: support may look where the span head points, but not move its finger.
        weights = spans.detach().softmax(dim=1)
        pointed = torch.einsum("ntk,nth->nkh", weights, hidden).flatten(1)
        support = self.support(torch.cat([hidden[:, 0], pointed], dim=1)).squeeze(1)
        return Logits(support, spans[:, :, 0], spans[:, :, 1])

    def compute_in_bfloat16(self) -> None:
        """Keep and multiply the encoder's weights in bfloat16; the heads stay in float32."""
        for module in self.encoder.children():
            module.to(torch.bfloat16)

    @classmethod
    def from_encoder(cls, directory: Path) -> Self:
        """A network with the encoder of a BERT model on disk and new heads."""
        config = BertConfig.from_json_file(directory / CONFIG)
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        network = cls(config)
        tensors = load_file(directory / WEIGHTS)
        names = network.encoder.state_dict().keys()
        network.encoder.load_state_dict({name: tensors[name].float() for name in names})
        return network

    @classmethod
    def load(cls, directory: Path) -> Self:
        """The network that `save` wrote, in float32, ready to read.

        Raises OSError where a file is missing or damaged.
        """
        network = cls(BertConfig.from_json_file(directory / CONFIG))
        tensors = load_file(directory / WEIGHTS)
        network.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
        return network.eval()

    def save(self, directory: Path, tokenizer: Tokenizer) -> None:
        """Write the weights in float16, the configuration and the tokenizer."""
        directory.mkdir(parents=True, exist_ok=True)
        tensors = {
            name: tensor.detach().to(torch.float16).contiguous()
            for name, tensor in self.state_dict().items()
        }
        save_file(tensors, directory / WEIGHTS)
        settings = self.config.to_dict() | {"separator": self.separator}
        (directory / CONFIG).write_text(json.dumps(settings, indent=1, sort_keys=True, default=str))
        tokenizer.save(str(directory / TOKENIZER))


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
        self.tokenizer = tokenizer
        self.length = length
        self.question_length = question_length
        self.title_length = 24
        vocabulary = tokenizer.get_vocab()
        self.classify, self.separator = vocabulary["[CLS]"], vocabulary["[SEP]"]

    @classmethod
    def load(cls, directory: Path, length: int = 384) -> Self:
        return cls(Tokenizer.from_file(str(directory / TOKENIZER)), length)

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
            head += [*encoded[title].ids[: self.title_length], self.separator]
        room = max(0, self.length - len(head) - 1)
        read = encoded[passage].ids[:room] if passage else []
        offsets = encoded[passage].offsets[:room] if passage else []
        return EncodedPair(
            ids=[*head, *read, self.separator],
            types=[0] * len(head) + [1] * (len(read) + 1),
            first=len(head),
            offsets=list(offsets),
        )


class Batch(NamedTuple):
    """Integer tensors (n, t), `t` a multiple of 32: the arguments of the network."""

    input_ids: Tensor
    attention_mask: Tensor
    token_type_ids: Tensor


def padded_length(length: int, multiple: int = 32) -> int:
    """The next multiple: few distinct shapes keep the allocator's memory small."""
    return -(-length // multiple) * multiple


def collate(encoded: Sequence[EncodedPair]) -> Batch:
    """The pairs as one batch, padded with zeros to a multiple of 32."""
    width = padded_length(max(len(pair) for pair in encoded))
    ids = torch.zeros(len(encoded), width, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, pair in enumerate(encoded):
        ids[row, : len(pair)] = torch.tensor(pair.ids)
        types[row, : len(pair)] = torch.tensor(pair.types)
        mask[row, : len(pair)] = 1
    return Batch(ids, mask, types)


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


def processor_likes_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 natively (AVX512-BF16 or AMX)."""
    try:
        flags = next((line for line in cpuinfo.open() if line.startswith("flags")), "").split()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


class NeuralReader:
    """Reads pairs with the network, in batches of similar length.

    `batch_tokens` bounds the word pieces of a batch, padding included.
    """

    def __init__(
        self, network: ReaderNetwork, encoder: PairEncoder, batch_tokens: int = 8192
    ) -> None:
        self.network = network.eval()
        self.encoder = encoder
        self.batch_tokens = batch_tokens

    @classmethod
    def load(cls, directory: Path, *, bfloat16: bool | None = None, length: int = 384) -> Self:
        """The reader whose weights are in `directory`; `bfloat16` None asks the processor.

        Raises OSError where a file is missing or damaged.
        """
        network = ReaderNetwork.load(directory)
        if processor_likes_bfloat16() if bfloat16 is None else bfloat16:
            network.compute_in_bfloat16()
        return cls(network, PairEncoder.load(directory, length))

    def read(self, pairs: Sequence[Pair]) -> list[RawReading]:
        """A reading of each pair, in order."""
        encoded = self.encoder.encode(pairs)
        readings: dict[int, RawReading] = {}
        for rows in batches_by_length([len(pair) for pair in encoded], self.batch_tokens):
            chosen = [encoded[row] for row in rows]
            readings.update(zip(rows, self._read_batch(chosen), strict=True))
        return [readings[row] for row in range(len(encoded))]

    @torch.inference_mode()
    def _read_batch(self, encoded: Sequence[EncodedPair]) -> list[RawReading]:
        logits = self.network(*collate(encoded))
        return [
            _reading(pair, support, start, end)
            for pair, support, start, end in zip(
                encoded,
                logits.support.tolist(),
                logits.start.numpy(),
                logits.end.numpy(),
                strict=True,
            )
        ]


def _reading(
    pair: EncodedPair, support: float, start: NDArray[np.float32], end: NDArray[np.float32]
) -> RawReading:
    """The reading of a pair from its support logit and the logits (t,) of its pieces."""
    if not pair.offsets:
        return RawReading(support)
    passage = slice(pair.first, pair.first + len(pair.offsets))
    return RawReading(support, Pointing.of_logits(pair.offsets, start[passage], end[passage]))


def batches_by_length(lengths: Sequence[int], batch_tokens: int) -> list[list[int]]:
    """Indices in batches, shortest first, each of at most `batch_tokens` when padded."""
    batches: list[list[int]] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        width = padded_length(lengths[index])
        if batches and (len(batches[-1]) + 1) * width <= batch_tokens:
            batches[-1].append(index)
        else:
            batches.append([index])
    return batches

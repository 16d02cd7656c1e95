"""The reader's network in torch, to be trained: one encoder with heads, and its files.

The input is `[CLS] question [SEP] title [SEP] passage [SEP]`, or without the title. Only
the passage has token type 1, so the types alone tell where a span may lie.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.graphs import MASKED, reader_model
from vouch.reader.model import CONFIG, GRAPH, TOKENIZER, WEIGHTS, EncodedPair


class Logits(NamedTuple):
    """What the heads say of `n` inputs of `t` word pieces, in float32.

    `support` (n,); `start` and `end` (n, t), `MASKED` outside the passage; `belongs` (n, t),
    whose mean over the pieces of a sentence is the logit that it belongs in the answer;
    `stance` (n, 3), of a claim or yes-or-no question: affirmed, denied, left open.
    """

    support: Tensor
    start: Tensor
    end: Tensor
    belongs: Tensor
    stance: Tensor


class ReaderNetwork(nn.Module):
    """A BERT encoder with heads for support, span, sentences and stance.

    The sentence head scores each word piece, as in Provence (Chirkova et al. 2025): one pass
    over a passage says of all its sentences whether they belong in the answer, each in its
    context. The support head reads the first token together with the passage as the span head
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
        self.belongs = nn.Linear(size, 1)
        self.stance = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 3))
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
        read = torch.cat([hidden[:, 0], pointed], dim=1)
        return Logits(
            support=self.support(read).squeeze(1),
            start=spans[:, :, 0],
            end=spans[:, :, 1],
            belongs=self.belongs(hidden).squeeze(2),
            stance=self.stance(read),
        )

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
        tensors = {name: t.float() for name, t in load_file(directory / WEIGHTS).items()}
        if set(tensors) == {name for name in network.state_dict() if not _is_new(name)}:
            tensors = network.state_dict() | tensors  # the heads of weights made before them
        network.load_state_dict(tensors)
        return network.eval()

    def save(self, directory: Path, tokenizer: Tokenizer) -> None:
        """Write the weights in float16, the configuration, the tokenizer and the ONNX graph."""
        directory.mkdir(parents=True, exist_ok=True)
        tensors = {
            name: tensor.detach().to(torch.float16).contiguous()
            for name, tensor in self.state_dict().items()
        }
        save_file(tensors, directory / WEIGHTS)
        settings = self.config.to_dict() | {"separator": self.separator}
        (directory / CONFIG).write_text(json.dumps(settings, indent=1, sort_keys=True, default=str))
        tokenizer.save(str(directory / TOKENIZER))
        (directory / GRAPH).write_bytes(reader_model(directory))


def _is_new(name: str) -> bool:
    return name.startswith(("belongs.", "stance."))


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

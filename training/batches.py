"""Examples as batches of word pieces, equal in cost."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import torch
from torch import Tensor

from training.records import Example
from vouch.reader.model import Batch, EncodedPair, PairEncoder, batches_by_length, collate

NO_SPAN = -100
"""The target of a row without a span: cross entropy ignores it."""


class Labelled(NamedTuple):
    """A pair of `n` word pieces with its targets; `start` and `end` may be `NO_SPAN`."""

    pair: EncodedPair
    supported: bool
    start: int
    end: int


class LabelledBatch(NamedTuple):
    """The network's arguments with targets: support (n,) float, start and end (n,) integers."""

    batch: Batch
    supported: Tensor
    start: Tensor
    end: Tensor


def label(encoder: PairEncoder, examples: Sequence[Example]) -> list[Labelled]:
    """The examples as word pieces; one whose answer is cut off with the passage's end is left."""
    pairs = encoder.encode([(e.question, e.passage, e.title) for e in examples])
    found = []
    for example, pair in zip(examples, pairs, strict=True):
        start = end = NO_SPAN
        if example.span is not None:
            pieces = pair.pieces_of(*example.span)
            if pieces is None:
                continue
            start, end = pieces
        found.append(Labelled(pair, example.supported, start, end))
    return found


def batches(
    labelled: Sequence[Labelled], batch_tokens: int, rng: Random
) -> Iterator[LabelledBatch]:
    """Every example once, in batches of like length and at most `batch_tokens`, shuffled."""
    order = list(range(len(labelled)))
    rng.shuffle(order)
    shuffled = [labelled[row] for row in order]
    groups = batches_by_length([len(row.pair) for row in shuffled], batch_tokens)
    rng.shuffle(groups)
    for group in groups:
        yield stack([shuffled[row] for row in group])


def count_batches(labelled: Sequence[Labelled], batch_tokens: int) -> int:
    return len(batches_by_length([len(row.pair) for row in labelled], batch_tokens))


def stack(rows: Sequence[Labelled]) -> LabelledBatch:
    return LabelledBatch(
        collate([row.pair for row in rows]),
        torch.tensor([float(row.supported) for row in rows]),
        torch.tensor([row.start for row in rows]),
        torch.tensor([row.end for row in rows]),
    )

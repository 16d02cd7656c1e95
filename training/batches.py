"""Examples as batches of word pieces, equal in cost."""

from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

import torch
from torch import Tensor

from training.network import Batch, collate, padded_length
from training.records import Example
from training.text import sentences
from vouch.reader.model import EncodedPair, PairEncoder

NO_SPAN = -100
"""The target of a row without a span, or without a stance: cross entropy ignores it."""


class Sentence(NamedTuple):
    """The first and last position of a sentence's word pieces; whether it belongs in the answer."""

    first: int
    last: int
    belongs: bool


class Labelled(NamedTuple):
    """A pair with its targets; `start`, `end` and `stance` may be `NO_SPAN`.

    `sentences` is empty where it is not known which of them belong in the answer.
    """

    pair: EncodedPair
    supported: bool
    start: int
    end: int
    stance: int
    sentences: tuple[Sentence, ...]
    group: str


class LabelledBatch(NamedTuple):
    """The network's arguments with targets of `n` rows of `t` word pieces.

    `supported` (n,) float; `start`, `end` and `stance` (n,) integers; `sentence` (n, t) the
    number of each piece's sentence among the `s` of the batch, or -1; `belongs` (s,) float;
    `pairs` (p, 2) the rows of a question and of its near miss.
    """

    batch: Batch
    supported: Tensor
    start: Tensor
    end: Tensor
    stance: Tensor
    sentence: Tensor
    belongs: Tensor
    pairs: Tensor


def label(encoder: PairEncoder, examples: Sequence[Example]) -> list[Labelled]:
    """The examples as word pieces; one whose passage does not fit is left out.

    All that do not fit: near misses alone would make long passages the mark of a negative.
    """
    pairs = encoder.encode([(e.question, e.passage, e.title) for e in examples])
    found = []
    for example, pair in zip(examples, pairs, strict=True):
        start = end = NO_SPAN
        if not _fits(example, pair):
            continue
        if example.span is not None:
            pieces = pair.pieces_of(*example.span)
            if pieces is None:
                continue
            start, end = pieces
        stance = NO_SPAN if example.stance is None else int(example.stance)
        marked = tuple(_sentences(example, pair))
        found.append(Labelled(pair, example.supported, start, end, stance, marked, example.group))
    return found


def _fits(example: Example, pair: EncodedPair) -> bool:
    read = pair.offsets[-1][1] if pair.offsets else 0
    return read >= len(example.passage.rstrip())


def _sentences(example: Example, pair: EncodedPair) -> Iterator[Sentence]:
    """The passage's sentences; none where it is supported and not known by which."""
    belonging = example.sentences or ((example.span,) if example.span else ())
    if example.supported and not belonging:
        return
    for start, end in sentences(example.passage):
        pieces = pair.pieces_of(start, end)
        if pieces is not None:
            yield Sentence(*pieces, any(s < end and start < e for s, e in belonging))


def batches(
    labelled: Sequence[Labelled], batch_tokens: int, rng: Random
) -> Iterator[LabelledBatch]:
    """Every example once, in batches of like length and at most `batch_tokens`, shuffled."""
    shuffled = list(labelled)
    rng.shuffle(shuffled)
    groups = _grouped(shuffled, batch_tokens)
    rng.shuffle(groups)
    for group in groups:
        yield stack(group)


def count_batches(labelled: Sequence[Labelled], batch_tokens: int) -> int:
    """How many batches `batches` makes of the examples."""
    return len(_grouped(labelled, batch_tokens))


def _grouped(labelled: Sequence[Labelled], batch_tokens: int) -> list[list[Labelled]]:
    """The examples in batches, shortest first; those of one group stay together."""
    units: dict[object, list[Labelled]] = {}
    for row, example in enumerate(labelled):
        units.setdefault(example.group or row, []).append(example)
    found: list[list[Labelled]] = []
    for unit in sorted(units.values(), key=_width):
        if found and (len(found[-1]) + len(unit)) * _width(unit) <= batch_tokens:
            found[-1] += unit
        else:
            found.append(list(unit))
    return found


def _width(unit: Sequence[Labelled]) -> int:
    return padded_length(max(len(example.pair) for example in unit))


def stack(rows: Sequence[Labelled]) -> LabelledBatch:
    """The rows as tensors."""
    batch = collate([row.pair for row in rows])
    sentence = torch.full_like(batch.input_ids, -1)
    belongs: list[float] = []
    for number, row in enumerate(rows):
        for marked in row.sentences:
            sentence[number, marked.first : marked.last + 1] = len(belongs)
            belongs.append(float(marked.belongs))
    return LabelledBatch(
        batch,
        torch.tensor([float(row.supported) for row in rows]),
        torch.tensor([row.start for row in rows]),
        torch.tensor([row.end for row in rows]),
        torch.tensor([row.stance for row in rows]),
        sentence,
        torch.tensor(belongs),
        torch.tensor(_pairs(rows), dtype=torch.long).reshape(-1, 2),
    )


def _pairs(rows: Sequence[Labelled]) -> list[tuple[int, int]]:
    """The rows of each supported example and of each unsupported one of its group."""
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.group:
            groups.setdefault(row.group, []).append(number)
    return [
        (one, other)
        for members in groups.values()
        for one in members
        for other in members
        if rows[one].supported and not rows[other].supported
    ]

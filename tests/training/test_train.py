"""A run cut twice and resumed gives the weights of a run that was not cut."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
import torch
from torch import Tensor

from training.batches import NO_SPAN, batches, label
from training.generators import draw, hand_written, other_sentence
from training.library import Library
from training.network import ReaderNetwork
from training.records import Example
from training.train import Recipe, Training, learning_rate, losses
from vouch.reader.model import NeuralReader, PairEncoder

RECIPE = Recipe(rounds=2, batch_tokens=256, length=96, last_length=128)


@pytest.fixture
def examples(library: Library) -> list[Example]:
    return [
        *draw(hand_written, library, Random(0), 20),
        *draw(other_sentence, library, Random(0), 10),
    ]


def made(encoder: Path, examples: Sequence[Example], directory: Path) -> Training:
    return Training(RECIPE, encoder, lambda number: examples[number:], directory, save_every=0)


def tensors(training: Training) -> dict[str, Tensor]:
    state = training.averaged_network().state_dict()
    weights = zip(training.weights.names, training.weights.masters, strict=True)
    return state | {f"master {name}": master for name, master in weights}


def test_cut_twice_is_not_cut_at_all(
    tiny_encoder: Path, examples: list[Example], tmp_path: Path
) -> None:
    whole = made(tiny_encoder, examples, tmp_path / "whole")
    assert whole.run()

    first = made(tiny_encoder, examples, tmp_path / "cut")
    assert not first.run(steps=3)
    second = made(tiny_encoder, examples, tmp_path / "cut")
    assert (second.round, second.batch) == (0, 3)
    steps_in_round = -(-whole.weights.steps // 2)
    assert not second.run(steps=steps_in_round)
    third = made(tiny_encoder, examples, tmp_path / "cut")
    assert third.round == 1
    assert third.run()

    expected, found = tensors(whole), tensors(third)
    assert expected.keys() == found.keys()
    for name in expected:
        assert torch.equal(expected[name], found[name]), name
    assert third.weights.steps == whole.weights.steps


def test_training_moves_the_weights_and_lowers_the_loss(
    tiny_encoder: Path, examples: list[Example], tmp_path: Path
) -> None:
    training = made(tiny_encoder, examples, tmp_path)
    before = {name: t.clone() for name, t in tensors(training).items()}
    (batch,) = batches(label(PairEncoder(training.tokenizer), examples), 10**6, Random(0))
    loss_before = float(losses(training.network, batch, 0.0).total(RECIPE).detach())
    assert training.run()
    after = tensors(training)
    moved = [name for name in before if not torch.equal(before[name], after[name])]
    assert any("support" in name for name in moved)
    assert any("attention" in name for name in moved)
    assert any("word_embeddings" in name for name in moved)
    loss_after = float(losses(training.network, batch, 0.0).total(RECIPE).detach())
    assert loss_after < loss_before


def test_a_stopped_run_goes_on(tiny_encoder: Path, examples: list[Example], tmp_path: Path) -> None:
    training = made(tiny_encoder, examples, tmp_path)
    training.stopping = True
    assert not training.run()
    assert made(tiny_encoder, examples, tmp_path).run()
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


def test_an_export_reads(tiny_encoder: Path, examples: list[Example], tmp_path: Path) -> None:
    training = made(tiny_encoder, examples, tmp_path)
    training.export(tmp_path / "weights")
    (reading,) = NeuralReader.load(tmp_path / "weights").read([("Who came?", "Ada came.", None)])
    assert 0 <= reading.span_score <= 1


@pytest.mark.parametrize("embeddings", [True, False])
def test_a_reader_goes_on_from_its_weights(
    tiny_encoder: Path, examples: list[Example], tmp_path: Path, embeddings: bool
) -> None:
    made(tiny_encoder, examples, tmp_path).export(tmp_path / "weights")
    recipe = replace(RECIPE, embeddings=embeddings)
    training = Training(recipe, tmp_path / "weights", lambda number: examples, tmp_path / "next")
    saved = ReaderNetwork.load(tmp_path / "weights").state_dict()
    started = {name: t.clone() for name, t in tensors(training).items()}
    assert all(torch.equal(saved[name], started[name]) for name in saved)
    assert training.run()
    words = "encoder.embeddings.word_embeddings.weight"
    assert torch.equal(started[words], tensors(training)[words]) != embeddings


def test_targets_point_at_the_answer(examples: list[Example], tiny_encoder: Path) -> None:
    encoder = PairEncoder.load(tiny_encoder)
    for example, row in zip(examples, label(encoder, examples), strict=True):
        assert row.supported == example.supported
        if example.span is None:
            assert (row.start, row.end) == (NO_SPAN, NO_SPAN)
        else:
            low, high = row.pair.characters_of(row.start, row.end)
            assert example.passage[low:high] == example.passage[slice(*example.span)]


def test_an_answer_that_is_cut_off_is_left_out(tiny_encoder: Path) -> None:
    passage = "word " * 60 + "end"
    example = Example("What?", passage, None, True, (len(passage) - 3, len(passage)), "x")
    assert label(PairEncoder.load(tiny_encoder, length=32), [example]) == []


def test_the_rate_rises_and_falls() -> None:
    rates = [learning_rate(step / 200, 0.1) for step in range(201)]
    assert max(rates) <= 1.01
    assert rates[20] == pytest.approx(1.0, abs=0.01)
    assert rates[-1] == pytest.approx(0.0, abs=1e-6)
    assert all(b <= a for a, b in pairwise(rates[21:]))


def test_word_embeddings_stay_as_they_were_if_asked(
    tiny_encoder: Path, examples: list[Example], tmp_path: Path
) -> None:
    recipe = replace(RECIPE, embeddings=False)
    training = Training(recipe, tiny_encoder, lambda _: examples, tmp_path)
    before = training.network.encoder.embeddings.word_embeddings.weight.detach().clone()
    assert training.run()
    after = training.network.encoder.embeddings.word_embeddings.weight.detach()
    assert torch.equal(before, after)

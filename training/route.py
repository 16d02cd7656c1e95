"""Train the chat's router on our own messages, and measure it on the half held out.

Run: `python -m training.route` (a minute), or with `--measure` to write nothing. Reads
training/router/examples.txt, and beside it, as far as they are there, questions and claims of
../shared/data/train, so that "question" and "check" are known in all their breadth. Fits a
softmax regression with an L2 penalty on one half, prints how the other half is taken, then fits
on both halves and writes src/vouch/conversation/router.npz.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from vouch.conversation.router import LEARNT, Kind, Router, features
from vouch.embedding import PACKAGED_MODEL, Embedder
from vouch.text.small_talk import core

EXAMPLES = Path(__file__).parent / "router" / "examples.txt"
DATA = Path(__file__).parents[2] / "shared" / "data" / "train"
WEIGHTS = Path(__file__).parents[1] / "src" / "vouch" / "conversation" / "router.npz"

STRENGTH = 10.0
"""The inverse of the penalty."""

BROAD = 0.3
"""What a record of the shared data weighs beside a message of ours."""

Example = tuple[Kind, str]


def examples() -> list[Example]:
    """Our messages with their kinds, in the order of the file."""
    found: list[Example] = []
    kind = Kind.QUESTION
    for line in EXAMPLES.read_text("utf-8").splitlines():
        if line.startswith("[") and line.endswith("]"):
            kind = Kind(line[1:-1])
        elif line.strip() and not line.startswith("#"):
            found.append((kind, line.strip()))
    return found


def broad() -> Iterator[Example]:
    """Questions and claims of other people, where the shared data are there."""
    chosen = random.Random(7)
    for name, count in (("nq_oracle", 700), ("squad2_dev_a", 700), ("timeqa_human", 200)):
        asked = [q["question"] for row in _rows(name) for q in row["questions"]]
        for question in chosen.sample(asked, min(count, len(asked))):
            yield Kind.QUESTION, question
    claims = [row["claim"] for row in _rows("claims") if len(row["claim"]) < 200]
    for claim in chosen.sample(claims, min(300, len(claims))):
        yield Kind.CHECK, claim


def _rows(name: str) -> Iterator[dict[str, Any]]:
    path = DATA / f"{name}.jsonl.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def matrix(texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
    """What each text is judged by: shape (texts, features)."""
    vectors = embedder.encode(texts)
    return np.stack([features(t, v.tolist()) for t, v in zip(texts, vectors, strict=True)])


def fit(rows: NDArray[np.float32], kinds: Sequence[Kind], weights: Sequence[float]) -> Router:
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(rows, [LEARNT.index(kind) for kind in kinds], sample_weight=weights)
    return Router(
        PACKAGED_MODEL, model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    )


def measure(router: Router, told: Sequence[Example], embedder: Embedder) -> None:
    """Print how many kinds are right, and which questions are lost."""
    cores = [core(text) for _, text in told]
    vectors = embedder.encode([text or "-" for text in cores])
    right = Counter[str]()
    total = Counter[str](kind.value for kind, _ in told)
    for (kind, text), vector in zip(told, vectors, strict=True):
        route = router.route(text, vector.tolist())
        same = route.kind is kind or (route.kind.chat and kind.chat)
        right[kind.value] += same
        if not same:
            print(f"  {kind.value:10} taken for {route.kind.value:10} {text} {route.evidence}")
    for name in total:
        print(f"{name:10} {right[name]:4}/{total[name]}")
    print(f"all        {sum(right.values()):4}/{sum(total.values())}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--measure", action="store_true", help="write nothing")
    only_measure = parser.parse_args().measure
    embedder = Embedder(PACKAGED_MODEL)
    ours, others = examples(), list(broad())
    told = [*ours, *others]
    rows = matrix([text for _, text in told], embedder)
    kinds = [kind for kind, _ in told]
    weights = [1.0] * len(ours) + [BROAD] * len(others)
    half = [row for row in range(len(told)) if row >= len(ours) or row % 2 == 0]
    router = fit(rows[half], [kinds[row] for row in half], [weights[row] for row in half])
    measure(router, ours[1::2], embedder)
    if not only_measure:
        whole = fit(rows, kinds, weights)
        np.savez_compressed(
            WEIGHTS,
            model=whole.model,
            weights=whole.weights.astype(np.float16),
            bias=whole.bias.astype(np.float16),
        )
        print(f"wrote {WEIGHTS} ({WEIGHTS.stat().st_size:,} bytes)")


if __name__ == "__main__":
    main()

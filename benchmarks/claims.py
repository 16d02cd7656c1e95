"""How well the reader alone tells supported claims, at each support: to choose the thresholds by.

Run: `python -m benchmarks.claims [--limit 1000]`. Reads `fever_dev_a` and `attributionbench_dev_a`
of `../shared/data/dev`, which no weights were trained on. For each support it prints the share of
the supported claims at or above it, that of the unsupported ones, and their balanced accuracy.
Choose `SUPPORTED` in `vouch.verification.verifying` near the best balanced accuracy of both, and
see with `python -m benchmarks.lies` what comes of it.
"""

import argparse
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.lies import shipped_reader
from vouch.verification import ClaimReader

DATA = Path(__file__).parents[2] / "shared" / "data" / "dev"
LEVELS = (0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9)

Claim = tuple[str, str, bool]


def fever() -> list[Claim]:
    """Claims with evidence, and whether it supports them."""
    return [(r["claim"], r["evidence"], r["supported"]) for r in _lines("fever_dev_a")]


def attributionbench() -> list[Claim]:
    """Claims with their references in one text, and whether they support them."""
    rows = _lines("attributionbench_dev_a")
    return [(r["claim"], "\n".join(r["references"]), r["attributable"]) for r in rows]


def _lines(name: str) -> list[dict[str, Any]]:
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def report(name: str, claims: Sequence[Claim], reader: ClaimReader) -> None:
    support = reader.support([(claim, evidence) for claim, evidence, _ in claims])
    held = [s for s, (_, _, true) in zip(support, claims, strict=True) if true]
    other = [s for s, (_, _, true) in zip(support, claims, strict=True) if not true]
    print(f"{name}: {len(held)} supported, {len(other)} not")
    print("  support   supported kept   others kept   balanced accuracy")
    for level in LEVELS:
        kept = sum(s >= level for s in held) / len(held)
        wrong = sum(s >= level for s in other) / len(other)
        print(f"  {level:7.2f}   {kept:14.3f}   {wrong:11.3f}   {(kept + 1 - wrong) / 2:17.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--limit", type=int, default=1000, help="how many claims of each set")
    limit = parser.parse_args().limit
    reader = shipped_reader()
    for name, claims in (("fever", fever()), ("attributionbench", attributionbench())):
        random.Random(0).shuffle(claims)
        report(name, claims[:limit], reader)


if __name__ == "__main__":
    main()

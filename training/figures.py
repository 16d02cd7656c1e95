"""Measure the shipped reader on data it was not trained on: `python -m training.figures`.

Prints a table in Markdown, as the model card has it; `--card` writes it into the card.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from training.measure import measure_all
from vouch.reader.model import NeuralReader

COLUMNS = (
    "auroc",
    "balanced",
    "balanced_best",
    "refused_at_90",
    "ece",
    "temperature",
    "f1",
    "exact",
)
HEADS = (
    "AUROC",
    "balanced accuracy",
    "at its best threshold",
    "refused at 90% answered",
    "calibration error",
    "best temperature",
    "span F1",
    "span exact",
)
START, END = "<!-- figures -->", "<!-- end of figures -->"


def table(figures: Mapping[str, Mapping[str, float]]) -> str:
    """The figures as a Markdown table, a row for each set, in shares of 1."""
    lines = ["| data | n | " + " | ".join(HEADS) + " |", "|---" * (len(HEADS) + 2) + "|"]
    for name, values in figures.items():
        cells = [f"{values[key]:.3f}" if key in values else "" for key in COLUMNS]
        lines.append(f"| {name} | {values['n']:.0f} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def write_card(card: Path, text: str) -> None:
    """Put the table between the card's marks; raises ValueError where they are missing."""
    before, _, rest = card.read_text(encoding="utf-8").partition(START)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{card} has no place for figures: {START} ... {END}")
    card.write_text(f"{before}{START}\n{text}\n{END}{after}", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure the reader on held-out data.")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--weights", type=Path, default=Path("src/vouch/reader/weights"))
    parser.add_argument("--quick", action="store_true", help="fixed parts of the larger sets")
    parser.add_argument("--json", type=Path, help="write the figures here as JSON")
    parser.add_argument("--card", type=Path, help="write the table into this model card")
    options = parser.parse_args()
    reader = NeuralReader.load(options.weights)
    figures = measure_all(reader, options.data, quick=options.quick)
    text = table(figures)
    print(text)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    if options.card:
        write_card(options.card, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Blend two readers' weights: `python -m training.blend FIRST SECOND --share 0.85 --out DIRECTORY`.

A model trained on and the one it started from lie in one valley: a point between them keeps
more of what the first knew (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models").
"""

import argparse
import sys
from pathlib import Path

from tokenizers import Tokenizer

from training.network import ReaderNetwork
from vouch.reader.model import TOKENIZER


def blend(first: ReaderNetwork, second: ReaderNetwork, share: float) -> ReaderNetwork:
    """A network with `share` of the second's weights, and the rest of the first's."""
    one, other = first.state_dict(), second.state_dict()
    network = ReaderNetwork(second.config)
    network.load_state_dict({name: one[name].lerp(other[name], share) for name in other})
    return network.eval()


def main() -> int:
    parser = argparse.ArgumentParser(description="Blend two readers' weights.")
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.add_argument("--share", type=float, default=0.85, help="of the second")
    parser.add_argument("--out", type=Path, default=Path("src/vouch/reader/weights"))
    options = parser.parse_args()
    first, second = (ReaderNetwork.load(path) for path in (options.first, options.second))
    tokenizer = Tokenizer.from_file(str(options.second / TOKENIZER))
    blend(first, second, options.share).save(options.out, tokenizer)
    return 0


if __name__ == "__main__":
    sys.exit(main())

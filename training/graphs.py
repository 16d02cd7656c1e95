"""Makes the ONNX graphs that come with the package: `python -m training.graphs`."""

import json
import sys
from pathlib import Path

from vouch.embedding import GRAPHS, PACKAGED_MODEL, model_folder
from vouch.onnx_graph import BertShape, reader_graph, sentence_encoder, shapes_of
from vouch.reader.model import CONFIG, GRAPH, WEIGHTS

MASKED = -1e4
"""The logit of a token that cannot start or end a span; finite, so that softmax stays finite."""


def reader_model(directory: Path) -> bytes:
    """The graph of the reader whose weights and configuration are in a directory."""
    config = json.loads((directory / CONFIG).read_text("utf-8"))
    shape = BertShape.from_config(config, "encoder.")
    shapes = shapes_of(directory / WEIGHTS)
    return reader_graph(shapes, shape, config["separator"], MASKED)


def question_encoder(directory: Path) -> bytes:
    """The graph of a sentence-transformers model that averages BERT's hidden states."""
    config = json.loads((directory / "config.json").read_text("utf-8"))
    shapes = shapes_of(directory / "model.safetensors")
    return sentence_encoder(shapes, BertShape.from_config(config), "mean")


def main() -> int:
    """Write the graphs of the packaged embedding model and of the reader."""
    reader = Path("src/vouch/reader/weights")
    GRAPHS.mkdir(exist_ok=True)
    encoder = question_encoder(model_folder(PACKAGED_MODEL))
    (GRAPHS / f"{PACKAGED_MODEL}.onnx").write_bytes(encoder)
    (reader / GRAPH).write_bytes(reader_model(reader))
    return 0


if __name__ == "__main__":
    sys.exit(main())

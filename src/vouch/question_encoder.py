"""What embeds questions with another model than the packaged one, kept beside the index.

The first sync exports the model to ONNX, compares it with sentence-transformers, and keeps it
with its tokenizer, its prompt and its lengths in `encoder/` in the data directory. Whoever reads
the index needs nothing else: neither torch nor the model's own folder.
"""

import json
import logging
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, replace
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vouch.runtime import ExportedModel

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from vouch.sentence_model import SentenceModel

FOLDER = "encoder"
RECORD, GRAPH, TOKENIZER = "encoder.json", "model.onnx", "tokenizer.json"
VERSION = 1
LEAST_COSINE = 0.9999
"""How near the exported model's vectors must be to those of sentence-transformers."""

COMPARED = (
    "Who opened the bridge?",
    "how much did the new HARBOUR cost in 1994",
    "Wann wurde die Brücke eröffnet, und für wie viel?",
    "x",
    "What did the council say of the night bus, the ferry and the market hall? " * 12,
)
"""Questions that both must embed alike: short, long, with capitals and accents."""


@dataclass(frozen=True, slots=True)
class EncoderRecord:
    """What is known of an embedding model once it was loaded.

    `source` is the model's folder and `stamps` the size and the time of each of its files;
    `files` the sizes of what was exported. `problem` is why nothing was exported, or None.
    """

    model: str
    source: str
    stamps: Mapping[str, Sequence[int]]
    dimension: int
    max_tokens: int
    query_prompt: str
    document_prompt: str
    files: Mapping[str, int]
    problem: str | None = None
    version: int = VERSION

    def is_of(self, folder: Path) -> bool:
        """Whether a folder holds the model that was loaded, unchanged."""
        return str(folder) == self.source and stamps_of(folder) == {
            name: list(stamp) for name, stamp in self.stamps.items()
        }


def stamps_of(folder: Path) -> dict[str, list[int]]:
    """The size and the time of change of each file of a model, in nanoseconds."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    stats = {path.relative_to(folder).as_posix(): path.stat() for path in sorted(files)}
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats.items()}


def read_record(data_dir: Path, model: str) -> EncoderRecord | None:
    """What a sync noted of a model; None where there is nothing, or it is damaged."""
    folder = data_dir / FOLDER
    try:
        record = EncoderRecord(**json.loads((folder / RECORD).read_text("utf-8")))
        sizes = {name: (folder / name).stat().st_size for name in record.files}
    except (OSError, ValueError, TypeError):
        return None
    same = record.version == VERSION and record.model == model and sizes == dict(record.files)
    return record if same else None


class QuestionEncoder:
    """An exported model. Safe to use from several threads.

    Raises OSError or ValueError where its files are damaged.
    """

    def __init__(self, folder: Path, record: EncoderRecord) -> None:
        from tokenizers import Tokenizer

        self._model = ExportedModel(folder / GRAPH)
        self._prompt = record.query_prompt
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(record.max_tokens)
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a question is text

    def embed(self, question: str) -> "NDArray[np.float32]":
        """The unit vector of a question (dimension,)."""
        return self._model.vector(self._tokenizer.encode(f"{self._prompt}{question}").ids)


def publish(data_dir: Path, name: str, source: Path, model: "SentenceModel") -> EncoderRecord:
    """Export a loaded model into the data directory, in one step, and note what it said."""
    record = EncoderRecord(
        model=name,
        source=str(source),
        stamps=stamps_of(source),
        dimension=model.dimension,
        max_tokens=model.max_tokens,
        query_prompt=model.query_prompt,
        document_prompt=model.document_prompt,
        files={},
    )
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix=f"{FOLDER}-") as temporary:
        staged = Path(temporary) / FOLDER
        record = _staged(staged, source, model, record)
        (staged / RECORD).write_text(json.dumps(asdict(record), indent=1) + "\n", "utf-8")
        shutil.rmtree(data_dir / FOLDER, ignore_errors=True)
        staged.replace(data_dir / FOLDER)
    return record


def _staged(
    folder: Path, source: Path, model: "SentenceModel", record: EncoderRecord
) -> EncoderRecord:
    """Export into an empty folder; where that fails, only the record, with the reason."""
    folder.mkdir()
    try:
        export(model, folder / GRAPH)
        shutil.copyfile(source / TOKENIZER, folder / TOKENIZER)
        cosine = least_cosine(QuestionEncoder(folder, record), model)
        if not cosine >= LEAST_COSINE:
            raise ValueError(
                f"its vectors differ from sentence-transformers' (cosine {cosine:.4f})"
            )
    except Exception as error:  # noqa: BLE001 - torch's exporter raises whatever it meets in a model
        shutil.rmtree(folder)
        folder.mkdir()
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        return replace(record, problem=reason)
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    return replace(record, files=sizes)


def least_cosine(encoder: QuestionEncoder, model: "SentenceModel") -> float:
    """The lowest cosine of the two vectors of each question in `COMPARED`."""
    expected = model.encode_questions(COMPARED)
    return min(
        float(encoder.embed(text) @ vector) for text, vector in zip(COMPARED, expected, strict=True)
    )


def export(model: "SentenceModel", path: Path) -> None:
    """Write a model as ONNX, its weights beside it: `input_ids` (1, t) to unit `vector` (1, d).

    Raises what torch's exporter raises where it cannot follow the model.
    """
    import torch
    from torch import Tensor, nn

    class Encoder(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model.model

        def forward(self, input_ids: Tensor) -> Tensor:
            features: dict[str, Any] = {
                "input_ids": input_ids,
                "attention_mask": torch.ones_like(input_ids),
            }
            vector = self.model.forward(features, task="query")["sentence_embedding"]
            return nn.functional.normalize(vector.float(), dim=1)

    length = torch.export.Dim("t", min=2, max=max(3, model.max_tokens))
    with _silent(), torch.no_grad():
        program = torch.onnx.export(
            Encoder().eval(),
            (torch.arange(3, 13)[None],),
            input_names=["input_ids"],
            output_names=["vector"],
            dynamo=True,
            dynamic_shapes={"input_ids": {1: length}},
            verbose=False,
        )
        assert program is not None  # noqa: S101 - as dynamo is set
        program.save(path, external_data=True)


@contextmanager
def _silent() -> "Iterator[None]":
    """Keep to itself what the exporter tells of its steps."""
    disabled = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)

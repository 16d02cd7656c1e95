"""Where inference runs: ONNX Runtime sessions over weights in safetensors files."""

import json
import mmap
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession

_TYPES = {"F32": "<f4", "F16": "<f2", "I64": "<i8"}
"""The types of numbers in safetensors files, by numpy's names."""
IN_ONNX = "ONNX Runtime in float32"
"""Neither int8 (0.7 of the time without VNNI, 0.008 of AUROC less) nor float16 is used."""

_HEADER = 8  # bytes that hold the length of a safetensors file's description


Text = tuple[Sequence[int], Sequence[int] | None]
"""A text's word pieces, and their token types where there are some."""


class Weights:
    """The tensors of a safetensors file by name, mapped from the file: read when they are used.

    Raises OSError where the file cannot be read, and ValueError where it is damaged.
    """

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(_HEADER), "little")
            if not 0 < length < path.stat().st_size - _HEADER:
                raise ValueError(f"{path.name} is no safetensors file")
            described = file.read(length)
            self._mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        content = memoryview(self._mapped)[_HEADER + length :]
        try:
            self.tensors = {
                name: _tensor(content[slice(*told["data_offsets"])], told)
                for name, told in json.loads(described).items()
                if name != "__metadata__"
            }
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name} is no safetensors file that can be read") from error

    def let_go(self) -> None:
        """Give the memory of what was read back; it is read again where it is used again."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._mapped.madvise(mmap.MADV_DONTNEED)


def _tensor(content: memoryview, told: Mapping[str, Any]) -> "NDArray[np.generic]":
    import numpy as np

    values: NDArray[np.generic] = np.frombuffer(content, _TYPES[told["dtype"]])
    return values.reshape(told["shape"])


class Model:
    """A BERT model in ONNX Runtime. Safe to use from several threads.

    `graph` is a file that `vouch.onnx_graph` made, `weights` the model's safetensors file. Raises
    OSError or ValueError where one is missing, damaged, or of another model.
    """

    def __init__(self, graph: Path, weights: Path) -> None:
        content = graph.read_bytes()
        kept = Weights(weights)
        tensors = kept.tensors
        found = [tensor for name, tensor in tensors.items() if name.endswith(_WORDS)]
        if not found:
            raise ValueError(f"{weights.name} holds no word embeddings")
        self._words = found[0]
        try:
            # ONNX Runtime takes no weight that the graph does not name: a pooler that is not used.
            self._session = _session(
                content, {n: t for n, t in tensors.items() if n.encode() in content}
            )
        except Exception as error:
            if type(error).__module__.startswith("onnxruntime"):
                raise ValueError(f"{graph.name} and {weights.name} do not fit") from error
            raise
        kept.let_go()

    def run_each(self, texts: Sequence[Text]) -> "list[dict[str, NDArray[np.float32]]]":
        """The outputs for each text, in order; texts run side by side, one on a core."""
        if len(texts) == 1 or thread_count() == 1:
            return [self.run(*text) for text in texts]
        return list(_workers().map(lambda text: self.run(*text), texts))

    def run(
        self, ids: Sequence[int], types: Sequence[int] | None = None
    ) -> "dict[str, NDArray[np.float32]]":
        """The outputs for one text of `t` word pieces, by name, each for a batch of one."""
        import numpy as np

        row = np.asarray([ids], dtype=np.int64)
        given = {"input_ids": row, "words": self._words[row].astype(np.float32)}
        if types is not None:
            given["token_type_ids"] = np.asarray([types], dtype=np.int64)
        names = [output.name for output in self._session.get_outputs()]
        return dict(zip(names, self._session.run(names, given), strict=True))


class ExportedModel:
    """A model that torch exported: `input_ids` (1, t) to `vector` (1, d).

    Safe to use from several threads. Raises ValueError where a file is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._session = _session(str(path), {})
        except Exception as error:
            if type(error).__module__.startswith("onnxruntime"):
                raise ValueError(f"{path.name} cannot be loaded") from error
            raise

    def vector(self, ids: Sequence[int]) -> "NDArray[np.float32]":
        """The vector (d,) of one text."""
        import numpy as np

        row = np.asarray([ids], dtype=np.int64)
        vector: NDArray[np.float32] = self._session.run(["vector"], {"input_ids": row})[0][0]
        return vector


_WORDS = "embeddings.word_embeddings.weight"


def _session(
    graph: bytes | str, tensors: "Mapping[str, NDArray[np.generic]]"
) -> "InferenceSession":
    import numpy as np
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a text: two threads in one text take a quarter more processor time for it.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(np.asarray(t)) for t in tensors.values()]
    options.add_external_initializers(list(tensors), values)
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


@cache
def _workers() -> ThreadPoolExecutor:
    """The threads that models run in: for all models and askers together one a core."""
    return ThreadPoolExecutor(thread_count(), "vouch-inference")


@cache
def thread_count() -> int:
    """How many texts are computed at once: OMP_NUM_THREADS, or the cores of this process."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told) > 0:
        return int(told)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, cores or 1)


def has_bfloat16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether the processor multiplies bfloat16 natively (AVX-512 BF16 or AMX)."""
    try:
        flags = next((line for line in cpuinfo.open() if line.startswith("flags")), "").split()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags

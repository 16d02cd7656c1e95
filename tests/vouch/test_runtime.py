"""Weights, threads and what the processor can do."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save_file

from vouch.runtime import Weights, has_bfloat16


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    saved: dict[str, NDArray[Any]] = {
        "full": np.arange(6, dtype=np.float32).reshape(2, 3),
        "half": np.array([[0.5], [-2]], dtype=np.float16),
        "one": np.array(7, dtype=np.int64),
    }
    save_file(saved, tmp_path / "weights")
    weights = Weights(tmp_path / "weights")
    read = weights.tensors
    assert read.keys() == saved.keys()
    for name, tensor in saved.items():
        assert read[name].dtype == tensor.dtype
        assert np.array_equal(read[name], tensor)
    weights.let_go()
    assert np.array_equal(read["full"], saved["full"])


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40, b"\x02" + b"\0" * 7 + b"[]"])
def test_a_damaged_file_is_a_value_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "weights").write_bytes(content)
    with pytest.raises(ValueError, match="weights"):
        Weights(tmp_path / "weights")


def test_the_processor_is_asked_for_bfloat16(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    assert not has_bfloat16(cpuinfo)
    cpuinfo.write_text("model name : x\nflags : fpu avx512f\n")
    assert not has_bfloat16(cpuinfo)
    cpuinfo.write_text("model name : x\nflags : fpu avx512f avx512_bf16\n")
    assert has_bfloat16(cpuinfo)

from pathlib import Path

import pytest
import torch

from training.blend import blend
from training.network import ReaderNetwork


@pytest.mark.parametrize("share", [0.0, 0.25, 1.0])
def test_a_blend_lies_between(tiny_encoder: Path, share: float) -> None:
    torch.manual_seed(1)
    first, second = (ReaderNetwork.from_encoder(tiny_encoder) for _ in range(2))
    one, other = first.state_dict(), second.state_dict()
    for name, tensor in blend(first, second, share).state_dict().items():
        assert torch.allclose(tensor, (1 - share) * one[name] + share * other[name], atol=1e-6)

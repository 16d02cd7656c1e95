"""AdamW on float32 copies of parameters that compute in bfloat16, with their running mean."""

from typing import Any

import torch
from torch import Tensor

from training.network import ReaderNetwork


class MasterWeights:
    """The float32 truth behind a network's parameters.

    bfloat16 has 8 bits of mantissa: steps of 1e-4 would be rounded away, so they are summed
    here. `mean` is the exponential moving average of the weights, which is what is exported.
    Unless `embeddings`, the word embeddings are not trained: half of the parameters, of which the
    data touches few. `frozen` counts the lowest layers that are not trained, nor any embedding
    with them: that saves the backward pass through them.
    """

    def __init__(
        self,
        network: ReaderNetwork,
        encoder_rate: float,
        head_rate: float,
        mean_decay: float = 0.998,
        weight_decay: float = 0.02,
        embeddings: bool = False,
        frozen: int = 0,
    ) -> None:
        network.encoder.embeddings.word_embeddings.weight.requires_grad_(embeddings)
        if frozen:
            for module in (network.encoder.embeddings, *network.encoder.encoder.layer[:frozen]):
                module.requires_grad_(False)
        self.names = [name for name, p in network.named_parameters() if p.requires_grad]
        parameters = dict(network.named_parameters())
        self.parameters = [parameters[name] for name in self.names]
        self.masters = [p.detach().float().clone() for p in self.parameters]
        self.mean = [master.clone() for master in self.masters]
        self.mean_decay = mean_decay
        self.steps = 0
        groups = []
        for is_head, rate in ((False, encoder_rate), (True, head_rate)):
            for decays in (False, True):
                chosen = [
                    master
                    for name, master in zip(self.names, self.masters, strict=True)
                    if (not name.startswith("encoder.")) == is_head and (master.ndim > 1) == decays
                ]
                decay = weight_decay if decays else 0.0
                groups.append({"params": chosen, "lr": rate, "rate": rate, "weight_decay": decay})
        self.adam = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, foreach=True)

    def step(self, rate: float) -> float:
        """Apply the gradients, the learning rates times `rate`; the norm before clipping to 1."""
        for parameter, master in zip(self.parameters, self.masters, strict=True):
            gradient = parameter.grad
            master.grad = torch.zeros_like(master) if gradient is None else gradient.float()
            parameter.grad = None
        norm = torch.nn.utils.clip_grad_norm_(self.masters, 1.0)
        for group in self.adam.param_groups:
            group["lr"] = group["rate"] * rate
        self.adam.step()
        self.steps += 1
        decay = min(self.mean_decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.mean, self.masters, 1 - decay)
        self.publish()
        return float(norm)

    @torch.no_grad()
    def publish(self) -> None:
        """Copy the masters, rounded, into the network."""
        for parameter, master in zip(self.parameters, self.masters, strict=True):
            parameter.copy_(master)

    def averaged(self, tensors: dict[str, Tensor]) -> dict[str, Tensor]:
        """`tensors` (a network's state in float32) with the running mean of what is trained."""
        return tensors | dict(zip(self.names, self.mean, strict=True))

    def state(self) -> dict[str, Any]:
        return {
            "masters": self.masters,
            "mean": self.mean,
            "steps": self.steps,
            "adam": self.adam.state_dict(),
        }

    @torch.no_grad()
    def restore(self, state: dict[str, Any]) -> None:
        """Continue from `state`, and publish it."""
        for own, saved in (*zip(self.masters, state["masters"], strict=True),):
            own.copy_(saved)
        for own, saved in (*zip(self.mean, state["mean"], strict=True),):
            own.copy_(saved)
        self.steps = state["steps"]
        self.adam.load_state_dict(state["adam"])
        self.publish()

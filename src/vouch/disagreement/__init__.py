"""Where cited passages of two articles give different values for what was asked."""

from vouch.disagreement.telling import disagreement

__all__ = ["disagreement"]

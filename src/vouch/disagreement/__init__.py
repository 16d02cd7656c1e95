"""Where cited passages of two articles give different values for what was asked."""

from vouch.disagreement.telling import disagreement
from vouch.disagreement.updating import newer_first, updated

__all__ = ["disagreement", "newer_first", "updated"]

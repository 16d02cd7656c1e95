"""Where cited passages of two articles give different values for what was asked."""

from vouch.conflicts.detection import disagreement
from vouch.conflicts.supersession import newer_first, of_own_times, updated

__all__ = ["disagreement", "newer_first", "of_own_times", "updated"]

"""Limits how often the same person is told something in the same place."""

import time
from collections import deque
from collections.abc import Callable, Hashable

_MAX_KEYS = 5_000


class Notices:
    """Counts notices by key over a sliding window; kept in memory, bounded."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._given: dict[Hashable, deque[float]] = {}

    def allow(self, key: Hashable, limit: int, seconds: float) -> bool:
        """Whether one more notice under `key` stays within `limit` in `seconds`; counts it."""
        now = self._clock()
        if len(self._given) >= _MAX_KEYS:
            # The oldest are dropped: somebody may be told once more, and memory stays flat.
            for old in list(self._given)[: _MAX_KEYS // 2]:
                del self._given[old]
        given = self._given.setdefault(key, deque(maxlen=limit))
        if len(given) == limit and now - given[0] < seconds:
            return False
        given.append(now)
        return True

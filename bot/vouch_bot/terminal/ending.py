"""Ending on a signal: what was opened is cleaned up, and nothing is printed."""

import os
import signal
import sys
import threading
from typing import Any

RETRY_SECONDS = 0.05


class _Ended(SystemExit):
    """The end that a signal asked for; the exit code is 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def leave_when_told() -> list[int]:
    """On TERM and HUP raise `SystemExit`, in whatever the main thread is doing.

    Python drops an exception that a signal raises inside a finalizer and reports it
    to `sys.unraisablehook`. The signal is then sent again a moment later, so that
    the process ends, and the report is left out. Returned is a list that the numbers
    of dropped signals are added to: what ends before that ends with the same code.
    """
    lost: list[int] = []

    def leave(number: int, _: object) -> None:
        raise _Ended(number)

    def hook(dropped: Any) -> None:
        if not isinstance(dropped.exc_value, _Ended):
            before(dropped)
            return
        number = dropped.exc_value.number
        lost.append(number)
        again = threading.Timer(RETRY_SECONDS, os.kill, (os.getpid(), number))
        again.daemon = True
        again.start()

    before = sys.unraisablehook
    sys.unraisablehook = hook
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    return lost

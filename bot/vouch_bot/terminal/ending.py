"""Ending on a signal: what was opened is cleaned up, and nothing is printed."""

import os
import signal
import sys
import threading
from pathlib import PurePath
from types import FrameType
from typing import Any

RETRY_SECONDS = 0.05

_CLEANING_FILES = frozenset({"weakref.py", "tempfile.py", "shutil.py"})
_CLEANING_NAMES = frozenset({"__del__", "__exit__", "close"})


class _Ended(SystemExit):
    """The end that a signal asked for; the exit code is 128 and the signal's number."""

    def __init__(self, number: int) -> None:
        super().__init__(128 + number)
        self.number = number


def leave_when_told() -> list[int]:
    """On TERM and HUP raise `SystemExit`, in whatever the main thread is doing.

    What is being cleaned up is not broken off: the signal is sent again a moment later.
    So it is where Python drops the exception, as in a finalizer: it reports that to
    `sys.unraisablehook`, and the report is left out. Returned is a list that the numbers
    of postponed signals are added to: what ends before they come again ends with their code.
    """
    postponed: list[int] = []

    def postpone(number: int) -> None:
        postponed.append(number)
        again = threading.Timer(RETRY_SECONDS, os.kill, (os.getpid(), number))
        again.daemon = True
        again.start()

    def leave(number: int, frame: FrameType | None) -> None:
        if not _cleans_up(frame):
            raise _Ended(number)
        postpone(number)

    def hook(dropped: Any) -> None:
        if isinstance(dropped.exc_value, _Ended):
            postpone(dropped.exc_value.number)
        else:
            before(dropped)

    before = sys.unraisablehook
    sys.unraisablehook = hook
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    return postponed


def _cleans_up(frame: FrameType | None) -> bool:
    """Whether a frame, or one that called it, removes or closes something."""
    while frame is not None:
        code = frame.f_code
        if code.co_name in _CLEANING_NAMES or PurePath(code.co_filename).name in _CLEANING_FILES:
            return True
        frame = frame.f_back
    return False

"""One writer at a time: the holder of a lock file in the data directory."""

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from vouch.index.errors import (
    IndexLockedError,
    StoreUnwritableError,
    named_when_unwritable,
)
from vouch.index.private import keep_private, private_folder

if TYPE_CHECKING:
    from filelock import FileLock

LOCK = "writer.lock"
HOLDER = "writer.json"


@contextmanager
def writer_lock(
    data_dir: Path, wait: bool, waiting: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the writer's lock; it is free again when the holder ends, however it ends.

    Where another process has it: waits, after it has called `waiting` with a
    description of the holder, or, without `wait`, raises IndexLockedError.
    Raises StoreUnwritableError where the data directory cannot be written.
    """
    from filelock import FileLock  # which reading the index need not wait for

    with named_when_unwritable(data_dir):
        try:
            private_folder(data_dir)
        except OSError as error:  # of any kind: there is no place for an index
            raise StoreUnwritableError(data_dir, error, full=False) from error
        lock = FileLock(data_dir / LOCK, thread_local=False)
        _acquire(lock, data_dir, wait, waiting)
    try:
        with named_when_unwritable(data_dir):
            me = {"pid": os.getpid(), "host": socket.gethostname()}
            (data_dir / HOLDER).write_text(json.dumps(me), "utf-8")
        try:
            yield
        finally:
            keep_private(data_dir, *(path for path in data_dir.iterdir() if path.is_file()))
    finally:
        lock.release()


def _acquire(
    lock: "FileLock", data_dir: Path, wait: bool, waiting: Callable[[str], None] | None
) -> None:
    from filelock import Timeout

    try:
        lock.acquire(timeout=0)
    except Timeout:
        if not wait:
            raise IndexLockedError(holder(data_dir)) from None
        if waiting is not None:
            waiting(holder(data_dir))
        lock.acquire(poll_interval=0.1)


def holder(data_dir: Path) -> str:
    """Who holds the lock, in words."""
    try:
        record = json.loads((data_dir / HOLDER).read_text("utf-8"))
        return f"process {record['pid']} on {record['host']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"

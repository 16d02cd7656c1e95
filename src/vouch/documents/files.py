"""The bytes of a file, safely and never too many."""

import errno
import os
import stat
from pathlib import Path

from vouch.documents.parsed import UnreadableError

_REASONS = {
    errno.ENOENT: "is no longer there",
    errno.EACCES: "may not be read: no permission",
    errno.EPERM: "may not be read: no permission",
    errno.ELOOP: "is a link",
    errno.ENXIO: "is not a file",
    errno.EISDIR: "is a folder",
}
_CHUNK = 1 << 20


def read_bytes(path: str | Path, max_bytes: int) -> bytes:
    """The whole file. Raises UnreadableError, also for one of more than `max_bytes`.

    Never reads more than `max_bytes + 1` bytes, waits for no pipe, follows no
    link, nor one that a folder of the path has become, and gives no file that
    changed while it was read.
    """
    try:
        return _read(path, max_bytes)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0)
        raise UnreadableError(
            reason or f"cannot be read: {(error.strerror or '').lower()}"
        ) from None


def _read(path: str | Path, max_bytes: int) -> bytes:
    descriptor = _opened(Path(path))
    try:
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            raise UnreadableError("is not a file")
        if before.st_size > max_bytes:
            raise _too_large(max_bytes)
        data = bytearray()
        while len(data) <= max_bytes:
            chunk = os.read(descriptor, min(_CHUNK, max_bytes + 1 - len(data)))
            if not chunk:
                break
            data += chunk
        if len(data) > max_bytes:
            raise _too_large(max_bytes)
        after = os.fstat(descriptor)
    finally:
        os.close(descriptor)
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(data)):
        raise UnreadableError("changed while it was read")
    return bytes(data)


def _opened(path: Path) -> int:
    """A descriptor of the file, reached from the root by folders that are no links."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    flags |= getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    if not hasattr(os, "O_PATH") or not path.is_absolute():
        return os.open(path, flags)
    step = os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
    folder = os.open(path.anchor, step)
    try:
        for name in path.parts[1:-1]:
            below = os.open(
                name, step | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder
            )
            os.close(folder)
            folder = below
        return os.open(path.name, flags, dir_fd=folder)
    except NotADirectoryError:
        raise UnreadableError("lies below a link or a file, not in a folder") from None
    finally:
        os.close(folder)


def _too_large(max_bytes: int) -> UnreadableError:
    return UnreadableError(f"is larger than {max_bytes / 1_000_000:g} MB (VOUCH_MAX_FILE_MB)")

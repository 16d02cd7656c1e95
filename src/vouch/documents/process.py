"""Parsing in a process of its own, which may be stopped.

What a file holds decides how long a parser takes and how much memory it
wants; only a process can be given bounds for both. It is started at the first
file, reads one file after another, and ends by itself when it is idle or the
process that started it is gone.
"""

import functools
import json
import os
import re
import select
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from vouch.documents.packing import unpack_blocks
from vouch.documents.parsed import Details, Parsed, UnreadableError

_SECRET = re.compile(r"TOKEN|KEY|SECRET|PASSWORD", re.IGNORECASE)

SECONDS = 60.0
MEMORY_BYTES = 2_000_000_000


class ParserProcess:
    """Parses files in another process, one at a time, for at most `seconds` each."""

    def __init__(self, seconds: float = SECONDS, memory_bytes: int = MEMORY_BYTES) -> None:
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = os.getpid()
        self._lock = threading.Lock()

    def parse(self, data: bytes, kind: str, declared: str | None = None) -> Parsed:
        """What the bytes say (see `formats.parse`). Raises UnreadableError.

        Reasons beside the formats' own: it takes too long, or too much memory.
        """
        with self._lock:
            # one that ended for idleness is replaced once, unseen
            reply = self._ask(data, kind, declared) or self._ask(data, kind, declared)
        if reply is None:
            raise UnreadableError(
                "cannot be read: it breaks its parser, or takes too much memory", costly=True
            )
        if "reason" in reply:
            raise UnreadableError(reply["reason"], costly=bool(reply.get("costly")))
        sentences = reply["sentences"]
        return Parsed(
            reply["text"],
            Details(**{**reply["details"], "tags": tuple(reply["details"]["tags"])}),
            tuple(reply["pages"]),
            sentences=None if sentences is None else tuple((a, b) for a, b in sentences),
            notice=reply["notice"],
            blocks=unpack_blocks(reply["blocks"]),
        )

    def close(self) -> None:
        """Ends the process, if there is one."""
        with self._lock:
            self._end()

    def _ask(self, data: bytes, kind: str, declared: str | None) -> dict[str, Any] | None:
        """The process's reply; None when it ended without one."""
        process = self._running()
        assert process.stdin is not None  # noqa: S101
        assert process.stdout is not None  # noqa: S101
        request = json.dumps(
            {"kind": kind, "declared": declared, "size": len(data), "seconds": self._seconds}
        )
        line, in_time = b"", True
        try:
            # the child takes in the whole file before it parses, so that this does not wait
            process.stdin.write(request.encode() + b"\n" + data)
            process.stdin.flush()
            in_time = _is_ready(process.stdout.fileno(), self._seconds)
            if in_time:
                line = process.stdout.readline()
        except OSError:
            line = b""
        if line.endswith(b"\n"):
            reply: dict[str, Any] = json.loads(line)
            return reply
        self._end()
        if not in_time:
            reason = f"takes longer than {self._seconds:g} seconds to read"
            return {"reason": reason, "costly": True}
        return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._process, self._owner = None, os.getpid()  # it is the one this was forked from
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "vouch.documents.child", str(self._memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # parsers' warnings are for nobody
                env=_environment(),
                start_new_session=True,  # Ctrl-C is for the process that a person sees
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # what was left to write has no reader


def _is_ready(descriptor: int, seconds: float) -> bool:
    """Whether something, if only its end, is there to read within so many seconds."""
    poll = select.poll()  # select.select takes no descriptor over 1023
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _environment() -> dict[str, str]:
    """The environment of this process without its secrets; the child finds this same package."""
    package_parent = str(Path(__file__).resolve().parents[2])
    paths = [package_parent, os.environ.get("PYTHONPATH", "")]
    kept = {name: value for name, value in os.environ.items() if not _SECRET.search(name)}
    return {**kept, "PYTHONPATH": os.pathsep.join(path for path in paths if path)}


@functools.cache
def shared_process() -> ParserProcess:
    """The one process that this process's articles are parsed in."""
    return ParserProcess()

"""Bounds on what a chat model's HTTP client receives: time, the length of a line, cancelling.

The providers' packages use httpx, or httpx2, and none bounds a whole reply: the
time limit begins anew with each piece that comes, also with one that says
nothing. Google's uses gRPC, whose time limit is that of the whole call.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from contextvars import ContextVar
from threading import Event
from time import monotonic
from typing import Any

from vouch.generation.failures import ENDLESS, TIMED_OUT, ChatModelError

MAX_LINE = 1_000_000
"""A line of more bytes than this has no end."""

_CLIENTS = ("client", "_client", "root_client", "_api_client", "_httpx_client")
_DEPTH = 5


class Call:
    """One request to a chat model, with the time at which it ends in any case."""

    def __init__(self, seconds: float) -> None:
        self._deadline = monotonic() + seconds
        self._cancelled = Event()
        self._socket: socket.socket | None = None

    @property
    def left(self) -> float:
        """The seconds that are left; 0 after `cancel`."""
        return 0.0 if self._cancelled.is_set() else max(0.0, self._deadline - monotonic())

    def receives(self, response: Any) -> None:
        """Note the connection that the reply comes by."""
        stream = response.extensions.get("network_stream")
        self._socket = stream.get_extra_info("socket") if stream else None

    def cancel(self) -> None:
        """End the request: whoever waits for more of it hears that the connection is closed."""
        self._cancelled.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


CURRENT: ContextVar[Call | None] = ContextVar("call", default=None)
"""The request that this thread makes."""


class BoundedStream:
    """The bytes of a response, until the call's time is over or a line does not end."""

    def __init__(self, stream: Any, call: Call) -> None:
        self._stream = stream
        self._call = call

    def __iter__(self) -> Iterator[bytes]:
        line = 0
        for chunk in self._stream:
            if not self._call.left:
                raise ChatModelError(TIMED_OUT)
            _, newline, rest = chunk.rpartition(b"\n")
            line = len(rest) if newline else line + len(chunk)
            if line > MAX_LINE:
                raise ChatModelError(ENDLESS)
            yield chunk

    def close(self) -> None:
        self._stream.close()


def bound(model: Any) -> None:
    """Bound every request that a LangChain chat model makes inside `CURRENT`."""
    for client in _clients(model, _DEPTH, set()):
        hooks = client.event_hooks
        if _before not in hooks["request"]:
            client.event_hooks = {
                "request": [*hooks["request"], _before],
                "response": [*hooks["response"], _after],
            }


def _before(request: Any) -> None:
    call = CURRENT.get()
    if call is None:
        return
    if not call.left:
        raise ChatModelError(TIMED_OUT)
    limits = request.extensions.get("timeout", {})
    left = {
        name: call.left if limits.get(name) is None else min(limits[name], call.left)
        for name in ("connect", "read", "write", "pool")
    }
    request.extensions = {**request.extensions, "timeout": left}


def _after(response: Any) -> None:
    call = CURRENT.get()
    bases = [kind for kind in type(response.stream).__mro__ if kind.__name__ == "SyncByteStream"]
    if call is not None and bases:
        call.receives(response)
        kind = type("BoundedByteStream", (BoundedStream, bases[0]), {})  # as its httpx wants it
        response.stream = kind(response.stream, call)


def _clients(holder: Any, depth: int, seen: set[int]) -> Iterator[Any]:
    """The HTTP clients that an object keeps, or that what it keeps does."""
    if isinstance(getattr(holder, "event_hooks", None), dict):
        yield holder
    elif depth and id(holder) not in seen:
        seen.add(id(holder))
        for name in _CLIENTS:
            with suppress(Exception):
                kept = getattr(holder, name, None)
                if kept is not None:
                    yield from _clients(kept, depth - 1, seen)

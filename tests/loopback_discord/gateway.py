"""The gateway, v10: hello, identify, heartbeats, dispatch, resume with replay, and its faults."""

import asyncio
import json
import time
import zlib
from dataclasses import dataclass, field
from typing import Any, Protocol

from aiohttp import WSMsgType, web

from tests.loopback_discord import payloads
from tests.loopback_discord.payloads import Payload

DISPATCH, HEARTBEAT, IDENTIFY, RESUME = 0, 1, 2, 6
RECONNECT, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 9, 10, 11
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014


class _Stream(Protocol):
    def pack(self, text: bytes) -> bytes: ...


class _Zlib:
    def __init__(self) -> None:
        self._compressor = zlib.compressobj()

    def pack(self, text: bytes) -> bytes:
        return self._compressor.compress(text) + self._compressor.flush(zlib.Z_SYNC_FLUSH)


class _Zstd:
    def __init__(self) -> None:
        import zstandard

        self._compressor = zstandard.ZstdCompressor().compressobj()
        self._block = zstandard.COMPRESSOBJ_FLUSH_BLOCK

    def pack(self, text: bytes) -> bytes:
        return self._compressor.compress(text) + self._compressor.flush(self._block)


@dataclass
class Connection:
    """One websocket of a client."""

    socket: web.WebSocketResponse
    compression: str
    stream: _Stream
    opened: float = field(default_factory=time.perf_counter)
    heartbeats: list[float] = field(default_factory=list)
    silent: bool = False

    async def send(
        self, op: int, data: Any = None, *, event: str | None = None, seq: int | None = None
    ) -> None:
        text = json.dumps({"op": op, "d": data, "s": seq, "t": event}).encode()
        await self.socket.send_bytes(self.stream.pack(text))


class Gateway:
    """One session of one client; what is dispatched while it is away is replayed on RESUME.

    `interval` is the heartbeat's, in seconds. `token` is the only one accepted;
    `refused_intents` are the bits for which a client is turned away.
    """

    def __init__(self, token: str, interval: float, refused_intents: int = 0) -> None:
        self.interval = interval
        self.url = ""
        self.connections: list[Connection] = []
        self.identified = 0
        self.resumed = 0
        self.resumable = True
        self.intents = 0
        self.ready = asyncio.Event()
        self._token = token
        self._refused = refused_intents
        self._history: list[tuple[int, str, Any]] = []
        self._current: Connection | None = None
        self._session = ""

    async def dispatch(self, event: str, data: Any) -> None:
        """Send an event now, or keep it until the client is back."""
        seq = len(self._history) + 1
        self._history.append((seq, event, data))
        if self._current is not None and not self._current.silent:
            await self._current.send(DISPATCH, data, event=event, seq=seq)

    async def drop(self) -> None:
        """Drop the socket as a network does: without a close frame."""
        current, self._current = self._current, None
        self.ready.clear()
        if current is not None:
            transport = current.socket._req.transport if current.socket._req else None
            if transport is not None:
                transport.abort()

    def go_silent(self) -> None:
        """Say nothing more on the socket, and leave it open."""
        if self._current is not None:
            self._current.silent = True

    async def ask_to_reconnect(self) -> None:
        current, self._current = self._current, None
        self.ready.clear()
        if current is not None:
            await current.send(RECONNECT)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        compression = request.query.get("compress", "")
        stream = _Zstd() if compression == "zstd-stream" else _Zlib()
        connection = Connection(socket, compression, stream)
        self.connections.append(connection)
        await connection.send(HELLO, {"heartbeat_interval": int(self.interval * 1000)})
        async for frame in socket:
            if frame.type is WSMsgType.TEXT and not connection.silent:
                await self._received(connection, json.loads(frame.data))
        if self._current is connection:
            self._current = None
            self.ready.clear()
        return socket

    async def _received(self, connection: Connection, sent: Payload) -> None:
        if sent["op"] == HEARTBEAT:
            connection.heartbeats.append(time.perf_counter())
            await connection.send(HEARTBEAT_ACK)
        elif sent["op"] == IDENTIFY:
            await self._identify(connection, sent["d"])
        elif sent["op"] == RESUME:
            await self._resume(connection, sent["d"])

    async def _identify(self, connection: Connection, data: Payload) -> None:
        self.intents = data["intents"]
        if data["token"] != self._token:
            await connection.socket.close(code=AUTHENTICATION_FAILED)
            return
        if self.intents & self._refused:
            await connection.socket.close(code=DISALLOWED_INTENTS)
            return
        self.identified += 1
        self._session = f"session-{self.identified}"
        self._history.clear()
        self._current = connection
        await self.dispatch("READY", self._ready())
        await self.dispatch("GUILD_CREATE", payloads.guild())
        self.ready.set()

    def _ready(self) -> Payload:
        return {
            "v": 10,
            "user": payloads.user(payloads.BOT, "Vouch", bot=True),
            "guilds": [{"id": str(payloads.GUILD), "unavailable": True}],
            "session_id": self._session,
            "resume_gateway_url": self.url,
            "application": {"id": str(payloads.APPLICATION), "flags": 0},
        }

    async def _resume(self, connection: Connection, data: Payload) -> None:
        if not self.resumable or data["session_id"] != self._session:
            await connection.send(INVALID_SESSION, False)
            return
        self.resumed += 1
        for seq, event, missed in [one for one in self._history if one[0] > data["seq"]]:
            await connection.send(DISPATCH, missed, event=event, seq=seq)
        self._current = connection
        await self.dispatch("RESUMED", {})
        self.ready.set()

"""A chat model that does as it is told, behind OpenAI's protocol on loopback.

    with ChatServer(lambda messages: "The ferry sails at nine. [k1]") as server:
        settings = server.settings(corpus_dir=..., data_dir=...)

A script is called with the messages of each request and returns what the model
says, or what it does instead (`Fails`, `Waits`, `Drips`, `Breaks` ...).
"""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from vouch.settings import Settings

KEY = "sk-scripted-0123456789abcdef"
"""The only key that the server takes, where it asks for one."""

Message = dict[str, str]


@dataclass(frozen=True)
class Written:
    """Statements with the keys that each cites, in the form that the request asks for."""

    statements: Sequence[tuple[str, Sequence[str]]]

    def text(self, structured: bool) -> str:
        """The statements as JSON or as lines; none of them say that there is no answer."""
        if structured:
            rows = [{"text": text, "keys": list(keys)} for text, keys in self.statements]
            return json.dumps({"statements": rows})
        lines = [f"{text} [{', '.join(keys)}]" for text, keys in self.statements]
        return "\n".join(lines) or "NO ANSWER"


@dataclass(frozen=True)
class Fails:
    """An error status with a message, and headers such as Retry-After."""

    status: int
    message: str = "scripted"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Waits:
    """Says nothing for a while, then something."""

    seconds: float
    then: "Behaviour" = "too late"


@dataclass(frozen=True)
class Drips:
    """The same piece over and over, without an end (bounded by `most` for the test's sake)."""

    piece: str
    pause: float = 0.0
    most: int = 100_000


@dataclass(frozen=True)
class KeepsAlive:
    """A stream of comments only: the connection lives, and no word ever comes."""

    pause: float = 0.05
    most: int = 400


@dataclass(frozen=True)
class Unbroken:
    """A stream of one line that does not end."""

    size: int = 30_000_000


@dataclass(frozen=True)
class Breaks:
    """Says something, then closes the connection in the middle of the reply."""

    after: str | Written = ""


@dataclass(frozen=True)
class Raw:
    """A body of one's own, with status 200."""

    body: str
    content_type: str = "application/json"


@dataclass(frozen=True)
class Declines:
    """The protocol's own way of refusing: a `refusal`, or a content filter without one."""

    refusal: str | None = "I can't help with that."


Behaviour = str | Written | Fails | Waits | Drips | KeepsAlive | Unbroken | Breaks | Raw | Declines
Script = Callable[[list[Message]], Behaviour]


@dataclass(frozen=True)
class Request:
    """A request as it came: its messages, its whole body, the authorization header."""

    messages: list[Message]
    body: dict[str, Any]
    authorization: str

    @property
    def structured(self) -> bool:
        return "response_format" in self.body


class ChatServer:
    """Answers /v1/chat/completions, streamed or not, as `script` says; keeps each request.

    Without `structured`, a request for structured output is a bad one, as on
    servers that do not know it. With `pieces` a streamed text comes in pieces of
    that many characters, `pause` seconds apart.
    """

    def __init__(
        self,
        script: Script,
        *,
        structured: bool = True,
        key: str | None = None,
        usage: bool = True,
        pieces: int = 12,
        pause: float = 0.0,
    ) -> None:
        self.script = script
        self.structured = structured
        self.key = key
        self.usage = usage
        self.pieces = pieces
        self.pause = pause
        self.requests: list[Request] = []
        self.stopped = threading.Event()
        self.finished = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def settings(self, **values: Any) -> Settings:
        """Settings that name this server; give `corpus_dir`, `data_dir` and what else differs."""
        told = {"chat_model": "openai:scripted", "chat_base_url": self.url, "chat_max_retries": 0}
        return Settings(**{**told, **values})

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        self._http.shutdown()
        self._http.server_close()


def _handler(server: ChatServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            messages = [_flat(message) for message in body["messages"]]
            request = Request(messages, body, self.headers.get("Authorization", ""))
            server.requests.append(request)
            server.finished.clear()
            try:
                _Reply(server, self, request).do(_decided(server, request))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            server.finished.set()

    return Handler


def _flat(message: dict[str, Any]) -> Message:
    content = message["content"]
    if not isinstance(content, str):
        content = "".join(part.get("text", "") for part in content)
    return {"role": message["role"], "content": content}


def _decided(server: ChatServer, request: Request) -> Behaviour:
    if server.key and request.authorization != f"Bearer {server.key}":
        # as providers do: the key, or much of it, stands in the message
        return Fails(401, f"Incorrect API key provided: {request.authorization}")
    if request.structured and not server.structured:
        return Fails(400, "response_format is not supported")
    return server.script(request.messages)


class _Reply:
    """One reply over an open connection."""

    def __init__(self, server: ChatServer, http: BaseHTTPRequestHandler, request: Request) -> None:
        self._server = server
        self._http = http
        self._request = request

    def do(self, behaviour: Behaviour) -> None:
        match behaviour:
            case str() | Written():
                self._say(self._text(behaviour))
            case Fails(status, message, headers):
                error = {"error": {"message": message, "type": "scripted", "code": None}}
                self._whole(json.dumps(error), status=status, headers=headers)
            case Waits(seconds, then):
                self._server.stopped.wait(seconds)
                self.do(then)
            case Raw(body, content_type):
                self._whole(body, content_type=content_type)
            case Declines(refusal):
                self._decline(refusal)
            case Drips(piece, pause, most):
                self._stream((self._event(piece) for _ in range(most)), pause)
            case KeepsAlive(pause, most):
                self._stream((": still here\n\n" for _ in range(most)), pause)
            case Unbroken(size):
                self._stream(
                    itertools.chain(["data: "], itertools.repeat("a" * 9999, size // 9999))
                )
            case Breaks(after):
                text = self._text(after)
                self._stream((self._event(piece) for piece in self._cut(text)), end=False)
                self._http.close_connection = True

    def _text(self, said: str | Written) -> str:
        return said if isinstance(said, str) else said.text(self._request.structured)

    def _cut(self, text: str) -> Iterator[str]:
        for start in range(0, len(text), self._server.pieces):
            yield text[start : start + self._server.pieces]

    def _say(self, text: str) -> None:
        if not self._request.body.get("stream"):
            self._whole(json.dumps(self._completion({"role": "assistant", "content": text})))
            return
        events = [self._event(""), *(self._event(piece) for piece in self._cut(text))]
        events.append(self._event(None, finish="stop"))
        if self._server.usage:
            events.append(_sse({**self._base("chunk"), "choices": [], "usage": self._spent(text)}))
        self._stream(iter([*events, "data: [DONE]\n\n"]), self._server.pause)

    def _decline(self, refusal: str | None) -> None:
        finish = "stop" if refusal else "content_filter"
        if not self._request.body.get("stream"):
            message = {"role": "assistant", "content": None, "refusal": refusal}
            self._whole(json.dumps(self._completion(message, finish)))
            return
        delta = {"role": "assistant", "content": None, "refusal": refusal}
        chosen = {"index": 0, "delta": delta, "finish_reason": finish}
        self._stream(iter([_sse({**self._base("chunk"), "choices": [chosen]}), "data: [DONE]\n\n"]))

    def _completion(self, message: dict[str, Any], finish: str = "stop") -> dict[str, Any]:
        choice = {"index": 0, "message": message, "finish_reason": finish}
        usage = {"usage": self._spent(message["content"] or "")} if self._server.usage else {}
        return {**self._base("completion"), "choices": [choice], **usage}

    def _event(self, piece: str | None, finish: str | None = None) -> str:
        delta = {} if piece is None else {"role": "assistant", "content": piece}
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return _sse({**self._base("chunk"), "choices": [choice]})

    def _base(self, kind: str) -> dict[str, Any]:
        name = "chat.completion.chunk" if kind == "chunk" else "chat.completion"
        return {"id": "scripted", "object": name, "created": int(time.time()), "model": "scripted"}

    def _spent(self, text: str) -> dict[str, int]:
        """As a tokenizer that makes a token of each word would count."""
        prompt = sum(len(message["content"].split()) for message in self._request.messages)
        said = len(text.split())
        return {
            "prompt_tokens": prompt,
            "completion_tokens": said,
            "total_tokens": prompt + said,
        }

    def _whole(
        self,
        body: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
        content_type: str = "application/json",
    ) -> None:
        data = body.encode()
        self._http.send_response(status)
        for name, value in {"Content-Type": content_type, **(headers or {})}.items():
            self._http.send_header(name, value)
        self._http.send_header("Content-Length", str(len(data)))
        self._http.end_headers()
        self._http.wfile.write(data)

    def _stream(self, events: Iterator[str], pause: float = 0.0, end: bool = True) -> None:
        """Server-sent events in chunks; without `end` the last chunk never comes."""
        self._http.send_response(200)
        self._http.send_header("Content-Type", "text/event-stream")
        self._http.send_header("Transfer-Encoding", "chunked")
        self._http.end_headers()
        for event in events:
            if self._server.stopped.is_set():
                return
            data = event.encode()
            self._http.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
            self._http.wfile.flush()
            if pause:
                self._server.stopped.wait(pause)
        if end:
            self._http.wfile.write(b"0\r\n\r\n")


def _sse(data: dict[str, Any]) -> str:
    return f"data: {json.dumps(data)}\n\n"

"""A Chroma server that wants a tenant, a database and a key, as Chroma Cloud does."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import chromadb
import httpx
import pytest
from chromadb.config import Settings as ChromaSettings
from pydantic import SecretStr

from tests.vouch.index.fakes import WordEmbedder
from tests.vouch.index.server import RunningChroma
from vouch.index import ServerRefusedError, open_index, sync
from vouch.settings import Settings

Write = Callable[[str, str], Path]

KEY = "ck-a-secret-of-the-desk"


class Gate(BaseHTTPRequestHandler):
    """Passes on to the server behind it what comes with the key; the rest is not authorized."""

    behind: str

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.headers.get("x-chroma-token") != KEY and not self.path.endswith("/heartbeat"):
            status, kind, answer = 401, "application/json", b'{"error":"Unauthorized"}'
        else:
            sent = {"content-type": self.headers.get("content-type", "application/json")}
            got = httpx.request(
                self.command, self.behind + self.path, content=body, headers=sent, timeout=30
            )
            status, kind, answer = got.status_code, got.headers["content-type"], got.content
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_DELETE = _pass_on  # noqa: N815  (http.server's names)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a tenant `press` and its database `desk`, behind a gate."""
    chroma = RunningChroma(tmp_path_factory.mktemp("chroma"))
    port = int(chroma.url.rpartition(":")[2])
    admin = chromadb.AdminClient(
        ChromaSettings(
            chroma_api_impl="chromadb.api.fastapi.FastAPI",
            chroma_server_host="127.0.0.1",
            chroma_server_http_port=port,
            anonymized_telemetry=False,
        )
    )
    admin.create_tenant("press")
    admin.create_database("desk", "press")
    gate = ThreadingHTTPServer(
        ("127.0.0.1", 0), type("GateBefore", (Gate,), {"behind": chroma.url})
    )
    threading.Thread(target=gate.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{gate.server_address[1]}"
    gate.shutdown()
    gate.server_close()
    chroma.stop()


def shared(settings: Settings, cloud: str, **given: object) -> Settings:
    """The settings of a desk that keeps its vectors there."""
    named = {"chroma_tenant": "press", "chroma_database": "desk", "chroma_api_key": SecretStr(KEY)}
    return settings.model_copy(update={"chroma_url": cloud, **named, **given})


def test_what_is_indexed_there_answers_there(
    settings: Settings, cloud: str, embedder: WordEmbedder, write: Write
) -> None:
    desk = shared(settings, cloud)
    write("a.md", "The harbour was sold.")
    assert sync(desk, embedder).added == 1
    other = desk.model_copy(update={"data_dir": settings.data_dir / "other"})
    snapshot = open_index(other, embedder).snapshot()
    assert [record.source for record in snapshot.articles()] == ["a.md"]
    assert snapshot.dense(embedder.embed_query("harbour"), 1)


@pytest.mark.parametrize(
    "given",
    [
        {"chroma_api_key": None},
        {"chroma_api_key": SecretStr("ck-another")},
        {"chroma_tenant": "nobody"},
        {"chroma_database": "none"},
    ],
    ids=["no key", "a wrong key", "a wrong tenant", "a wrong database"],
)
def test_a_wrong_word_is_told_without_the_key(
    settings: Settings, cloud: str, embedder: WordEmbedder, write: Write, given: dict[str, object]
) -> None:
    write("a.md", "The harbour was sold.")
    with pytest.raises(ServerRefusedError) as raised:
        sync(shared(settings, cloud, **given), embedder)
    assert "ck-" not in str(raised.value)
    assert "VOUCH_CHROMA_" in str(raised.value)

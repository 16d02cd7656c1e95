"""Several hosts that share a Chroma server: each has a data directory of its own."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.vouch.index.fakes import WordEmbedder, assert_same
from tests.vouch.index.server import RunningChroma
from vouch.errors import SettingsError
from vouch.index import (
    IndexLockedError,
    IndexMissingError,
    ServerAwayError,
    compare,
    open_index,
    sync,
)
from vouch.index.remote.connection import ChromaServer
from vouch.index.remote.store import ServerStore
from vouch.settings import Settings

Write = Callable[[str, str], Path]


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningChroma]:
    running = RunningChroma(tmp_path_factory.mktemp("chroma"))
    yield running
    running.stop()


@pytest.fixture
def hosts(
    chroma: RunningChroma, settings: Settings, request: pytest.FixtureRequest
) -> list[Settings]:
    """The settings of two hosts, for a collection that no other test uses."""
    name = f"test-{abs(hash(request.node.name))}"
    return [
        settings.model_copy(
            update={
                "chroma_url": chroma.url,
                "chroma_collection": name,
                "data_dir": settings.data_dir / host,
            }
        )
        for host in ("one", "two")
    ]


def collections(settings: Settings) -> dict[str, int]:
    """The sizes of the server's collections for these settings."""
    client = ChromaServer(settings).client()
    found = [client.get_collection(c.name) for c in client.list_collections()]
    name = settings.chroma_collection
    return {c.name: c.count() for c in found if c.name.partition("--")[0] == name}


def test_nothing_is_indexed_yet(hosts: list[Settings], embedder: WordEmbedder) -> None:
    with pytest.raises(IndexMissingError):
        open_index(hosts[0], embedder).snapshot()
    assert collections(hosts[0]) == {}


def test_each_host_follows_what_is_published(
    hosts: list[Settings], embedder: WordEmbedder, write: Write, corpus: Path
) -> None:
    here, there = hosts
    for number in range(120):
        write(f"{number}.md", f"---\ntitle: On {number}\n---\nArticle {number} tells of rain.")
    sync(here, embedder)
    index = open_index(there, embedder)
    first = index.snapshot()
    assert first.size == 120
    assert_same(first, open_index(here, embedder).snapshot())
    write("7.md", "The mayor resigned.")
    (corpus / "8.md").unlink()
    write("new.md", "A bridge opened.")
    sync(here, embedder)
    second = index.snapshot()
    assert (second.generation, second.size) == (first.generation + 1, 120)
    assert second.dense(embedder.embed_query("mayor resigned"), 1)[0][1] > 0.5
    assert len(second.lexical("bridge", 3)) == 1
    assert index.snapshot() is second
    assert len(first.dense(embedder.embed_query("article tells rain"), 200)) == 120
    assert_same(second, open_index(here, embedder).snapshot())
    assert compare(here, embedder).mend is None
    assert compare(there, embedder).problem is None


def test_the_other_host_can_write_next_and_encodes_only_what_changed(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    here, there = hosts
    for number in range(10):
        write(f"{number}.md", f"Article {number} tells of rain.")
    sync(here, embedder)
    write("3.md", "The mayor resigned.")
    report = sync(there, embedder)
    assert (report.changed, report.unchanged, report.passages_encoded) == (1, 9, 1)
    assert len(open_index(here, embedder).snapshot().lexical("mayor", 3)) == 1


def test_what_is_replaced_does_not_stay_at_the_server(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    for number in range(5):
        write("b.md", f"Version {number} of the mayor.")
        sync(hosts[0], embedder)
    sizes = collections(hosts[0])
    assert sizes.pop(hosts[0].chroma_collection) == 3  # two articles and a manifest
    assert list(sizes.values()) == [3]  # two passages and one that was just released


def test_a_rebuild_replaces_everything(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    here, there = hosts
    write("a.md", "The harbour was sold.")
    sync(here, embedder)
    index = open_index(there, embedder)
    old = index.snapshot()
    sync(here, embedder, rebuild=True)
    new = index.snapshot()
    assert_same(old, new)  # the old vectors are there until the next publication
    sync(here, embedder, rebuild=True)
    assert_same(new, index.snapshot())
    assert len(collections(here)) == 3  # the records, this build and the one before


def test_a_lost_copy_is_made_again(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    sync(hosts[0], embedder)
    index = open_index(hosts[1], embedder)
    snapshot = index.snapshot()
    for path in hosts[1].data_dir.rglob("lexicon.sqlite3"):
        path.write_bytes(b"")
    assert_same(open_index(hosts[1], embedder).snapshot(), open_index(hosts[0]).snapshot())
    assert snapshot.generation == 1


def test_a_long_article_comes_over_whole(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    chance = random.Random(1)
    words = " ".join(f"{chance.getrandbits(64):x}." for _ in range(5000))
    write("long.md", f"Curly ‘quotes’ and emoji 🌊. {words}")
    sync(hosts[0], embedder)
    assert_same(
        open_index(hosts[1], embedder).snapshot(), open_index(hosts[0], embedder).snapshot()
    )


def test_only_one_host_writes_at_a_time(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    write("a.md", "The harbour was sold.")
    told: list[str] = []

    class Told:
        def waiting(self, holder: str) -> None:
            told.append(holder)
            release.set()

        def start(self, total: int) -> None: ...
        def advance(self, count: int) -> None: ...

    release = threading.Event()
    held = threading.Event()

    def hold() -> None:
        with ServerStore(hosts[0]).writing(wait=False, waiting=told.append):
            held.set()
            release.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    with pytest.raises(IndexLockedError) as raised:
        sync(hosts[1], embedder, wait=False)
    assert str(os.getpid()) in raised.value.message
    assert sync(hosts[1], embedder, progress=Told()).added == 1
    holder.join()
    assert str(os.getpid()) in told[0]


SYNC = """
import sys, time
from pathlib import Path
import chromadb
from tests.vouch.index.fakes import WordEmbedder
from vouch.index import sync
from vouch.settings import Settings
print("ready", flush=True)
sync(Settings(**__import__("json").loads(sys.argv[1])), WordEmbedder())
"""


def test_a_killed_writer_leaves_the_last_generation_and_the_next_cleans_up(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    here, there = hosts
    for number in range(300):
        write(f"{number}.md", f"Article {number} tells of rain.")
    sync(here, embedder)
    index = open_index(there, embedder)
    chance = random.Random(7)
    for attempt in range(4):
        for number in range(300):
            write(f"{number}.md", f"Article {number} tells of rain, attempt {attempt}.")
        fields = ("corpus_dir", "data_dir", "chroma_url", "chroma_collection")
        values = {field: str(getattr(here, field)) for field in fields}
        process = subprocess.Popen(
            [sys.executable, "-c", SYNC, json.dumps(values)], stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.1, 1.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        snapshot = index.snapshot()
        texts = {p.text for p in snapshot.passages(snapshot.passage_ids()).values()}
        assert len({text.partition(",")[2] for text in texts}) == 1
        near = [id_ for id_, _ in snapshot.dense(embedder.embed_query("article rain"), 100)]
        assert len(near) == 100
        assert set(near) <= set(snapshot.passage_ids())
    sync(here, embedder)
    fresh = here.model_copy(update={"chroma_url": None, "data_dir": here.data_dir / "fresh"})
    sync(fresh, embedder)
    assert_same(index.snapshot(), open_index(fresh, embedder).snapshot())
    write("0.md", "The end.")
    sync(here, embedder)  # what the last one released goes
    sizes = collections(here)
    assert sizes.pop(here.chroma_collection) == 301
    assert sum(sizes.values()) == 301


def test_a_server_that_is_away_is_named_and_comes_back(
    settings: Settings, embedder: WordEmbedder, write: Write, tmp_path: Path
) -> None:
    chroma = RunningChroma(tmp_path / "chroma")
    shared = settings.model_copy(update={"chroma_url": chroma.url})
    write("a.md", "The harbour was sold.")
    sync(shared, embedder)
    index = open_index(shared, embedder)
    snapshot = index.snapshot()
    query = embedder.embed_query("harbour")
    assert snapshot.dense(query, 3)
    chroma.stop()
    for attempt in (
        index.snapshot,
        lambda: snapshot.dense(query, 3),
        lambda: open_index(shared, embedder).snapshot(),
        lambda: sync(shared, embedder),
    ):
        with pytest.raises(ServerAwayError) as raised:
            attempt()
        assert chroma.url in raised.value.message
    assert isinstance(compare(shared, embedder).problem, ServerAwayError)
    chroma.start()
    try:
        assert index.snapshot().dense(query, 3)
        write("b.md", "The mayor resigned.")
        assert sync(shared, embedder).added == 1
        assert index.snapshot().size == 2
    finally:
        chroma.stop()


def test_a_server_that_hangs_costs_one_wait_and_comes_back(
    settings: Settings, embedder: WordEmbedder, write: Write, tmp_path: Path
) -> None:
    chroma = RunningChroma(tmp_path / "chroma")
    shared = settings.model_copy(update={"chroma_url": chroma.url})
    write("a.md", "The harbour was sold.")
    sync(shared, embedder)
    index = open_index(shared, embedder)
    query = embedder.embed_query("harbour")
    assert index.snapshot().dense(query, 3)
    chroma.hang()
    try:
        waits = []
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(ServerAwayError):
                index.snapshot().dense(query, 3)
            waits.append(time.monotonic() - began)
        assert waits[0] < 8
        assert max(waits[1:]) < 0.5
    finally:
        chroma.go_on()
    deadline = time.monotonic() + 30
    while True:
        try:
            assert index.snapshot().dense(query, 3)
            break
        except ServerAwayError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
    chroma.stop()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host", "http://"])
def test_an_address_that_is_none_is_named(settings: Settings, url: str) -> None:
    with pytest.raises(SettingsError) as raised:
        open_index(settings.model_copy(update={"chroma_url": url})).snapshot()
    assert "VOUCH_CHROMA_URL" in raised.value.message


def test_an_index_that_was_deleted_at_the_server_and_made_anew_is_seen(
    hosts: list[Settings], embedder: WordEmbedder, write: Write
) -> None:
    here, there = hosts
    write("a.md", "The harbour was sold.")
    sync(here, embedder)
    index = open_index(there, embedder)
    assert index.snapshot().dense(embedder.embed_query("harbour"), 1)
    for name in collections(here):
        ChromaServer(here).client().delete_collection(name)
    write("a.md", "The harbour was kept.")
    sync(here, embedder, rebuild=True)
    new = index.snapshot()
    assert new.generation == 1
    assert new.article("a.md").text == "The harbour was kept."
    assert new.dense(embedder.embed_query("harbour"), 1)

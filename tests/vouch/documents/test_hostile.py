"""No file stops the others, takes what it should not, or goes unnamed."""

import os
import re
import resource
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vouch.documents.hostile import READABLE, UNREADABLE, passwd_files
from tests.vouch.documents.making import FORMATS, Sketch, write
from vouch.documents import ArticleError, FoundFile, discover, read_article
from vouch.documents.parsed import UnreadableError
from vouch.documents.process import ParserProcess

MAX_BYTES = 1_000_000


def read_all(folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of what reads, and the reasons of what does not, by source."""
    discovery = discover(folder)
    texts: dict[str, str] = {}
    reasons = {failure.source: failure.reason for failure in discovery.failures}
    for found in discovery.files:
        try:
            texts[found.source] = read_article(found, MAX_BYTES).text
        except ArticleError as error:
            reasons[error.source] = error.reason
    return texts, reasons


def test_each_is_named_and_none_stops_the_rest(tmp_path: Path) -> None:
    assert len(UNREADABLE) >= 40
    for name, (make, _) in {**UNREADABLE, **READABLE}.items():
        (tmp_path / name).write_bytes(make())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    texts, reasons = read_all(tmp_path)
    assert time.monotonic() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes
    assert set(reasons) == set(UNREADABLE)
    for name, (_, reason) in UNREADABLE.items():
        assert re.search(reason, reasons[name]), (name, reasons[name])
        assert "Traceback" not in reasons[name]
    for name, (_, words) in READABLE.items():
        assert words in texts[name], name


def test_no_file_reads_another(tmp_path: Path) -> None:
    secret = Path("/etc/passwd").read_text().splitlines()[0]
    for name, content in passwd_files().items():
        (tmp_path / name).write_bytes(content)
    texts, reasons = read_all(tmp_path)
    assert set(texts) | set(reasons) == set(passwd_files())
    assert all(secret not in text for text in texts.values())


def test_what_is_not_a_file(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    outside.mkdir()
    write(outside / "secret.txt", Sketch(("A secret.",)))
    write(corpus / "good.txt", Sketch(("The bridge opens.",)))
    write(corpus / "sub.txt" / "deeper.md", Sketch(("A folder may be called so.",)))
    write(corpus / ".hidden" / "a.txt", Sketch(("Hidden.",)))
    write(corpus / ".b.txt", Sketch(("Hidden.",)))
    (corpus / "~$letter.docx").write_bytes(b"an editor's")
    (corpus / "a.rst").write_text("Of another format.")
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "a.txt").symlink_to(corpus / "b.txt")
    (corpus / "b.txt").symlink_to(corpus / "a.txt")
    (corpus / "gone.md").symlink_to(corpus / "nowhere.md")
    (corpus / "stolen.txt").symlink_to(outside / "secret.txt")
    (corpus / "zero.txt").symlink_to("/dev/zero")
    (corpus / "stolen").symlink_to(outside)
    (corpus / "sub.txt" / "up").symlink_to(corpus)
    (corpus / "same").symlink_to(corpus / "sub.txt")
    (corpus / "linked.txt").symlink_to("good.txt")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(corpus / "s.txt"))
    with listener:
        texts, reasons = read_all(corpus)
    assert set(texts) == {"good.txt", "linked.txt", "sub.txt/deeper.md"}
    assert reasons == {
        "pipe.txt": "is a pipe, not a file",
        "s.txt": "is a socket, not a file",
        "a.txt": "is a link in a loop",
        "b.txt": "is a link in a loop",
        "gone.md": "is a link that leads nowhere",
        "stolen.txt": "is a link that leads outside the corpus",
        "zero.txt": "is a link that leads outside the corpus",
        "stolen": "is a link that leads outside the corpus",
        "sub.txt/up": "is a link to a folder above it: a loop",
    }
    assert discover(corpus).ignored == ["a.rst", "same"]


def test_what_is_swapped_after_it_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    found = FoundFile("a.txt", path, 1, 1)
    with pytest.raises(ArticleError, match="no longer there"):
        read_article(found, MAX_BYTES)
    os.mkfifo(path)
    with pytest.raises(ArticleError, match="not a file"):
        read_article(found, MAX_BYTES)
    path.unlink()
    path.symlink_to("/etc/passwd")
    with pytest.raises(ArticleError, match="is a link"):
        read_article(found, MAX_BYTES)


def test_a_folder_that_becomes_a_link_is_not_followed_outside(tmp_path: Path) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    write(outside / "deep" / "a.txt", Sketch(("A secret.",)))
    write(corpus / "deep" / "a.txt", Sketch(("The bridge opens.",)))
    [found] = discover(corpus).files
    assert "bridge" in read_article(found, MAX_BYTES).text
    (corpus / "deep").rename(tmp_path / "moved")
    (corpus / "deep").symlink_to(outside / "deep")
    with pytest.raises(ArticleError, match="link"):
        read_article(found, MAX_BYTES)
    (corpus / "deep").unlink()
    corpus.rename(tmp_path / "old")
    corpus.symlink_to(outside)
    with pytest.raises(ArticleError, match="link"):
        read_article(found, MAX_BYTES)


def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    write(tmp_path / "good.txt", Sketch(("The bridge opens.",)))
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("Bad name.")
    texts, reasons = read_all(tmp_path)
    assert set(texts) == {"good.txt"}
    assert reasons == {"caf\\xe9.txt": "has a name that is not UTF-8"}


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def as_nobody() -> Iterator[Callable[[], None]]:
    """Makes this process's user one whom permissions bind."""
    root = os.geteuid() == 0
    yield lambda: os.seteuid(65534) if root else None
    if root:
        os.seteuid(0)


def test_no_permission(open_folder: Path, as_nobody: Callable[[], None]) -> None:
    good = write(open_folder / "good.txt", Sketch(("The bridge opens.",)))
    write(open_folder / "closed.txt", Sketch(("Not for all.",))).chmod(0)
    write(open_folder / "folder" / "a.txt", Sketch(("Not for all.",))).parent.chmod(0)
    good.chmod(0o644)
    as_nobody()
    texts, reasons = read_all(open_folder)
    assert set(texts) == {"good.txt"}
    assert set(reasons) == {"closed.txt", "folder"}
    assert all("no permission" in reason for reason in reasons.values())


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as huge:
        for _ in range(200):
            huge.write(b"a" * 1_000_000)
    monkeypatch.setattr(os, "read", lambda *_: pytest.fail("it was read"))
    assert read_all(tmp_path)[1] == {"huge.txt": "is larger than 1 MB (VOUCH_MAX_FILE_MB)"}


@pytest.mark.parametrize("once", [True, False])
def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, once: bool
) -> None:
    path = write(tmp_path / "a.txt", Sketch(("The bridge opens.",)))
    read, total = os.read, 0

    def growing_read(descriptor: int, size: int) -> bytes:
        nonlocal total
        chunk = read(descriptor, size)
        if not once or total == 0:
            with path.open("ab") as file:
                file.write(b"More of it. " * 10_000)
        total += len(chunk)
        return chunk

    monkeypatch.setattr(os, "read", growing_read)
    [reason] = read_all(tmp_path)[1].values()
    assert reason == (
        "changed while it was read" if once else "is larger than 1 MB (VOUCH_MAX_FILE_MB)"
    )
    assert total <= MAX_BYTES + 1


@pytest.mark.parametrize("suffix", FORMATS)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=8)), min_size=1, max_size=20))
def test_a_marred_file_is_read_or_named(
    tmp_path: Path, suffix: str, changes: list[tuple[float, bytes]]
) -> None:
    path = write(tmp_path / f"a{suffix}", Sketch(("The bridge opens. It is long.",) * 3, "Bridge"))
    data = bytearray(path.read_bytes())
    for place, piece in changes:
        start = int(place * len(data))
        data[start : start + len(piece) + 1] = piece
    path.write_bytes(data)
    texts, reasons = read_all(tmp_path)
    assert set(texts) | set(reasons) == {path.name}
    assert all(text.strip() for text in texts.values())


def test_what_takes_too_long_is_stopped_and_the_next_is_read() -> None:
    process = ParserProcess(seconds=4)  # a process that starts beside others takes a second or two
    started = time.monotonic()
    with pytest.raises(UnreadableError, match="longer than 4 seconds"):
        process.parse(b"[" * 300_000, ".md")
    assert time.monotonic() - started < 20
    assert process.parse(b"The bridge opens.", ".txt").text == "The bridge opens."
    process.close()


def test_what_takes_too_much_memory_is_refused() -> None:
    process = ParserProcess(memory_bytes=300_000_000)
    page = b"<p>" + b"<b>a</b>" * 2_500_000
    with pytest.raises(UnreadableError, match=r"memory|cannot be read|no HTML"):
        process.parse(page, ".html")
    assert process.parse(b"The bridge opens.", ".txt").text == "The bridge opens."
    process.close()


def test_a_process_that_was_ended_is_replaced() -> None:
    process = ParserProcess()
    process.parse(b"One.", ".txt")
    assert process._process is not None
    process._process.kill()
    process._process.wait()
    assert process.parse(b"Two.", ".txt").text == "Two."
    process.close()


def test_threads_get_their_own_articles() -> None:
    process = ParserProcess()
    wrong: list[int] = []

    def parse(number: int) -> None:
        for _ in range(20):
            if process.parse(b"Number %d." % number, ".txt").text != f"Number {number}.":
                wrong.append(number)

    threads = [threading.Thread(target=parse, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    process.close()
    assert wrong == []

"""The corpus is listed in order, quickly, and a missing one is said with what mends it."""

import time
from pathlib import Path

import pytest

from vouch.documents import discover
from vouch.errors import CorpusError


def test_sources_are_sorted_paths_with_slashes(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.MD", "a.html", "c.Docx", "b/c/d.pdf", "skip.py", "README"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"12345")
    discovery = discover(tmp_path)
    sources = ["a.html", "b/a.MD", "b/c/d.pdf", "b/z.txt", "c.Docx"]
    assert [found.source for found in discovery.files] == sources
    assert discovery.ignored == ["README", "skip.py"]
    assert discovery.failures == []
    found = discovery.files[0]
    assert found.size == 5
    assert found.mtime_ns == (tmp_path / "a.html").stat().st_mtime_ns
    assert Path(found.path).read_bytes() == b"12345"


def test_a_corpus_that_is_a_link_itself(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("The bridge opens.")
    (tmp_path / "corpus").symlink_to("real")
    assert [found.source for found in discover(tmp_path / "corpus").files] == ["a.txt"]


def test_no_corpus(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as missing:
        discover(tmp_path / "none")
    assert missing.value.mend is not None
    assert "mkdir" in missing.value.mend
    (tmp_path / "file").write_text("a")
    with pytest.raises(CorpusError, match="is a file"):
        discover(tmp_path / "file")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CorpusError, match="cannot be opened"):
        discover(tmp_path / "loop")


def test_many_files_are_listed_at_once(tmp_path: Path) -> None:
    for folder in range(20):
        (tmp_path / str(folder)).mkdir()
        for number in range(250):
            (tmp_path / str(folder) / f"{number}.txt").touch()
    started = time.perf_counter()
    assert len(discover(tmp_path).files) == 5000
    assert time.perf_counter() - started < 0.5

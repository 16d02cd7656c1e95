"""What `.vouchignore` names is not indexed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vouch.documents.making import Sketch, write
from vouch.documents.discovery import discover
from vouch.documents.ignoring import IGNORE_FILE, leave_out, left_out
from vouch.errors import CorpusError


def test_files_folders_and_exceptions_are_named_as_for_git(tmp_path: Path) -> None:
    for name in ("a.txt", "drafts/b.txt", "drafts/deep/c.txt", "news/old.md", "news/new.md"):
        write(tmp_path / name, Sketch(("The bridge opens in May.",)))
    (tmp_path / IGNORE_FILE).write_text("# not yet\ndrafts/\nnews/*.md\n!new.md\n")
    found = discover(tmp_path)
    assert [file.source for file in found.files] == ["a.txt", "news/new.md"]
    assert found.left_out == ["drafts", "news/old.md"]


def test_an_ignore_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / IGNORE_FILE).write_bytes(b"caf\xe9.txt\n")
    with pytest.raises(CorpusError, match=r"\.vouchignore cannot be read"):
        discover(tmp_path)


_NAMES = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="/"), min_size=1
).filter(lambda name: name not in {".", ".."})


@given(st.lists(_NAMES, min_size=1, max_size=3).map("/".join))
def test_a_left_out_name_means_itself_only(name: str) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        leave_out(Path(folder), f"{name}.txt")
        named = left_out(Path(folder))
        assert named(f"{name}.txt", False)
        assert not named(f"x{name}.txt", False)
        assert not named(f"sub/{name}.txt", False)

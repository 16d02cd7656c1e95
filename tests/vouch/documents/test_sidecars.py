"""A file beside an article says what it does not; documents that are not read are named."""

import os
from pathlib import Path

import pytest

from vouch.documents import ArticleError, discover, read_article
from vouch.documents.fetching import Limits
from vouch.documents.ingest import Added, AlreadyThere, Bringing
from vouch.documents.parsed import Details
from vouch.documents.unread import unread_documents, unread_lines
from vouch.types import Source

MAX_BYTES = 1_000_000


def source_of(folder: Path, name: str) -> Source:
    [found] = [file for file in discover(folder).files if file.source == name]
    return read_article(found, MAX_BYTES).source


def test_a_sidecar_says_what_the_file_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge opens in May.")
    (tmp_path / "a.txt.yaml").write_text("date: 2025-10-12\nauthor: Ada: Lind\n")
    source = source_of(tmp_path, "a.txt")
    assert (source.date, source.date_source) == ("2025-10-12", "sidecar file")
    assert source.author == "Ada: Lind"
    assert discover(tmp_path).ignored == []


def test_a_sidecar_counts_for_more_than_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: Old\ndate: 2024-01-01\n---\nThe bridge opens.")
    (tmp_path / "a.md.yml").write_text("title: New\n")
    source = source_of(tmp_path, "a.md")
    assert (source.title, source.date, source.date_source) == ("New", "2024-01-01", "front matter")


def test_a_change_of_the_sidecar_is_a_change_of_the_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge opens in May.")
    stamps = {discover(tmp_path).files[0].stamp}
    side = tmp_path / "a.txt.yaml"
    side.write_text("")
    stamps.add(discover(tmp_path).files[0].stamp)
    side.write_text("date: 2025-10-12\n")
    stamps.add(discover(tmp_path).files[0].stamp)
    os.utime(side, ns=(2**62, 2**62))
    stamps.add(discover(tmp_path).files[0].stamp)
    assert len(stamps) == 4


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: [", b"just words"])
def test_a_sidecar_that_cannot_be_read_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.txt").write_text("The bridge opens in May.")
    (tmp_path / "a.txt.yaml").write_bytes(content)
    with pytest.raises(ArticleError, match=r"a\.txt\.yaml"):
        source_of(tmp_path, "a.txt")


def test_a_yaml_file_without_its_article_is_ignored(tmp_path: Path) -> None:
    (tmp_path / "b.txt.yaml").write_text("date: 2025-10-12\n")
    assert discover(tmp_path).ignored == ["b.txt.yaml"]


def test_what_a_person_says_of_an_added_file_lies_beside_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "new.txt").write_text("The bridge opens in May.")
    limits = Limits(1.0, MAX_BYTES)
    first = Bringing(corpus, limits, Details(title="The bridge", date="2025-10"))
    assert first.file(tmp_path / "new.txt") == Added("new.txt")
    source = source_of(corpus, "new.txt")
    assert (source.title, source.date) == ("The bridge", "2025-10")
    later = Bringing(corpus, limits, Details(author="Ada Lind"))
    assert later.file(corpus / "new.txt") == AlreadyThere("new.txt")
    source = source_of(corpus, "new.txt")
    assert (source.title, source.author, source.date) == ("The bridge", "Ada Lind", "2025-10")


def test_documents_that_are_not_read_are_named(tmp_path: Path) -> None:
    names = ["a.doc", "b.xlsx", "c.png", "d.css", "e.csv", "LICENSE"]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    unread = unread_documents(discover(tmp_path).ignored)
    assert unread == ("a.doc", "b.xlsx", "e.csv")
    lines = unread_lines(unread)
    assert lines[0].startswith("3 files are of no format that is read")
    assert "--convert-to docx 'a.doc'" in lines[1]
    assert unread_lines(()) == []
    many = unread_lines([f"{n}.doc" for n in range(30)])
    assert len(many) == 12
    assert many[-1] == "and 20 .doc"

"""What `vouch add` and `vouch remove` say, and what they count."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from tests.vouch.documents.making import Sketch, html_bytes, write
from tests.vouch.documents.serving import Site, serving
from vouch.documents.discovery import discover
from vouch.errors import BringingError, CorpusError
from vouch.settings import Settings
from vouch_bot.ingest import Outcome, confirmed, is_url, run_add, run_leave_out, run_remove

BRIDGE = Sketch(("The bridge opens in May.",), title="The bridge")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    return Settings(
        corpus_dir=tmp_path / "corpus",
        data_dir=tmp_path / ".vouch",
        fetch_private=True,
        fetch_seconds=5,
    )


@pytest.fixture
def out() -> Console:
    return Console(file=io.StringIO(), width=80)


def said(out: Console) -> str:
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_each_thing_gets_a_line_and_none_stops_the_rest(
    tmp_path: Path, settings: Settings, out: Console, site: Site
) -> None:
    path = write(tmp_path / "tide [bold]\x1b[31m.txt", Sketch(("The tide rises.",)))
    url = site.put("/bridge", html_bytes(BRIDGE))
    rss = f'<rss version="2.0"><channel><item><link>{url}</link></item></channel></rss>'
    feed = site.put("/feed", rss.encode(), "application/rss+xml")
    targets = [str(path), str(tmp_path / "none.txt"), url, str(path), site.url("/none")]
    outcome = run_add(settings, out, targets, [feed, url])
    assert outcome == Outcome(added=2, there=2, failed=3)
    lines = said(out).splitlines()
    assert lines[0] == "added tide-bold-31m.txt"
    assert lines[1].endswith("none.txt is not added: it does not exist.")
    assert lines[2:4] == ["added the-bridge.md", "already there: tide-bold-31m.txt"]
    assert lines[4].endswith("/none is not added: it is not there: 404 Not Found.")
    assert lines[5] == "already there: the-bridge.md"
    assert "The feed" in lines[6]
    assert "\x1b" not in said(out)


def test_a_feed_without_entries(settings: Settings, out: Console, site: Site) -> None:
    feed = site.put("/feed", b'<rss version="2.0"><channel/></rss>', "text/xml")
    assert run_add(settings, out, [], [feed]) == Outcome()
    assert said(out) == "The feed lists nothing.\n"


def test_nothing_to_add(tmp_path: Path, settings: Settings, out: Console) -> None:
    with pytest.raises(BringingError, match="nothing to add"):
        run_add(settings, out, [], [])
    with pytest.raises(CorpusError):
        run_add(Settings(corpus_dir=tmp_path / "nowhere"), out, ["a.txt"], [])


def test_remove(settings: Settings, out: Console) -> None:
    write(settings.corpus_dir / "a.txt", BRIDGE)
    with pytest.raises(BringingError, match=r"no article b\.md"):
        run_remove(settings, out, ["a.txt", "b.md"])
    assert [path.name for path in settings.corpus_dir.iterdir()] == ["a.txt"]
    run_remove(settings, out, ["a.txt"])
    trash = settings.data_dir / "trash" / "a.txt"
    assert said(out) == f"removed a.txt (kept in {trash})\n"
    assert trash.is_file()
    assert list(settings.corpus_dir.iterdir()) == []


def test_nobody_can_be_asked_without_a_terminal(settings: Settings) -> None:
    write(settings.corpus_dir / "a.txt", BRIDGE)
    with pytest.raises(BringingError, match="nobody is there to be asked") as refused:
        confirmed(settings, ["a.txt"])
    assert refused.value.mend == "vouch remove --yes a.txt"


def test_an_article_is_left_out_and_its_file_kept(settings: Settings, out: Console) -> None:
    for name in ("a [1].txt", "b.txt"):
        write(settings.corpus_dir / name, BRIDGE)
    run_leave_out(settings, out, ["a [1].txt"])
    found = discover(settings.corpus_dir)
    assert [file.source for file in found.files] == ["b.txt"]
    assert found.left_out == ["a [1].txt"]
    assert (settings.corpus_dir / "a [1].txt").is_file()


def test_what_is_an_address() -> None:
    assert all(is_url(target) for target in ("http://a", "HTTPS://a/b", "ftp://a", "file:///a"))
    assert not any(is_url(target) for target in ("a.txt", "a/b.md", "C:\\a.txt", "./http", "://a"))

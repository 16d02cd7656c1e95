"""Articles come into the corpus once, whole, and with what is known of them; and go again."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vouch.documents.making import FORMATS, Sketch, pdf_bytes, write
from tests.vouch.documents.serving import Site, serving
from vouch.documents import discover, read_article
from vouch.documents import ingest as ingest_module
from vouch.documents.fetching import Limits
from vouch.documents.ingest import Added, AlreadyThere, Bringing, NotAdded, move_to_trash
from vouch.errors import BringingError, CorpusError
from vouch.types import Article

LIMITS = Limits(seconds=5, max_bytes=200_000, private=True)
BRIDGE = Sketch(
    ("The bridge opens in May. It cost 4.5 million.", "It is 412 metres long, said * the_mayor."),
    title="Bridge: “open” at last / soon?",
    author="Ada Fenwick",
    date="2025-03-04",
)


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(running: Site) -> Site:
    running.pages.clear()
    running.asked.clear()
    return running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    return folder


def bring(corpus: Path) -> Bringing:
    return Bringing(corpus, LIMITS)


def articles(corpus: Path) -> dict[str, Article]:
    discovery = discover(corpus)
    assert discovery.failures == []
    assert len(list(corpus.rglob("*"))) == len(discovery.files)  # nothing half-written lies about
    return {found.source: read_article(found, LIMITS.max_bytes) for found in discovery.files}


def page(sketch: Sketch, head: str = "", foot: str = "") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in sketch.paragraphs)
    return (
        f'<html><head><meta charset="utf-8"><title>{sketch.title}</title>{head}</head>'
        f"<body><article><h1>{sketch.title}</h1>{body}</article><footer>{foot}</footer></body></html>"
    ).encode()


def test_a_page_is_saved_as_an_article(corpus: Path, site: Site) -> None:
    head = (
        '<meta name="author" content="Ada Fenwick">'
        '<meta property="article:modified_time" content="2026-01-05">'
        '<meta property="article:published_time" content="2025-03-04T08:00:00Z">'
    )
    url = site.put("/news/bridge.html?id=7&utm_source=x", page(BRIDGE, head, "Updated 6 June 2026"))
    assert bring(corpus).url(url + "#top") == Added("bridge-open-at-last-soon.md")
    [article] = articles(corpus).values()
    assert article.source.title == BRIDGE.title
    assert article.source.author == "Ada Fenwick"
    assert article.source.date == "2025-03-04"
    assert article.source.url == url
    for paragraph in BRIDGE.paragraphs:
        assert paragraph in article.text
    assert "2026" not in article.text
    mode = next(corpus.iterdir()).stat().st_mode
    assert mode & 0o777 == 0o666 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_same_page_is_not_doubled(corpus: Path, site: Site) -> None:
    url = site.put("/a", page(BRIDGE))
    added = bring(corpus).url(url)
    asked = len(site.asked)
    for again in (url, url + "#x", url + "?utm_source=y", url + "/"):
        assert bring(corpus).url(again) == AlreadyThere(added.source)
    assert len(site.asked) == asked  # known by its address alone
    other = site.put("/b", page(BRIDGE, "<!-- another page, the same text -->"))
    assert bring(corpus).url(other) == AlreadyThere(added.source)
    assert bring(corpus).url(site.redirect("/c", "/a")) == AlreadyThere(added.source)
    assert len(articles(corpus)) == 1


def test_a_page_that_is_there_as_html_is_known_by_its_canonical_address(
    corpus: Path, site: Site
) -> None:
    url = site.put("/a", page(BRIDGE))
    write(corpus / "sub" / "saved.html", Sketch(("Saved before.",), url=url))
    assert bring(corpus).url(url) == AlreadyThere("sub/saved.html")


def test_pages_of_one_title_get_names_of_their_own(corpus: Path, site: Site) -> None:
    both = bring(corpus)
    names = [
        both.url(site.put(f"/{number}", page(Sketch((f"Text {number}.",), title="News")))).source
        for number in range(3)
    ]
    assert names == ["news.md", "news-2.md", "news-3.md"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("../../etc/passwd", "etc-passwd.md"),
        ("Ärger über Brücken", "ärger-über-brücken.md"),
        ("橋は五月に開通", "橋は五月に開通.md"),
        ("...", "page-7.md"),
        ("CON: a\\b|c?*<d>", "con-a-b-c-d.md"),
        ("x" * 400, "x" * 120 + ".md"),
    ],
)
def test_names_are_safe(corpus: Path, site: Site, title: str, name: str) -> None:
    escaped = title.replace("<", "&lt;")
    url = site.put("/page-7.php", page(Sketch(("The bridge opens.",), title=escaped)))
    assert bring(corpus).url(url) == Added(name)
    assert [path.name for path in corpus.iterdir()] == [name]


def test_a_page_may_not_pass_for_one_of_another_host(corpus: Path, site: Site) -> None:
    url = site.put("/a", page(BRIDGE, '<link rel="canonical" href="https://trusted.example/a">'))
    bring(corpus).url(url)
    [article] = articles(corpus).values()
    assert article.source.url == url


def test_plain_text_and_pdf(corpus: Path, site: Site) -> None:
    text = "Bridge opens\n\nThe * bridge * opens_in_May à Orle.\n\n---\n\nEnd."
    url = site.put("/t.txt", text.encode("cp1252"), "text/plain; charset=windows-1252")
    assert bring(corpus).url(url) == Added("bridge-opens.txt")
    pdf_url = site.put("/report.pdf", pdf_bytes(BRIDGE), "application/pdf")
    assert bring(corpus).url(pdf_url) == Added("bridge-open-at-last-soon.pdf")
    assert bring(corpus).url(pdf_url) == AlreadyThere("bridge-open-at-last-soon.pdf")
    read = articles(corpus)
    assert read["bridge-opens.txt"].text.strip() == text
    assert read["bridge-opens.txt"].source.url == url
    assert read["bridge-opens.txt"].source.title == "Bridge opens"


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"", "text/html", "is empty"),
        (b"<html><body></body></html>", "text/html", "has no text"),
        (b"<div>" * 20_000 + b"deep", "text/html", "nested too deeply"),
        (b"%PDF-1.7 broken", "application/pdf", "damaged"),
        (b"The bridge\0opens", "text/plain", "binary"),
        (b"\x89PNG\r\n\x1a\n\0\0", "text/html", "binary"),
    ],
)
def test_what_is_no_article_is_not_saved(
    corpus: Path, site: Site, body: bytes, kind: str, reason: str
) -> None:
    with pytest.raises(BringingError, match=reason):
        bring(corpus).url(site.put("/a", body, kind))
    assert articles(corpus) == {}


def test_private_pages_need_the_setting(corpus: Path, site: Site) -> None:
    with pytest.raises(BringingError, match="private address"):
        Bringing(corpus, Limits(5, 1000)).url(site.put("/a", page(BRIDGE)))
    assert site.asked == []


def feed(*items: str) -> bytes:
    return (
        f'<rss version="2.0"><channel><title>News</title>{"".join(items)}</channel></rss>'.encode()
    )


def item(link: str, title: str = "T", date: str = "Tue, 04 Mar 2025 10:00:00 GMT") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate></item>"


def test_a_feed_brings_its_new_pages(corpus: Path, site: Site) -> None:
    for number in (1, 2, 3):
        site.put(f"/{number}", page(Sketch((f"Bridge {number} opens.",), title=f"Bridge {number}")))
    listed = (item("/1"), item("/missing"), item(site.url("/2")), item("javascript:alert(1)"))
    url = site.put("/feed", feed(*listed), "application/rss+xml")
    steps = list(bring(corpus).feed(url))
    assert [type(step) for step in steps] == [Added, NotAdded, Added, NotAdded]
    assert isinstance(steps[1], NotAdded)
    assert "/missing is not added: it is not there: 404" in steps[1].message
    dates = {article.source.date for article in articles(corpus).values()}
    assert dates == {"2025-03-04"}  # the pages tell none, the feed does
    site.put("/feed", feed(item("/3"), *listed[:1]), "text/xml")
    assert list(bring(corpus).feed(url)) == [Added("bridge-3.md"), AlreadyThere("bridge-1.md")]


def test_an_atom_feed(corpus: Path, site: Site) -> None:
    site.put("/1", page(BRIDGE))
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><entry><title>T</title>'
        f'<link href="{site.url("/1")}"/><published>2025-03-05T01:00:00Z</published></entry></feed>'
    )
    url = site.put("/atom", atom.encode(), "application/atom+xml; charset=utf-8")
    assert [type(step) for step in bring(corpus).feed(url)] == [Added]
    assert [article.source.date for article in articles(corpus).values()] == ["2025-03-05"]


def test_a_feed_of_another_type_with_dates_of_dublin_core(corpus: Path, site: Site) -> None:
    site.put("/1", page(BRIDGE))
    rss = (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><item>'
        f"<title>T</title><link>{site.url('/1')}</link>"
        "<dc:date>2025-10-12T23:30:00-05:00</dc:date></item></channel></rss>"
    )
    url = site.put("/rss", rss.encode(), "text/html")
    assert [type(step) for step in bring(corpus).feed(url)] == [Added]
    assert [article.source.date for article in articles(corpus).values()] == ["2025-10-12"]


def test_a_page_that_cannot_be_had_is_taken_from_its_feed(corpus: Path, site: Site) -> None:
    rss = (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<item><title>The mill</title><link>{site.url('/none')}</link><author>Ada Lind</author>"
        "<pubDate>Sun, 12 Oct 2025 23:30:00 -0500</pubDate><content:encoded>"
        "<![CDATA[<p>The mill <b>opens</b> in May.</p>]]></content:encoded></item></channel></rss>"
    )
    url = site.put("/rss", rss.encode(), "application/xml")
    assert list(bring(corpus).feed(url)) == [Added("the-mill.md")]
    [article] = articles(corpus).values()
    assert article.text.strip() == "The mill opens in May."
    source = article.source
    assert (source.title, source.author, source.date) == ("The mill", "Ada Lind", "2025-10-12")
    assert list(bring(corpus).feed(url)) == [AlreadyThere("the-mill.md")]


@pytest.mark.parametrize(
    ("body", "kind", "reason"),
    [
        (b"<html><body>No feed</body></html>", "application/xml", "is no feed"),
        (b"", "application/xml", "is no feed"),
        (b"<p>", "text/html", "is no feed"),
    ],
)
def test_what_is_no_feed(corpus: Path, site: Site, body: bytes, kind: str, reason: str) -> None:
    with pytest.raises(BringingError, match=reason):
        list(bring(corpus).feed(site.put("/f", body, kind)))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_is_copied_in_once(corpus: Path, tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"My new bridge{suffix}", BRIDGE)
    assert bring(corpus).file(path) == Added(f"My-new-bridge{suffix}")
    [copy] = corpus.iterdir()
    assert copy.read_bytes() == path.read_bytes()
    assert bring(corpus).file(path) == AlreadyThere(copy.name)
    assert bring(corpus).file(copy) == AlreadyThere(copy.name)
    other = write(tmp_path / "other" / path.name, Sketch(("Something else.",), title="Else"))
    assert bring(corpus).file(other) == Added(f"My-new-bridge-2{suffix}")
    assert path.exists()


def test_files_that_are_not_added(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"x")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "large.txt").write_bytes(b"a" * 200_001)
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-")
    reasons = {
        "a.xlsx": "format",
        "empty.txt": "is empty|no text",
        "large.txt": "larger",
        "folder.md": "folder|not a file",
        "bad.pdf": "damaged",
        "none.txt": "does not exist",
    }
    for name, reason in reasons.items():
        with pytest.raises(BringingError, match=reason):
            bring(corpus).file(tmp_path / name)
    assert articles(corpus) == {}
    with pytest.raises(CorpusError):
        bring(tmp_path / "nowhere")


def test_a_failed_write_leaves_nothing(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = write(tmp_path / "a.txt", BRIDGE)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BringingError, match="no space left"):
        bring(corpus).file(path)
    assert list(corpus.iterdir()) == []


def test_a_disk_without_hard_links(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(ingest_module.os, "link", unsupported)  # type: ignore[attr-defined]
    path = write(tmp_path / "a.txt", BRIDGE)
    (corpus / "a.txt").write_text("Another text.")
    assert bring(corpus).file(path) == Added("a-2.txt")
    assert set(articles(corpus)) == {"a.txt", "a-2.txt"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_corpus_that_may_not_be_written() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = folder / "corpus"
        corpus.mkdir()
        path = write(folder / "a.txt", BRIDGE)
        folder.chmod(0o755)
        os.seteuid(65534)
        try:
            with pytest.raises(BringingError, match="no permission") as refused:
                bring(corpus).file(path)
            assert refused.value.mend is not None
            write_protected = write_as_root(corpus)
            with pytest.raises(BringingError, match="cannot be removed"):
                move_to_trash(corpus, write_protected, folder / "trash")
        finally:
            os.seteuid(0)


def write_as_root(corpus: Path) -> str:
    os.seteuid(0)
    try:
        return write(corpus / "b.txt", BRIDGE).name
    finally:
        os.seteuid(65534)


def test_remove(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.txt", "sub/b.txt", "sub/c.txt", "odd\nname.txt"):
        write(corpus / name, BRIDGE)
    (corpus / "link.txt").symlink_to("a.txt")
    (corpus / "gone.txt").symlink_to("nowhere.txt")
    trash = tmp_path / "trash"
    assert move_to_trash(corpus, "sub/b.txt", trash) == trash / "sub/b.txt"
    assert move_to_trash(corpus, str(corpus / "sub" / "c.txt"), trash) == trash / "sub/c.txt"
    assert move_to_trash(corpus, "odd\nname.txt", trash) == trash / "odd\nname.txt"
    assert move_to_trash(corpus, "link.txt", trash) == trash / "link.txt"
    assert move_to_trash(corpus, "gone.txt", trash) == trash / "gone.txt"
    monkeypatch.chdir(corpus)
    assert move_to_trash(corpus, "./a.txt", trash) == trash / "a.txt"
    assert discover(corpus).files == []
    again = write(corpus / "a.txt", BRIDGE).read_bytes()
    assert move_to_trash(corpus, "a.txt", trash).read_bytes() == again
    assert sorted(path.name for path in trash.glob("a*")) == ["a-2.txt", "a.txt"]


def test_what_is_said_beside_an_article_is_removed_with_it(corpus: Path, tmp_path: Path) -> None:
    trash = tmp_path / "trash"
    for round_ in ("1999", "2000"):
        write(corpus / "a.txt", BRIDGE)
        (corpus / "a.txt.yaml").write_text(f"date: {round_}-01-01\n", "utf-8")
        move_to_trash(corpus, "a.txt", trash)
    assert list(corpus.iterdir()) == []
    assert (trash / "a.txt.yaml").read_text("utf-8") == "date: 1999-01-01\n"
    assert (trash / "a-2.txt.yaml").read_text("utf-8") == "date: 2000-01-01\n"


def test_remove_takes_nothing_but_articles(corpus: Path, tmp_path: Path) -> None:
    write(corpus / "bridge.txt", BRIDGE)
    outside = write(tmp_path / "outside.txt", BRIDGE)
    (corpus / "folder").mkdir()
    (corpus / "LICENSE").write_text("not an article")
    for source in ("../outside.txt", str(outside), "folder", ".", "", "LICENSE", "none.txt"):
        with pytest.raises(BringingError, match="There is no article"):
            move_to_trash(corpus, source, tmp_path / "trash")
    with pytest.raises(BringingError, match=r"Did you mean bridge\.txt"):
        move_to_trash(corpus, "bridges.txt", tmp_path / "trash")
    assert outside.exists()
    assert sorted(path.name for path in corpus.iterdir()) == ["LICENSE", "bridge.txt", "folder"]

"""A book is read in the order of its spine, with what it says of itself."""

import io
import zipfile

import pytest

from vouch.documents.epub import parse_epub
from vouch.documents.parsed import UnreadableError
from vouch.types import BlockKind

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/a.opf"/></rootfiles></container>'
)
OPF = (
    '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<metadata><dc:title>The coast</dc:title><dc:creator>Ada Lind</dc:creator>"
    "<dc:date>2025-10-12</dc:date></metadata><manifest>"
    '<item id="t" href="toc.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="two%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="one.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="x" href="ad.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="t"/><itemref idref="a"/><itemref idref="b"/>'
    '<itemref idref="x" linear="no"/></spine></package>'
)
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'


def book(**parts: str) -> bytes:
    pages = {
        "META-INF/container.xml": CONTAINER,
        "book/a.opf": OPF,
        "book/toc.xhtml": PAGE.format("<nav><ol><li>One</li></ol></nav>"),
        "book/one.xhtml": PAGE.format(
            "<h1>One</h1><p>It cost 12<sup><a href='#n1'>1</a></sup> crowns.</p>"
            "<aside id='n1'><p>Without the gift.</p></aside>"
        ),
        "book/two b.xhtml": PAGE.format("<h1>Two</h1><p>It is <s>short</s> long.</p>"),
        "book/ad.xhtml": PAGE.format("<p>Buy more books.</p>"),
    } | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, words in pages.items():
            package.writestr(name, words)
    return buffer.getvalue()


def test_chapters_are_read_in_order() -> None:
    parsed = parse_epub(book())
    assert parsed.text.split("\n\n") == [
        *("One", "It cost 12 crowns.", "Without the gift.", "Two", "It is long."),
    ]
    details = parsed.details
    assert (details.title, details.author, details.date) == ("The coast", "Ada Lind", "2025-10-12")
    headings = [b for b in parsed.blocks if b.kind is BlockKind.HEADING]
    assert [parsed.text[b.start : b.end] for b in headings] == ["One", "Two"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text", "is no EPUB"),
        (b"", "is empty"),
        (book(**{"META-INF/encryption.xml": "<x/>"}), "is encrypted"),
        (book(**{"book/a.opf": "<not xml"}), "is a damaged EPUB"),
        (book(**{"META-INF/container.xml": CONTAINER.replace("a.opf", "b.opf")}), "damaged EPUB"),
    ],
)
def test_what_is_no_book(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        parse_epub(data)

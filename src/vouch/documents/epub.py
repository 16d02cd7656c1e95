"""EPUB (.epub): the chapters of a book in the order in which they are read."""

import io
import posixpath
import zipfile
import zlib
from typing import Any
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from vouch.documents.dates import iso_date
from vouch.documents.html import read_tree
from vouch.documents.page_cleaning import clean
from vouch.documents.parsed import Details, Parsed, UnreadableError, in_one_line, web_address
from vouch.documents.word import check_package

_CONTAINER = "META-INF/container.xml"
_OPF = "{http://www.idpf.org/2007/opf}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PAGES = ("application/xhtml+xml", "text/html")
_PARSER = {"resolve_entities": False, "no_network": True, "load_dtd": False}
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, ValueError)
MAX_CHAPTERS = 2000


def parse_epub(data: bytes) -> Parsed:
    """Read a book or a magazine.

    The chapters are those of its spine, but for the table of contents and parts that
    are not linear. Raises UnreadableError.
    """
    check_package(data, "EPUB", _CONTAINER)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if "META-INF/encryption.xml" in package.namelist():
                raise UnreadableError("is encrypted")
            opf_path, opf = _opf(package)
            body = lxml_html.Element("div")
            for path in _chapters(opf, posixpath.dirname(opf_path)):
                body.append(_chapter(package.read(path)))
    except (etree.LxmlError, *_BROKEN) as error:
        raise UnreadableError(f"is a damaged EPUB ({in_one_line(str(error), 80)})") from None
    clean(body)
    parsed = read_tree(body)
    if not parsed.text.strip():
        raise UnreadableError("has no text")
    return Parsed(parsed.text, _details(opf), blocks=parsed.blocks)


def _xml(words: bytes) -> Any:
    return etree.fromstring(words, etree.XMLParser(**_PARSER))


def _opf(package: zipfile.ZipFile) -> tuple[str, Any]:
    """The path of the package document, and its tree."""
    container = _xml(package.read(_CONTAINER))
    path = next(e.get("full-path") for e in container.iter() if str(e.tag).endswith("rootfile"))
    return path, _xml(package.read(path))


def _chapters(opf: Any, folder: str) -> list[str]:
    """The paths of the chapters, in order."""
    items = {item.get("id"): item for item in opf.iter(f"{_OPF}item")}
    found = []
    for reference in opf.iter(f"{_OPF}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or reference.get("linear") == "no" or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            found.append(posixpath.normpath(posixpath.join(folder, unquote(item.get("href")))))
    return found[:MAX_CHAPTERS]


def _chapter(words: bytes) -> Any:
    tree = lxml_html.document_fromstring(words)
    body = tree.find("body")
    chapter = tree if body is None else body
    chapter.tag = "section"
    chapter.tail = None
    return chapter


def _details(opf: Any) -> Details:
    def said(name: str) -> list[str]:
        return ["".join(e.itertext()) for e in opf.iter(_DC + name)]

    dates = [
        "".join(e.itertext())
        for e in opf.iter(f"{_DC}date")
        if (e.get(f"{_OPF}event") or "publication") == "publication"
    ]
    date = next(filter(None, map(iso_date, dates)), None)
    return Details(
        title=next(filter(None, map(in_one_line, said("title"))), None),
        author=in_one_line(", ".join(said("creator"))),
        date=date,
        url=next(filter(None, map(web_address, said("source"))), None),
        date_source="book metadata" if date else None,
    )

"""Word (.docx): its paragraphs, lists and tables."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.titles import first_heading

MAX_UNPACKED = 200_000_000
MAX_XML = 50_000_000
MAX_PARTS = 10_000
_BREAKS = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n",
           qn("w:noBreakHyphen"): "-"}  # fmt: skip
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)
_TEMPLATE_DAY = date(2013, 12, 23)  # of python-docx's template, which its documents inherit
_TEMPLATE_WORDS = {"python-docx", "word document"}


def parse_word(data: bytes) -> Parsed:
    """The text of a Word document and the author and title that its properties name.

    The date is the day on which the document was made, as its properties have it. Headers,
    footers, notes and struck-out changes are left out. Raises UnreadableError.
    """
    _check_package(data)
    try:
        document = Document(io.BytesIO(data))
        blocks = list(_blocks(document.element.body))
        properties = document.core_properties
        title, author = _given(properties.title), _given(properties.author)
        made = properties.created
    except (ValueError, KeyError, SyntaxError, AttributeError, *_BROKEN) as error:
        raise UnreadableError(f"is a damaged Word file ({in_one_line(str(error), 80)})") from None
    text = _joined(blocks)
    if not text.strip():
        raise UnreadableError("has no text")
    titles = [words for words, style in blocks if style == "Title"]
    named = in_one_line(" ".join(titles)) or title
    headings = [words for words, style in blocks if style.startswith("Heading")]
    heading = in_one_line(headings[0]) if headings else first_heading(text)
    day = made.date().isoformat() if made and made.date() != _TEMPLATE_DAY else None
    details = Details(named or heading, author, day, date_source=PROPERTIES if day else None)
    return Parsed(text, details)


def _check_package(data: bytes) -> None:
    """Raises UnreadableError for what is no Word package, or unpacks to more than is sane."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableError("is encrypted" if locked else "is an old .doc file, not a .docx")
    if not data.strip():
        raise UnreadableError("is empty")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise UnreadableError("is no Word file, or a damaged one") from None
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableError("is encrypted")
    # zipfile unpacks no more of a part than the size that is declared here
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if unpacked > MAX_UNPACKED or xml > MAX_XML or len(parts) > MAX_PARTS:
        raise UnreadableError("unpacks to more than an article could hold")
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise UnreadableError("is no Word file")


def _given(value: str | None) -> str | None:
    words = in_one_line(value or "")
    return None if words is None or words.lower() in _TEMPLATE_WORDS else words


def _blocks(parent: Any) -> Iterator[tuple[str, str]]:
    """Each paragraph or table row under an element: its words, and the name of its style.

    Content controls and accepted insertions count, which python-docx's own
    `paragraphs` and `text` leave out.
    """
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            style = child.style or ""
            is_listed = child.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
            words = _words(child).strip()
            if words:
                yield words, "List" if is_listed else style
        elif child.tag == qn("w:tbl"):
            for row in child.iter(qn("w:tr")):
                cells = [" ".join(_words(cell).split()) for cell in row.iter(qn("w:tc"))]
                yield " | ".join(cells), "Row"
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(child)


def _words(element: Any) -> str:
    """The visible words under an element."""
    parts: list[str] = []
    for node in element.iter(*_BREAKS, qn("w:p")):
        if node.tag == qn("w:p"):
            parts.append(" " if node is not element else "")
        elif not _is_hidden(node, element):
            sign = _BREAKS[node.tag]
            parts.append(node.text or "" if sign is None else sign)
    return "".join(parts)


def _is_hidden(node: Any, top: Any) -> bool:
    """Whether a part is one of a drawing's text, given twice in the file, or moved away."""
    hiding = {
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        qn("w:del"),
        qn("w:moveFrom"),
        qn("w:tabs"),
    }
    for above in node.iterancestors():
        if above is top:
            return False
        if above.tag in hiding:
            return True
    return False


def _joined(blocks: list[tuple[str, str]]) -> str:
    """The blocks' text; items of a list, and a table's rows, on lines of their own."""
    parts: list[str] = []
    above = ""
    for words, style in blocks:
        kind = "List" if style.startswith("List") else style
        if parts:
            parts.append("\n" if kind == above and kind in {"List", "Row"} else "\n\n")
        parts.append(f"- {words}" if kind == "List" else words)
        above = kind
    return "".join(parts)

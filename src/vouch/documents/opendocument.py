"""OpenDocument text (.odt): its headings, paragraphs, lists, tables and notes."""

import io
import zipfile
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]
from odfdo import Document

from vouch.documents.dates import iso_date
from vouch.documents.html import read_tree
from vouch.documents.page_cleaning import clean
from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.word import check_package
from vouch.types import BlockKind

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible-formatting:1.0}"
_TAGS = {
    f"{_TEXT}p": "p",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-cell": "td",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TEXT}line-break": "br",
}
_UNSEEN = frozenset(
    f"{_TEXT}{name}"
    for name in (
        *("tracked-changes", "hidden-text", "hidden-paragraph", "note-citation", "sequence-decls"),
        *("table-of-content", "variable-decls", "user-field-decls", "bookmark-ref"),
    )
) | {"{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"}
MAX_DEPTH = 100


def parse_opendocument(data: bytes) -> Parsed:
    """Read an OpenDocument text.

    Notes stand below the paragraph with their mark; tracked deletions, comments
    and hidden or struck-out text are left out. Raises UnreadableError.
    """
    check_package(data, "OpenDocument file", "content.xml")
    try:
        document = Document(io.BytesIO(data))
        body = document.body._xml_element
        hidden = _hidden_styles(document)
        meta = document.meta
        title, author = in_one_line(meta.title or ""), in_one_line(meta.creator or "")
        author = in_one_line(meta.initial_creator or "") or author
        made = iso_date(str(meta.creation_date)[:10]) if meta.creation_date else None
    except (ValueError, KeyError, SyntaxError, AttributeError, TypeError, OSError) as error:
        raise UnreadableError(
            f"is a damaged OpenDocument file ({in_one_line(str(error), 80)})"
        ) from None
    except zipfile.BadZipFile:
        raise UnreadableError("is a damaged OpenDocument file") from None
    tree = lxml_html.Element("div")
    _copy(body, tree, hidden, 0)
    clean(tree)
    parsed = read_tree(tree)
    if not parsed.text.strip():
        raise UnreadableError("has no text")
    headings = (b for b in parsed.blocks if b.kind is BlockKind.HEADING)
    first = next((parsed.text[b.start : b.end] for b in headings), "")
    details = Details(
        title or in_one_line(first), author, made, date_source=PROPERTIES if made else None
    )
    return Parsed(parsed.text, details, blocks=parsed.blocks)


def _hidden_styles(document: Any) -> frozenset[str]:
    """The names of the styles whose text is hidden or struck out."""
    names = set()
    for style in document.get_styles():
        for properties in style._xml_element.iter(f"{_STYLE}text-properties"):
            struck = properties.get(f"{_STYLE}text-line-through-style") not in (None, "none")
            if struck or properties.get(f"{_TEXT}display") == "none":
                names.add(style.name)
    return frozenset(names)


def _copy(source: Any, target: Any, hidden: frozenset[str], depth: int) -> None:
    """Write what an element says into a tree of HTML."""
    if depth > MAX_DEPTH:
        raise UnreadableError("is nested too deeply")
    _say(target, source.text)
    for child in source:
        if isinstance(child.tag, str):
            _copy_child(child, target, hidden, depth)
        _say(target, child.tail)


def _copy_child(child: Any, target: Any, hidden: frozenset[str], depth: int) -> None:
    tag = child.tag
    if tag in _UNSEEN or child.get(f"{_TEXT}style-name") in hidden:
        return
    if tag == f"{_TEXT}s":
        _say(target, " ")
    elif tag == f"{_TEXT}tab":
        _say(target, "\t")
    elif tag == f"{_TEXT}note":
        body = child.find(f"{_TEXT}note-body")
        if body is not None:
            _copy(body, _note_below(target), hidden, depth + 1)
    elif tag == f"{_TEXT}h":
        level = child.get(f"{_TEXT}outline-level", "1")
        name = f"h{min(max(int(level), 1), 6)}" if level.isdecimal() else "h1"
        _copy(child, _within(target, name), hidden, depth + 1)
    elif tag in _TAGS:
        made = _within(target, _TAGS[tag])
        for name in ("columns", "rows"):
            span = child.get(f"{_TABLE}number-{name}-spanned")
            if span:
                made.set(f"{name[:-1].replace('column', 'col')}span", span)
        _copy(child, made, hidden, depth + 1)
    else:
        _copy(child, target, hidden, depth + 1)


def _within(target: Any, name: str) -> Any:
    made = lxml_html.Element(name)
    target.append(made)
    return made


def _note_below(target: Any) -> Any:
    """A place for a note: below the paragraph that it stands in."""
    note = lxml_html.Element("div")
    at = target
    while at.getparent() is not None and at.tag not in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
        at = at.getparent()
    if at.getparent() is None:
        target.append(note)
        return note
    while at.getnext() is not None:
        at = at.getnext()
    at.addnext(note)
    return note


def _say(target: Any, words: str | None) -> None:
    if not words:
        return
    if len(target):
        target[-1].tail = (target[-1].tail or "") + words
    else:
        target.text = (target.text or "") + words

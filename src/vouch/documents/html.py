"""HTML: a page's article as blocks, with its title, author, date and address."""

import re
from dataclasses import replace
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from vouch.documents.blocks import BlockWriter
from vouch.documents.decoding import decode
from vouch.documents.fragments import write_element
from vouch.documents.main_content import main_content
from vouch.documents.page_cleaning import clean
from vouch.documents.page_metadata import json_ld, page_details
from vouch.documents.parsed import Parsed, UnreadableError, in_one_line
from vouch.documents.structure import recognize
from vouch.types import BlockKind

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
MAX_DEPTH = 250
MUCH = 0.4
"""From this share of a page's words outside links on, what was left out is reported."""
MUCH_WORDS = 150


def parse_html(data: bytes, declared: str | None = None) -> Parsed:
    """Read the article of a page.

    Args:
        data: The page.
        declared: The encoding that came with the page, if any.

    Returns:
        The article's text, blocks and details. The date is the article's own
        (see `page_metadata`), and the notice says where much was left out.

    Raises:
        UnreadableError: The page has no text, or cannot be parsed.
    """
    found = _DECLARED.search(data[:2048])
    source = decode(data, declared or (found.group(1).decode("ascii") if found else None))
    tree = _tree(source)
    scripts = json_ld(tree)
    clean(tree)
    main, left_out = main_content(tree)
    parsed = read_tree(main)
    if not parsed.text.strip():
        tree = _tree(source)  # whatever its furniture looks like, it is all that there is
        clean(tree)
        main, left_out = tree.find("body"), 0.0
        parsed = read_tree(tree if main is None else main)
    if not parsed.text.strip():
        raise UnreadableError("has no text")
    details, language = page_details(tree, main, scripts)
    if details.title is None:
        details = replace(details, title=_heading(parsed))
    notice = _notice(left_out, len(parsed.text.split()))
    return replace(parsed, details=details, language=language, notice=notice)


def read_tree(element: Any) -> Parsed:
    """The text and blocks of a cleaned element."""
    writer = BlockWriter()
    write_element(writer, element)
    text = writer.text
    return Parsed(text, blocks=recognize(text, writer.drafts))


def _heading(parsed: Parsed) -> str | None:
    headings = (b for b in parsed.blocks if b.kind is BlockKind.HEADING)
    return next((in_one_line(parsed.text[b.start : b.end]) for b in headings), None)


def _notice(left_out: float, kept: int) -> str | None:
    words = round(kept * left_out / (1 - left_out)) if left_out < 1 else 0
    if left_out < MUCH or words < MUCH_WORDS:
        return None
    return f"{left_out:.0%} of the page ({words} words) is not taken for the article"


def _tree(source: str) -> Any:
    source = _CONTROL.sub("", _XML_HEAD.sub("", source, count=1))
    try:
        tree = lxml_html.document_fromstring(source)
    except (ParserError, ValueError) as error:
        raise UnreadableError(f"is no HTML page ({in_one_line(str(error), 80)})") from None
    if _depth(tree) >= MAX_DEPTH:
        raise UnreadableError("is nested too deeply")  # libxml2 drops what is below
    return tree


def _depth(tree: Any) -> int:
    deepest, level = 0, {tree: 1}
    for node in tree.iter():
        parent = node.getparent()
        if parent is not None:
            level[node] = level.get(parent, 0) + 1
            deepest = max(deepest, level[node])
    return deepest

"""HTML: a page's text, title, author, date and address, by trafilatura."""

import re
from collections.abc import Iterator
from configparser import ConfigParser
from copy import deepcopy
from dataclasses import replace
from typing import Any

import trafilatura
from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]
from trafilatura.settings import use_config

from vouch.documents.dates import iso_date
from vouch.documents.decoding import decode
from vouch.documents.markdown import plain_text, read_markdown
from vouch.documents.parsed import Details, Parsed, UnreadableError, in_one_line, web_address

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "blockquote", "pre", "tr", "dt", "dd",
           "figcaption", "div", "section", "article", "main", "ul", "ol", "dl", "table", "body",
           "header", "address")  # fmt: skip
_FURNITURE = ("script", "style", "noscript", "template", "nav", "footer", "aside", "form", "head",
              "iframe", "button", "select", "svg")  # fmt: skip
MAX_DEPTH = 250
MAX_DATELINE = 15
_DATES = {"extensive_search": False, "original_date": True}


def parse_html(data: bytes) -> Parsed:
    """The text and details of a page. Raises UnreadableError."""
    text, details = page_markdown(data)
    return replace(read_markdown(text)[0], details=details)


def page_markdown(data: bytes, declared: str | None = None) -> tuple[str, Details]:
    """A page's article as Markdown, and what the page tells of it.

    `declared` is the encoding that came with the page, if any. The date is the
    day of publication that the page's metadata name, never one found in its
    text. Raises UnreadableError.
    """
    found = _DECLARED.search(data[:2048])
    source = decode(data, declared or (found.group(1).decode("ascii") if found else None))
    tree = _tree(source)
    text = _extracted(tree) or "\n\n".join(_all_blocks(tree))
    if not text.strip():
        raise UnreadableError("has no text")
    details = _details(tree)
    return text, replace(details, title=_title(tree, details.title, text))


def _tree(source: str) -> Any:
    try:
        tree = lxml_html.document_fromstring(_XML_HEAD.sub("", source, count=1))
    except (ParserError, ValueError) as error:
        raise UnreadableError(f"is no HTML page ({in_one_line(str(error), 80)})") from None
    if _depth(tree) >= MAX_DEPTH:
        raise UnreadableError("is nested too deeply")  # libxml2 drops what is below
    for element in tree.iter():
        _drop_controls(element)
    for caption in list(tree.iter("caption")):
        _move_above(caption)
    for line_break in list(tree.iter("br")):
        _join_broken_sentence(line_break)
    return tree


def _depth(tree: Any) -> int:
    deepest, level = 0, {tree: 1}
    for node in tree.iter():
        parent = node.getparent()
        if parent is not None:
            level[node] = level.get(parent, 0) + 1
            deepest = max(deepest, level[node])
    return deepest


def _drop_controls(element: Any) -> None:
    """Control characters go: a stray one, or `&#2;`, would stop trafilatura."""
    for part in ("text", "tail"):
        words = getattr(element, part)
        if words and _CONTROL.search(words):
            setattr(element, part, _CONTROL.sub("", words))


def _move_above(caption: Any) -> None:
    """A table's caption becomes a paragraph above it: inside, trafilatura takes it for the head."""
    table = caption.getparent()
    if table is None or table.tag != "table" or table.getparent() is None:
        return
    table.remove(caption)
    caption.tag, caption.tail = "p", None
    table.addprevious(caption)


def _join_broken_sentence(line_break: Any) -> None:
    """A `<br>` within a sentence, before a small letter, becomes a space."""
    after = (line_break.tail or "").lstrip()
    if after[:1].islower():
        line_break.tail = " " + after
        line_break.drop_tag()


def _extracted(tree: Any) -> str:
    """What trafilatura takes for the article, as Markdown; empty when it finds none."""
    text = trafilatura.extract(
        deepcopy(tree),
        output_format="markdown",
        include_formatting=True,
        include_comments=False,
        config=_config(),
    )
    return text or ""


def _config() -> ConfigParser:
    """The settings of trafilatura, with short articles counted as articles."""
    config = deepcopy(use_config())
    for name in ("MIN_EXTRACTED_SIZE", "MIN_OUTPUT_SIZE"):
        config.set("DEFAULT", name, "1")
    return config


def _details(tree: Any) -> Details:
    about = trafilatura.extract_metadata(deepcopy(tree), date_config=_DATES)
    if about is None:
        return Details()
    authors = [name.strip() for name in (about.author or "").split(";") if name.strip()]
    dated = trafilatura.extract_metadata(_dated_parts(tree), date_config=_DATES)
    return Details(
        title=in_one_line(about.title or ""),
        author=in_one_line(", ".join(authors)),
        date=iso_date(dated.date) if dated else None,
        url=web_address(about.url),
    )


def _title(tree: Any, found: str | None, text: str) -> str | None:
    """The title that was found, unless neither the page's own title nor its text has it.

    Then the text's heading: trafilatura takes that of a hidden dialogue for a
    title where it comes first.
    """
    own = " ".join(tree.findtext("head/title", "").split())
    plain, heading = plain_text(text)
    if found and (found in own or found in " ".join(plain.split())):
        return found
    return heading or found


def _dated_parts(tree: Any) -> Any:
    """A page with nothing but what is marked as the article's date.

    Else trafilatura takes a date out of the text, or of the page's foot, when
    it finds no other.
    """
    page = lxml_html.document_fromstring("<html><head></head><body></body></html>")
    for element in tree.iterfind("head/*"):
        page.head.append(deepcopy(element))
    for element in tree.iterfind("body//script"):
        if "json" in (element.get("type") or ""):
            page.head.append(deepcopy(element))
    for element in tree.iterfind("body//*"):
        if isinstance(element.tag, str) and _marks_date(element):
            kept = deepcopy(element)
            kept.tail = None
            page.body.append(kept)
    return page


def _marks_date(element: Any) -> bool:
    """Whether an element in the body holds a date of publication, in a line of its own."""
    names = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "property"))
    marked = element.tag in ("time", "abbr") or re.search(
        r"date|publi|posted", names, re.IGNORECASE
    )
    if not marked or re.search(r"update|modif|event", names, re.IGNORECASE):
        return False
    above = element.getparent()
    around = above if element.tag in ("time", "abbr") and above.tag != "body" else element
    furniture = {"footer", "aside", "nav", "form"}
    return len(around.text_content().split()) <= MAX_DATELINE and not any(
        ancestor.tag in furniture for ancestor in element.iterancestors()
    )


def _all_blocks(tree: Any) -> Iterator[str]:
    """Every block of a page's text, as Markdown, where no article stands out in it."""
    for element in list(tree.iter(*_FURNITURE)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        inside = [element.text or ""]
        for child in element:
            if child.tag not in _BLOCKS:
                inside.append(child.text_content() if isinstance(child.tag, str) else "")
            inside.append(child.tail or "")
        words = " ".join("".join(inside).split())
        if words:
            mark = "#" * int(element.tag[1]) + " " if re.fullmatch("h[1-6]", element.tag) else ""
            yield mark + _escaped(words)


def _escaped(words: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", re.sub(r"^(\d+)([.)])", r"\1\\\2", words))

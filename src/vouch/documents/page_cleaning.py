"""Makes an HTML tree say what a reader sees: no hidden or struck-out text, no marks of notes."""

import re
from collections.abc import Iterator
from typing import Any

from vouch.documents.superscripts import is_note_mark, raised

_UNSEEN = frozenset(
    """script style noscript template iframe object embed svg canvas audio video select input
    textarea datalist map rp rt""".split()
)
_STRUCK = frozenset({"del", "s", "strike"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_STRUCK_STYLE = re.compile(r"text-decoration[\w-]*\s*:[^;}]*line-through", re.IGNORECASE)
_HIDDEN_CLASSES = frozenset({"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"})
_SELECTOR = re.compile(r"\s*[\w-]*([.#])([\w-]+)\s*")
_INVISIBLE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xAD, 0x200B, 0x2060, 0xFEFF]
)
_CONTROLS = frozenset({"button", "label", "output", "progress", "meter", "legend"})
_NOTE_ATTRIBUTES = re.compile(r"foot-?note|noteref|endnote|fnref|\breference\b|\bfn\b", re.I)
MAX_CHANGES = 20_000
_BACK = re.compile(r"[\s↩↑^⏎\ufe0e]*")


def clean(tree: Any) -> None:
    """Change an lxml tree of HTML in place.

    Left out are scripts and what else is never shown, text that is hidden by
    an attribute, a style or a class, text that is struck out, marks of notes
    and the links back from them, and controls that stand alone. `<q>` gets its
    quotation marks, an exponent becomes raised digits, a formula a line of
    text, and two line breaks an end of a paragraph.
    """
    hidden, struck = _by_style_sheet(tree)
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or (
            element is not tree and _is_left_out(element, hidden, struck)
        ):
            _drop(element)
        else:
            for part in ("text", "tail"):
                words = getattr(element, part)
                if words and not (words.isascii() and words.isprintable()):
                    setattr(element, part, words.translate(_INVISIBLE))
    for item in tree.iter("li"):
        if len(item) and item[0].tag == "p" and not (item.text or "").strip():
            item[0].tag = "span"  # its bullet belongs before its first paragraph
    for table in list(tree.iter("table")):
        if _lays_out(table):
            _unpack(table)
        else:
            _part_blocks_in_cells(table)
    noted = _noted(tree)
    for element in list(tree.iter("q", "sup", "a", "br", "math", *_CONTROLS))[:MAX_CHANGES]:
        _change(element, noted)


def _change(element: Any, noted: frozenset[str]) -> None:
    match element.tag:
        case "q":
            inside = any(above.tag == "q" for above in element.iterancestors())
            first, last = "‘’" if inside else "“”"
            element.text = first + (element.text or "")
            _append(element, last)
        case "sup":
            _lower(element, noted)
        case "a":
            if _is_link_of_note(element):
                _drop(element)
        case "br":
            _break(element)
        case "math":
            words = formula(element)
            for child in list(element):
                element.remove(child)
            element.text = words
        case _:
            if not _stands_in_sentence(element):
                _drop(element)


def _lays_out(table: Any) -> bool:
    """Whether a table's cells hold parts of a page: headings, paragraphs, other tables."""
    if next(table.iter("h1", "h2", "h3"), None) is not None:
        return True
    if next((inner for inner in table.iter("table") if inner is not table), None) is not None:
        return True
    return any(sum(1 for _ in cell.iter("p")) > 1 for cell in table.iter("td"))


def _unpack(table: Any) -> None:
    """Make a table that lays out a page what it stands for: parts one after another."""
    own = [
        element
        for element in table.iter("thead", "tbody", "tfoot", "tr", "td", "th", "caption")
        if next(element.iterancestors("table"), None) is table
    ]
    for element in (table, *own):
        element.tag = "div"


def _part_blocks_in_cells(table: Any) -> None:
    """Put a sign between the items of a list in a cell, a space between other blocks."""
    for cell in table.iter("td", "th"):
        for block in cell.iter("li", "p", "div", "br", "dt", "dd"):
            following = block.getnext()
            if block.tag == "li" and following is not None and following.tag == "li":
                _append(block, ";")
            block.tail = " " + (block.tail or "")


def _is_left_out(element: Any, hidden: frozenset[str], struck: frozenset[str]) -> bool:
    tag = element.tag
    if tag in _UNSEEN or tag in _STRUCK:
        return True
    if tag == "dialog" and element.get("open") is None:
        return True
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if style and (_HIDDEN_STYLE.search(style) or _STRUCK_STYLE.search(style)):
        return True
    names = {f".{name}" for name in attributes.get("class", "").split()}
    if "id" in attributes:
        names.add(f"#{attributes['id']}")
    return bool(names & hidden or names & struck)


def _by_style_sheet(tree: Any) -> tuple[frozenset[str], frozenset[str]]:
    """The classes and ids that the page's own style sheets hide, and those they strike out."""
    hidden = {f".{name}" for name in _HIDDEN_CLASSES}
    struck: set[str] = set()
    for style in tree.iter("style"):
        for rule in (style.text or "")[:200_000].split("}"):
            selectors, _, rules = rule.rpartition("{")
            found = (
                (hidden, _HIDDEN_STYLE.search(rules)),
                (struck, _STRUCK_STYLE.search(rules)),
            )
            for names, applies in found:
                if applies:
                    matches = map(_SELECTOR.fullmatch, selectors.split(","))
                    names |= {match[1] + match[2] for match in matches if match}
    return frozenset(hidden), frozenset(struck)


def _drop(element: Any) -> None:
    """Remove an element, with all in it, and keep what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    _say_before(element, element.tail or "")
    parent.remove(element)


def _say_before(element: Any, words: str) -> None:
    """Put words ahead of an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def _append(element: Any, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _break(element: Any) -> None:
    """A `<br>` before a small letter is no end of a line; two of them end a paragraph."""
    if element.getparent() is None:
        return
    after = element.tail or ""
    following = element.getnext()
    if following is not None and following.tag == "br" and not after.strip():
        while following is not None and following.tag == "br" and not (element.tail or "").strip():
            element.tail = following.tail
            following.getparent().remove(following)
            following = element.getnext()
        element.tag = "hr"
    elif after.lstrip()[:1].islower():
        _say_before(element, " " + after.lstrip())
        element.getparent().remove(element)


def _lower(element: Any, noted: frozenset[str]) -> None:
    """A `<sup>` becomes raised digits, plain letters, or nothing where it is a note's mark."""
    words = "".join(element.itertext()).strip()
    before = _before(element)
    names = f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}"
    linked = any((a.get("href") or "").startswith("#") for a in element.iter("a"))
    mark = linked or bool(_NOTE_ATTRIBUTES.search(names)) or is_note_mark(before, words, noted)
    tail = element.tail or ""
    _say_before(element, ("" if mark else raised(words)) + tail)
    element.getparent().remove(element)


def _before(element: Any) -> str:
    """The words right before an element, in the same block."""
    parts: list[str] = []
    node = element
    while len("".join(parts)) < 40:
        previous = node.getprevious()
        if previous is not None:
            tail = (previous.tail or "")[-40:]
            parts.insert(0, tail if len(tail) == 40 else "".join(previous.itertext()) + tail)
            node = previous
            continue
        parent = node.getparent()
        if parent is None:
            break
        parts.insert(0, parent.text or "")
        if parent.tag not in {"b", "i", "em", "strong", "a", "span", "font", "u", "small", "abbr"}:
            break
        node = parent
    return "".join(parts)[-40:]


def _noted(tree: Any) -> frozenset[str]:
    """The marks that notes of the page begin with."""
    marks: set[str] = set()
    for element in tree.iter("sup"):
        if not _before(element).strip():
            marks.add("".join(element.itertext()).strip(" .[]()"))
    for element in tree.iter("li", "p", "div", "aside"):
        name = element.get("id") or ""
        match = re.fullmatch(r"(?:fn|footnote|note|cite_note|endnote)[-_:]?(\w{1,3})", name, re.I)
        if match:
            marks.add(match[1])
    return frozenset(marks)


def _is_link_of_note(link: Any) -> bool:
    """Whether a link leads to a note, or back from one, and says nothing else."""
    if not (link.get("href") or "").startswith("#"):
        return False
    words = "".join(link.itertext()).strip()
    kinds = " ".join(link.get(name) or "" for name in ("role", "class", "rel", "rev"))
    epub = link.get("{http://www.idpf.org/2007/ops}type") or link.get("epub:type") or ""
    if "doc-noteref" in kinds or "noteref" in epub or "backlink" in kinds or "backref" in kinds:
        return True
    return bool(_BACK.fullmatch(words)) or bool(re.fullmatch(r"\[\w{1,3}\]", words))


def _stands_in_sentence(control: Any) -> bool:
    """Whether there are words beside a control: one that stands alone is for clicking."""
    words = "".join(control.itertext())
    if not any(map(str.isalnum, words)):
        return False
    parent = control.getparent()
    if parent is None:
        return True
    beside = [parent.text, *(child.tail for child in parent)]
    if any(part and any(map(str.isalpha, part)) for part in beside):
        return True
    return control.tag != "button" and len(words.split()) > 3


_OPERATORS = {"msup": "^", "msub": "_", "mfrac": "/", "mover": "", "munder": ""}


def formula(element: Any) -> str:
    """A formula in MathML as a line of text: `x² = a/b`."""
    words = re.sub(r"([=<>≤≥≈+±×·])", r" \1 ", "".join(_formula(element, 0)))
    return " ".join(words.split())


def _formula(element: Any, depth: int) -> Iterator[str]:
    tag = str(element.tag).rpartition("}")[2]
    if tag in ("annotation", "annotation-xml") or depth > 50:
        return
    children = [child for child in element if isinstance(child.tag, str)]
    parts = ["".join(_formula(child, depth + 1)) for child in children]
    if tag == "msqrt":
        yield f"√({''.join(parts)})"
    elif tag == "msup" and len(parts) == 2 and raised(parts[1]) != parts[1]:
        yield parts[0] + raised(parts[1])
    elif tag == "msub" and len(parts) == 2:
        yield "".join(parts)
    elif tag in _OPERATORS and len(parts) == 2:
        yield _OPERATORS[tag].join(f"({p})" if len(p) > 2 and " " in p else p for p in parts)
    elif children:
        yield from parts
    else:
        yield " ".join((element.text or "").split())

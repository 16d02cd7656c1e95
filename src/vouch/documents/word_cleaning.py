"""Makes the XML of a Word document say what a reader of it sees, before it is read."""

import io
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree  # type: ignore[import-untyped]

from vouch.documents.superscripts import is_note_mark, raised

NOTE_STYLE = "VouchNote"
"""The style that a footnote's paragraph is given, right below the paragraph with its mark."""
MAX_NOTES = 5000
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_STRICT = b"http://purl.oclc.org/ooxml/"
_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships",
     b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/",
     b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main",
     b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/",
     b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
_SYMBOLS = dict(
    zip(
        [0xA2, 0xA3, 0xA5, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB5, 0xB7,
         0xB8, 0xB9, 0xBA, 0xBB, 0xBC, 0xC6, 0xC7, 0xC8, 0xCE, 0xD0, 0xD1, 0xD5, 0xD6, 0xD7, 0xDE,
         0xE5, 0xF2],
        "′≤∞↔←↑→↓°±″≥×∝•÷≠≡≈…∅∩∪∈∠∇∏√⋅⇒∑∫",
        strict=True,
    )
)  # fmt: skip
_GREEK = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)


def transitional(data: bytes) -> bytes:
    """The package with the namespaces that python-docx reads, where it is Strict Open XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if _STRICT not in package.read("_rels/.rels"):
            return data
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copy:
            for part in package.infolist():
                words = package.read(part)
                if part.filename.endswith((".xml", ".rels")):
                    for strict, usual in _NAMESPACES:
                        words = words.replace(strict, usual)
                copy.writestr(part.filename, words)
    return changed.getvalue()


def clean(document: Any) -> None:
    """Change the body of a python-docx document in place.

    Left out are hidden and struck-out runs, second copies of drawings' text, and marks of
    notes. Exponents become raised digits, symbols and formulas text. The text of a box, and a
    footnote or endnote, becomes a paragraph below the one that it stands in; a large first
    letter goes back to its word.
    """
    body = document.element.body
    hidden = _hidden_styles(document)
    for fallback in list(body.iter(_FALLBACK)):
        fallback.getparent().remove(fallback)
    for run in list(body.iter(qn("w:r"))):
        if _is_unseen(run, hidden):
            run.getparent().remove(run)
    for symbol in list(body.iter(qn("w:sym"))):
        _say(symbol, _symbol(symbol))
    for formula in list(body.iter(f"{_MATH}oMath")):
        _say(formula, "".join(_formula(formula, 0)), in_run=True)
    for run in list(body.iter(qn("w:r"))):
        _lower(run)
    _set_notes(document, body)
    for box in list(body.iter(qn("w:txbxContent"))):
        _set_box(box)
    for frame in list(body.iter(qn("w:framePr"))):
        _set_first_letter(frame)


def _is_on(properties: Any, name: str) -> bool:
    mark = None if properties is None else properties.find(qn(name))
    return mark is not None and mark.get(qn("w:val")) not in ("0", "false", "off", "none")


def _hidden_styles(document: Any) -> frozenset[str]:
    """The ids of the styles whose text is hidden or struck out."""
    return frozenset(
        style.style_id
        for style in document.styles
        if any(
            _is_on(style.element.find(qn("w:rPr")), name)
            for name in ("w:vanish", "w:strike", "w:dstrike")
        )
    )


def _is_unseen(run: Any, hidden: frozenset[str]) -> bool:
    properties = run.find(qn("w:rPr"))
    if any(_is_on(properties, name) for name in ("w:vanish", "w:strike", "w:dstrike")):
        return True
    if not hidden:
        return False
    styles = [None if properties is None else properties.find(qn("w:rStyle"))]
    paragraph = next(run.iterancestors(qn("w:p")), None)
    if paragraph is not None:
        styles.append(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}"))
    return any(style is not None and style.get(qn("w:val")) in hidden for style in styles)


def _say(element: Any, words: str, *, in_run: bool = False) -> None:
    """Put words in an element's place."""
    text = etree.SubElement(element.getparent(), qn("w:t"))
    text.text = words
    new = text
    if in_run:
        new = etree.SubElement(element.getparent(), qn("w:r"))
        new.append(text)
    element.getparent().replace(element, new)


def _symbol(symbol: Any) -> str:
    try:
        code = int(symbol.get(qn("w:char"), ""), 16)
    except ValueError:
        return ""
    if not 0xF000 <= code <= 0xF0FF:
        return chr(code) if code < 0xD800 else ""
    code -= 0xF000
    if (symbol.get(qn("w:font")) or "").lower() != "symbol":
        return ""  # a picture of a font of pictures
    return _SYMBOLS.get(code) or _GREEK.get(chr(code)) or (chr(code) if 0x20 < code < 0x7F else "")


def _formula(element: Any, depth: int) -> Iterator[str]:
    """A formula as a line of text."""
    tag = str(element.tag).removeprefix(_MATH)
    if depth > 50:
        return

    def part(name: str) -> str:
        inner = element.find(_MATH + name)
        return "" if inner is None else "".join(_formula(inner, depth + 1))

    if tag == "t":
        yield element.text or ""
    elif tag == "f":
        yield f"{_grouped(part('num'))}/{_grouped(part('den'))}"
    elif tag == "sSup":
        power = part("sup")
        lifted = raised(power)
        yield part("e") + (lifted if lifted != power else f"^{_grouped(power)}")
    elif tag == "sSub":
        yield part("e") + part("sub")
    elif tag == "rad":
        yield f"√({part('e')})"
    elif tag == "d":
        yield f"({''.join(''.join(_formula(e, depth + 1)) for e in element.iter(_MATH + 'e'))})"
    else:
        for child in element:
            yield from _formula(child, depth + 1)


def _grouped(words: str) -> str:
    return f"({words})" if re.search(r"[\s+−=-]", words.strip()) else words


def _lower(run: Any) -> None:
    """Raised words become raised digits, plain letters, or nothing where they mark a note."""
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    if align is None or align.get(qn("w:val")) != "superscript":
        return
    texts = list(run.iter(qn("w:t")))
    words = "".join(text.text or "" for text in texts)
    if not words.strip():
        return
    before = ""
    for previous in run.itersiblings(preceding=True):
        before = "".join(text.text or "" for text in previous.iter(qn("w:t"))) + before
        if len(before) > 40:
            break
    shown = "" if is_note_mark(before, words) else raised(words)
    texts[0].text = shown
    for text in texts[1:]:
        text.text = ""


def _set_notes(document: Any, body: Any) -> None:
    """Each note becomes a paragraph below the one with its mark."""
    for kind in ("footnote", "endnote"):
        marks = list(body.iter(qn(f"w:{kind}Reference")))[:MAX_NOTES]
        notes = _notes(document, kind) if marks else {}
        last: dict[Any, Any] = {}
        for mark in marks:
            note = notes.get(mark.get(qn("w:id")))
            at = _outermost_paragraph(mark)
            if note is None or at is None:
                continue
            paragraph = _paragraph_of(note)
            last.get(at, at).addnext(paragraph)
            last[at] = paragraph


def _notes(document: Any, kind: str) -> dict[str, Any]:
    """The notes of a document by their ids, without the lines between text and notes."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
            # entities are not resolved: a note says no more than its own text
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            root = etree.fromstring(relation.target_part.blob, parser)
            return {
                note.get(qn("w:id")): note
                for note in root.iter(qn(f"w:{kind}"))
                if note.get(qn("w:type")) in (None, "normal")
            }
    return {}


def _paragraph_of(note: Any) -> Any:
    """A paragraph with all the text of a note."""
    from docx.oxml.parser import OxmlElement

    made = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    style = OxmlElement("w:pStyle")
    style.set(qn("w:val"), NOTE_STYLE)
    properties.append(style)
    made.append(properties)
    hidden: frozenset[str] = frozenset()
    for number, paragraph in enumerate(note.iter(qn("w:p"))):
        if number:
            blank = OxmlElement("w:r")
            text = OxmlElement("w:t")
            text.text = " "
            blank.append(text)
            made.append(blank)
        for run in list(paragraph.iter(qn("w:r"))):
            if not _is_unseen(run, hidden):
                made.append(deepcopy(run))
    return made


def _outermost_paragraph(element: Any) -> Any:
    """The paragraph that an element stands in, or the table: what a block can follow."""
    found = None
    for above in element.iterancestors(qn("w:p"), qn("w:tbl"), qn("w:body")):
        if above.tag == qn("w:body"):
            return found
        found = above
    return found


def _set_box(box: Any) -> None:
    """The paragraphs of a text box go below the paragraph that it is anchored in."""
    at = _outermost_paragraph(box)
    if at is None:
        return
    for paragraph in reversed(list(box.iterchildren(qn("w:p"), qn("w:tbl")))):
        at.addnext(paragraph)


def _set_first_letter(frame: Any) -> None:
    """A drop cap is a paragraph of its own in the file: its letter goes to the next one."""
    paragraph = next(frame.iterancestors(qn("w:p")), None)
    if paragraph is None or frame.get(qn("w:dropCap")) in (None, "none"):
        return
    letters = "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
    following = paragraph.getnext()
    if following is None or following.tag != qn("w:p") or not 0 < len(letters.strip()) <= 3:
        return
    first = next(following.iter(qn("w:t")), None)
    if first is not None:
        first.text = letters.strip() + (first.text or "")
        paragraph.getparent().remove(paragraph)

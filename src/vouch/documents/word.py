"""Word (.docx): its paragraphs, lists and tables."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from vouch.documents.blocks import BlockWriter, Styled, is_head, merged_heads
from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.structure import recognize
from vouch.documents.titles import first_heading
from vouch.documents.word_cleaning import NOTE_STYLE, clean, transitional
from vouch.documents.word_numbering import Numbering
from vouch.types import BlockKind, Span

MAX_UNPACKED = 200_000_000
MAX_XML = 50_000_000
MAX_PARTS = 10_000
MAX_COLUMNS = 50
_BREAKS = {qn("w:t"): None, qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n",
           qn("w:noBreakHyphen"): "-"}  # fmt: skip
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError)
_TEMPLATE_DAY = date(2013, 12, 23)  # of python-docx's template, which its documents inherit
_TEMPLATE_WORDS = {"python-docx", "word document"}


def parse_word(data: bytes) -> Parsed:
    """The text of a Word document and the author and title that its properties name.

    The date is the day on which the document was made, as its properties have it. Notes stand
    below the paragraph with their mark; headers, footers, hidden text and struck-out changes
    are left out. Raises UnreadableError.
    """
    check_package(data)
    try:
        document = Document(io.BytesIO(transitional(data)))
        clean(document)
        names = {style.style_id: style.name or "" for style in document.styles}
        reading = _Reading(names, Numbering(document))
        _write(document.element.body, reading)
        properties = document.core_properties
        title, author = _given(properties.title), _given(properties.author)
        made = properties.created
    except (ValueError, KeyError, SyntaxError, AttributeError, *_BROKEN) as error:
        raise UnreadableError(f"is a damaged Word file ({in_one_line(str(error), 80)})") from None
    text = reading.writer.text
    if not text.strip():
        raise UnreadableError("has no text")
    named = in_one_line(" ".join(reading.titles)) or title
    heading = in_one_line(reading.headings[0]) if reading.headings else first_heading(text)
    day = made.date().isoformat() if made and made.date() != _TEMPLATE_DAY else None
    details = Details(named or heading, author, day, date_source=PROPERTIES if day else None)
    return Parsed(text, details, blocks=recognize(text, reading.writer.drafts))


def check_package(
    data: bytes, kind: str = "Word file", needed: str = "[Content_Types].xml"
) -> None:
    """Raises UnreadableError for what is no package of a kind, or unpacks to more than is sane.

    `needed` is the name of a part that each package of the kind has.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise UnreadableError("is encrypted" if locked else "is an old .doc file, not a .docx")
    if not data.strip():
        raise UnreadableError("is empty")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError):
        raise UnreadableError(f"is no {kind}, or a damaged one") from None
    if any(part.flag_bits & 0x1 for part in parts):
        raise UnreadableError("is encrypted")
    # zipfile unpacks no more of a part than the size that is declared here
    unpacked = sum(part.file_size for part in parts)
    xml = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if unpacked > MAX_UNPACKED or xml > MAX_XML or len(parts) > MAX_PARTS:
        raise UnreadableError("unpacks to more than an article could hold")
    if not any(part.filename == needed for part in parts):
        raise UnreadableError(f"is no {kind}")


def _given(value: str | None) -> str | None:
    words = in_one_line(value or "")
    if words and words.lower().startswith("microsoft word -"):
        return None
    return None if words is None or words.lower() in _TEMPLATE_WORDS else words


def _write(parent: Any, reading: "_Reading") -> None:
    """Write each paragraph and table under an element.

    Content controls and accepted insertions count, which python-docx's own
    `paragraphs` and `text` leave out.
    """
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            reading.paragraph(child)
        elif child.tag == qn("w:tbl"):
            reading.table(child)
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            _write(child, reading)


class _Reading:
    """Writes a document's paragraphs and tables, with what each of them is."""

    def __init__(self, names: Mapping[str, str], numbers: Numbering) -> None:
        self.writer = BlockWriter()
        self.titles: list[str] = []
        self.headings: list[str] = []
        self._names = names
        self._numbers = numbers
        self._above = BlockKind.PARAGRAPH

    def paragraph(self, element: Any) -> None:
        said = _styled(element)
        if not said.words:
            return
        style = self._names.get(element.style or "", element.style or "")
        listed = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if style == NOTE_STYLE:
            self._add(BlockKind.FOOTNOTE, said)
        elif style == "Title":
            self.titles.append(said.words)
            self._add(BlockKind.HEADING, said, level=1)
        elif style.lower().startswith("heading"):
            self.headings.append(said.words)
            number = style.rpartition(" ")[2]
            self._add(BlockKind.HEADING, said, level=int(number) if number.isdecimal() else 1)
        elif listed is not None or style.startswith("List"):
            level, mark = self._numbers.mark(listed, style)
            self._add(BlockKind.ITEM, said, level=level, mark="  " * level + mark)
        elif style == "Caption":
            self._add(BlockKind.CAPTION, said)
        elif style in ("Quote", "Intense Quote"):
            self._add(BlockKind.QUOTATION, said)
        else:
            self._add(BlockKind.PARAGRAPH, said)

    def table(self, element: Any) -> None:
        rows = list(_rows(element))
        marked = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row, _ in rows]
        cells = [row for _, row in rows]
        headed = marked.index(False) if False in marked else 0
        headed = headed or (1 if is_head(cells) or _is_bold(rows) else 0)
        heads: tuple[str, ...] = ()
        for number, row in enumerate(cells):
            in_head = number < headed < len(cells)
            if in_head:
                heads = merged_heads(heads, row)
            kind = BlockKind.TABLE_HEAD if in_head else BlockKind.ROW
            self.writer.add_row(kind, row, () if in_head else heads, gap=self._gap(kind))
            self._above = BlockKind.ROW
        self._above = BlockKind.TABLE_HEAD  # a table after a table stands apart

    def _add(self, kind: BlockKind, said: Styled, *, level: int = 0, mark: str = "") -> None:
        self.writer.add(kind, said, gap=self._gap(kind), mark=mark, level=level)
        self._above = kind

    def _gap(self, kind: BlockKind) -> str:
        if self.writer.empty:
            return ""
        rows = {BlockKind.ROW, BlockKind.TABLE_HEAD}
        in_table = kind in rows and self._above is BlockKind.ROW
        in_list = kind is self._above is BlockKind.ITEM
        return "\n" if in_table or in_list else "\n\n"


def _rows(table: Any) -> Iterator[tuple[Any, list[str]]]:
    """Each row of a table, and the words of its cells, merged cells repeated."""
    above: list[str] = []
    for row in _own(table, qn("w:tr"), qn("w:tbl")):
        cells: list[str] = []
        for cell in _own(row, qn("w:tc"), qn("w:tr")):
            words = " ".join(_words(cell).split())
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart":
                words = above[len(cells)] if len(cells) < len(above) else words
            cells += [words] * _columns(cell)
        above = cells
        yield row, cells


def _columns(cell: Any) -> int:
    """How many columns a cell takes."""
    across = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    wide = "1" if across is None else across.get(qn("w:val"), "1")
    return min(int(wide), MAX_COLUMNS) if wide.isdecimal() and len(wide) < 6 else 1


def _own(parent: Any, tag: str, parent_tag: str) -> Iterator[Any]:
    """The rows of a table, or the cells of a row, but none of a table inside it."""
    for element in parent.iter(tag):
        if next(element.iterancestors(parent_tag), None) is parent:
            yield element


def _is_bold(rows: Sequence[tuple[Any, Sequence[str]]]) -> bool:
    """Whether a table's first row is bold all through, and its second is not."""
    if len(rows) < 2:
        return False
    first, second = (
        [_styled(paragraph) for paragraph in row.iter(qn("w:p"))] for row, _ in rows[:2]
    )

    def all_bold(paragraphs: Sequence[Styled]) -> bool:
        said = [styled for styled in paragraphs if styled.words]
        return bool(said) and all(sum(e - s for s, e in t.bold) >= len(t.words) for t in said)

    return all_bold(first) and not all_bold(second)


def _styled(paragraph: Any) -> Styled:
    """The words of a paragraph, and which of them are bold or italic."""
    words = ""
    spans: dict[str, list[Span]] = {"w:b": [], "w:i": []}
    for node in paragraph.iter(*_BREAKS, qn("w:p")):
        start = len(words)
        words += _piece(node, paragraph)
        run = node.getparent()
        for name, found in spans.items():
            mark = None if run is None else run.find(f"{qn('w:rPr')}/{qn(name)}")
            if mark is not None and mark.get(qn("w:val")) not in ("0", "false", "none"):
                if len(words) > start and found and found[-1][1] == start:
                    found[-1] = (found[-1][0], len(words))
                elif len(words) > start:
                    found.append((start, len(words)))
    shift = len(words) - len(words.lstrip())
    inside = words.strip()

    def moved(found: Sequence[Span]) -> tuple[Span, ...]:
        cut = ((max(0, s - shift), min(len(inside), e - shift)) for s, e in found)
        return tuple((s, e) for s, e in cut if s < e)

    return Styled(inside, moved(spans["w:b"]), moved(spans["w:i"]))


def _words(element: Any) -> str:
    """The visible words under an element."""
    return "".join(_piece(node, element) for node in element.iter(*_BREAKS, qn("w:p")))


def _piece(node: Any, top: Any) -> str:
    if node.tag == qn("w:p"):
        return " " if node is not top else ""
    if _is_hidden(node, top):
        return ""
    sign = _BREAKS[node.tag]
    return node.text or "" if sign is None else sign


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

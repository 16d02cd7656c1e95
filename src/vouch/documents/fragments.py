"""HTML within another text: its paragraphs, headings, lists and tables as blocks."""

from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html  # type: ignore[import-untyped]
from lxml.etree import ParserError  # type: ignore[import-untyped]

from vouch.documents.blocks import BlockWriter, Styled, is_head, merged_heads
from vouch.documents.page_cleaning import clean
from vouch.types import BlockKind, Span

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head"})
_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "summary": 5, "dt": 6}
_BLOCKS = frozenset(
    """p div section article main header footer address ul ol li dl dt dd table caption
    blockquote pre figure figcaption details summary h1 h2 h3 h4 h5 h6 body aside nav hr""".split()
)
_KINDS = {
    "blockquote": BlockKind.QUOTATION,
    "figcaption": BlockKind.CAPTION,
    "caption": BlockKind.CAPTION,
    "pre": BlockKind.CODE,
}
MAX_SPAN = 50
MAX_DEPTH = 100


def write_fragment(writer: BlockWriter, source: str, gap: str) -> None:
    """Write what an HTML fragment says; `gap` stands before its first block."""
    if not any(map(str.isalnum, source)):
        return
    try:
        tree = lxml_html.fragment_fromstring(source, create_parent="div")
    except (ParserError, ValueError):
        return
    clean(tree)
    write_element(writer, tree, gap)


def write_element(writer: BlockWriter, element: Any, gap: str = "") -> None:
    """Write what a cleaned element says; `gap` stands before its first block."""
    _Walk(writer, gap).element(element, BlockKind.PARAGRAPH, 0, 0)


class _Walk:
    def __init__(self, writer: BlockWriter, gap: str) -> None:
        self._writer = writer
        self._gap = gap
        self._counters: list[int | None] = []

    def element(self, element: Any, kind: BlockKind, level: int, depth: int) -> None:
        """Write an element's own words and the blocks in it, in order."""
        if depth > MAX_DEPTH:
            self._put(kind, Styled(" ".join(element.text_content().split())), level)
            return
        run: list[Any] = [element.text]
        mark = self._mark(element)
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _UNSEEN:
                run.append(child.tail)
            elif child.tag in _BLOCKS or _holds_blocks(child):
                mark = self._flush(run, kind, level, mark)
                self._child(child, kind, level, depth + 1)
                run = [child.tail]
            else:
                run += [child, child.tail]
        self._flush(run, kind, level, mark)

    def _child(self, child: Any, kind: BlockKind, level: int, depth: int) -> None:
        tag = child.tag
        if tag == "table":
            self._table(child)
        elif tag in ("ul", "ol"):
            self._counters.append(None if tag == "ul" else _integer(child.get("start")))
            self.element(child, kind, level, depth)
            self._counters.pop()
        elif tag == "li":
            self.element(child, BlockKind.ITEM, max(0, len(self._counters) - 1), depth)
        elif tag in _HEADINGS:
            self.element(child, BlockKind.HEADING, _HEADINGS[tag], depth)
        else:
            self.element(child, _KINDS.get(tag, kind), level, depth)

    def _mark(self, element: Any) -> str:
        if element.tag != "li":
            return ""
        indent = "  " * (len(self._counters) - 1)
        number = self._counters[-1] if self._counters else None
        if number is None:
            return f"{indent}- "
        self._counters[-1] = number + 1
        return f"{indent}{number}. "

    def _flush(self, run: list[Any], kind: BlockKind, level: int, mark: str) -> str:
        """Write what stands between two blocks; the mark that is still to be written."""
        said = _styled(run)
        if not said.words:
            return mark
        if kind is BlockKind.ITEM and not mark:
            level += 1  # a further paragraph of an item belongs below its first
        self._put(kind, said, level, mark)
        return ""

    def _put(self, kind: BlockKind, said: Styled, level: int, mark: str = "") -> None:
        if self._gap == "\n" and kind is not BlockKind.ITEM:
            self._gap = "\n\n"
        self._writer.add(kind, said, gap=self._gap, mark=mark, level=level)
        self._gap = "\n" if kind is BlockKind.ITEM else "\n\n"

    def _table(self, table: Any) -> None:
        for caption in table.iter("caption"):
            self._put(BlockKind.CAPTION, Styled(" ".join(caption.text_content().split())), 0)
        headed, rows = table_rows(table)
        heads: tuple[str, ...] = ()
        if self._gap == "\n":
            self._gap = "\n\n"
        for number, row in enumerate(rows):
            kind = BlockKind.TABLE_HEAD if number < headed else BlockKind.ROW
            if number < headed:
                heads = merged_heads(heads, row)
            columns = () if number < headed else heads
            self._writer.add_row(kind, row, columns, gap=self._gap)
            self._gap = "\n"
        self._gap = "\n\n"


def _holds_blocks(element: Any) -> bool:
    return any(child.tag in _BLOCKS for child in element.iterdescendants())


def _styled(run: list[Any]) -> Styled:
    """The words of a run of text and inline elements, with those that are bold or italic."""
    words: list[str] = []
    bold: list[Span] = []
    italic: list[Span] = []
    length, open_end = 0, True

    def add(piece: str) -> None:
        nonlocal length, open_end
        folded = " ".join(f"|{piece}|".split())[1:-1] if piece != "\n" else piece
        folded = folded.lstrip(" ") if open_end else folded
        if folded:
            words.append(folded)
            length += len(folded)
            open_end = folded.endswith((" ", "\n"))

    for piece in run:
        if piece is None:
            continue
        if isinstance(piece, str):
            add(piece if piece.strip() else " ")
        elif piece.tag == "br":
            add("\n")
        else:
            start = length
            add(piece.text_content())
            span = (start, length)
            if piece.tag in ("b", "strong"):
                bold.append(span)
            elif piece.tag in ("i", "em"):
                italic.append(span)
    return Styled("".join(words).rstrip(), tuple(bold), tuple(italic))


def table_rows(table: Any) -> tuple[int, list[list[str]]]:
    """How many of a table's rows are heads, and its rows with merged cells repeated."""
    rows: list[list[str]] = []
    headed = 0
    open_: dict[int, tuple[str, int]] = {}
    for tr in _own_rows(table):
        cells = list(tr.iterchildren("td", "th"))
        row: list[str] = []
        for cell in [*cells, None]:
            while len(row) in open_ and (cell is not None or len(row) <= max(open_)):
                column = len(row)
                words, left = open_.pop(column)
                if left > 1:
                    open_[column] = (words, left - 1)
                row.append(words)
            if cell is None:
                break
            words = " ".join(cell.text_content().split())
            down = _number(cell.get("rowspan"))
            for _ in range(_number(cell.get("colspan"))):
                if down > 1:
                    open_[len(row)] = (words, down - 1)
                row.append(words)
        plain = not cells or any(cell.tag == "td" for cell in cells)
        in_head = tr.getparent().tag == "thead"
        if len(rows) == headed and cells and (in_head or not plain):
            headed += 1
        if any(row):
            rows.append(row)
    if not headed and is_head(rows):
        headed = 1
    return min(headed, len(rows) - 1) if len(rows) > 1 else 0, rows


def _own_rows(table: Any) -> Iterator[Any]:
    for tr in table.iter("tr"):
        if next(tr.iterancestors("table"), None) is table:
            yield tr


def _number(value: str | None) -> int:
    return min(max(_integer(value), 1), MAX_SPAN)


def _integer(value: str | None) -> int:
    return int(value) if value and len(value) < 6 and value.isdecimal() else 1

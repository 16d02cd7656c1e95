"""Markdown: its text as a reader sees it, without the marks, and its blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from markdown_it.token import Token

from vouch.documents.blocks import BlockWriter, Styled
from vouch.documents.decoding import decode
from vouch.documents.fragments import write_fragment
from vouch.documents.frontmatter import split_front_matter
from vouch.documents.markdown_marks import reader_of_markdown, without_block_ids
from vouch.documents.parsed import Parsed, UnreadableError, in_one_line
from vouch.documents.structure import recognize
from vouch.documents.superscripts import is_note_mark, raised
from vouch.types import BlockKind, Span

MAX_NESTING = 100
_TAG = re.compile(r"<(?P<closing>/?)(?P<name>[A-Za-z][\w-]*)(?P<rest>[^>]*)>")
_LEFT_OUT = frozenset({"del", "s", "strike", "sup", "script", "style", "template", "rt", "rp"})


def parse_markdown(data: bytes) -> Parsed:
    """The text of a Markdown file; its first heading is its title where nothing else is.

    Raises UnreadableError.
    """
    details, body = split_front_matter(decode(data))
    parsed, heading = read_markdown(body)
    if details.title is None:
        details = replace(details, title=heading)
    return replace(parsed, details=details)


def plain_text(markdown: str) -> tuple[str, str | None]:
    """A Markdown text as plain sentences, and its first heading. See `read_markdown`."""
    parsed, heading = read_markdown(markdown)
    return parsed.text, heading


def read_markdown(markdown: str) -> tuple[Parsed, str | None]:
    """A Markdown text as plain sentences with its blocks, and its first heading.

    Emphasis loses its marks, a link or picture leaves its words, HTML its
    tags. Headings, paragraphs, code and tables stand apart by an empty line,
    list items keep their bullet or number, each on a line; a table's row is
    its cells between bars. Struck-out text is left out, as are notes' marks,
    comments and what else a reader of other tools does not see (see `markdown_marks`).
    Each block starts on the line that it has in `markdown`, or a line or two
    below where marks alone parted two blocks. Raises UnreadableError where blocks are
    nested more than `MAX_NESTING` deep, as their text would be lost.
    """
    tokens = reader_of_markdown(MAX_NESTING).parse(without_block_ids(markdown))
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        raise UnreadableError("is nested too deeply")
    reading = _Reading()
    for token in tokens:
        reading.take(token)
    text = reading.writer.text
    return Parsed(text, blocks=recognize(text, reading.writer.drafts)), reading.heading


class _Reading:
    """Writes the plain text of block tokens, with what each block is."""

    def __init__(self) -> None:
        self.writer = BlockWriter()
        self.heading: str | None = None
        self._bullet = ""
        self._counters: list[int | None] = []
        self._quoted = 0
        self._loose = True
        self._heading_level = 0
        self._cells: list[str] | None = None
        self._heads: list[str] | None = None
        self._in_head = False
        self._in_note = False

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open":
                self._heading_level = int(token.tag[1])
            case "heading_close":
                self._heading_level = 0
            case "blockquote_open" | "blockquote_close":
                self._quoted += token.nesting
            case "bullet_list_open":
                self._counters.append(None)
            case "ordered_list_open":
                self._counters.append(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
                self._loose = True
            case "list_item_open":
                self._open_item()
            case "table_open" | "table_close":
                self._loose = True
            case "thead_open" | "thead_close":
                self._in_head = token.nesting > 0
            case "tr_open":
                self._cells = []
            case "tr_close":
                self._end_row(token)
            case "footnote_open" | "footnote_close":
                self._in_note = token.nesting > 0
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._block(BlockKind.CODE, Styled(token.content.rstrip("\n")), token)
            case "html_block":
                write_fragment(self.writer, token.content, self._gap(token, loose=True))

    def _open_item(self) -> None:
        indent = "  " * (len(self._counters) - 1)
        number = self._counters[-1]
        self._bullet = f"{indent}- " if number is None else f"{indent}{number}. "
        self._counters[-1] = None if number is None else number + 1

    def _end_row(self, token: Token) -> None:
        cells, self._cells = self._cells or [], None
        gap = self._gap(token, loose=self._loose)
        if self._in_head:
            self._heads = cells
            self.writer.add_row(BlockKind.TABLE_HEAD, cells, (), gap=gap)
        else:
            self.writer.add_row(BlockKind.ROW, cells, self._heads or (), gap=gap)
        self._loose = False

    def _inline(self, token: Token) -> None:
        said = _styled(token.children or [])
        if self._cells is not None:
            self._cells.append(" ".join(said.words.split()))
            return
        if self._heading_level and self.heading is None:
            self.heading = in_one_line(said.words)
        # a list's first item stands apart from what is above it, the others do not
        loose = self._loose or not self._bullet
        self._block(self._kind(), said, token, loose=loose)
        self._loose = not self._counters
        self._bullet = ""

    def _kind(self) -> BlockKind:
        if self._in_note:
            return BlockKind.FOOTNOTE
        if self._counters:
            return BlockKind.ITEM
        if self._quoted:
            return BlockKind.QUOTATION
        return BlockKind.HEADING if self._heading_level else BlockKind.PARAGRAPH

    def _block(self, kind: BlockKind, said: Styled, token: Token, *, loose: bool = True) -> None:
        level = self._heading_level
        if kind is BlockKind.ITEM:
            # a further paragraph of an item belongs below its first
            level = len(self._counters) - bool(self._bullet)
        gap = self._gap(token, loose=loose)
        self.writer.add(kind, said, gap=gap, mark=self._bullet, level=level)

    def _gap(self, token: Token, *, loose: bool) -> str:
        apart = 0 if self.writer.empty else 2 if loose else 1
        ahead = (token.map[0] if token.map else 0) - self.writer.lines
        return "\n" * max(apart, ahead)


def _styled(tokens: Sequence[Token]) -> Styled:
    """The words of a paragraph's parts, with a newline where a line breaks."""
    words = ""
    spans: dict[str, list[Span]] = {"strong": [], "em": []}
    opened: dict[str, int] = {}
    for token in _shown(tokens):
        name, _, edge = token.type.partition("_")
        if name in spans and edge == "open":
            opened[name] = len(words)
        elif name in spans and edge == "close":
            spans[name].append((opened.pop(name, len(words)), len(words)))
        elif token.type == "sup":
            words += "" if is_note_mark(words, token.content) else raised(token.content)
        else:
            words += _inline_words(token)
    return Styled(words, tuple(spans["strong"]), tuple(spans["em"]))


def _shown(tokens: Sequence[Token]) -> Iterator[Token]:
    """The parts that are seen: none that are struck out or hidden; raised words as one `sup`."""
    left_out = ""  # the tag that ends what is left out, or what is raised
    raised_words: list[str] = []
    depth = 0
    for token in tokens:
        if token.type in ("s_open", "s_close"):
            depth += token.nesting
            continue
        tag = _TAG.match(token.content) if token.type == "html_inline" else None
        name = tag["name"].lower() if tag else ""
        if left_out and name == left_out and tag and tag["closing"]:
            if left_out == "sup":
                yield Token("sup", "", 0, content="".join(raised_words))
            left_out = ""
        elif left_out == "sup":
            raised_words.append(_inline_words(token))
        elif left_out:
            continue
        elif tag and not tag["closing"] and (name in _LEFT_OUT or _hides(tag["rest"])):
            left_out, raised_words = name, []
        elif name == "q" and tag:
            yield Token("text", "", 0, content="”" if tag["closing"] else "“")
        elif not depth:
            yield token


def _hides(attributes: str) -> bool:
    """Whether a tag's attributes hide what is in it, or strike it out."""
    hidden = re.search(r"\shidden\b|display\s*:\s*none|line-through", attributes, re.IGNORECASE)
    return hidden is not None and not attributes.endswith("/")


def _inline_words(token: Token) -> str:
    match token.type:
        case "text" | "code_inline":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "image":
            return _styled(token.children or []).words
        case "html_inline" if token.content.lower().startswith("<br"):
            return "\n"
    return ""

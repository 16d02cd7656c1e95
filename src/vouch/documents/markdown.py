"""Markdown: its text as a reader sees it, without the marks."""

from dataclasses import replace
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vouch.documents.decoding import decode
from vouch.documents.frontmatter import split_front_matter
from vouch.documents.parsed import Parsed, UnreadableError, in_one_line

MAX_NESTING = 100


def parse_markdown(data: bytes) -> Parsed:
    """The text of a Markdown file; its first heading is its title where nothing else is.

    Raises UnreadableError.
    """
    details, body = split_front_matter(decode(data))
    text, heading = plain_text(body)
    if details.title is None:
        details = replace(details, title=heading)
    return Parsed(text, details)


def plain_text(markdown: str) -> tuple[str, str | None]:
    """A Markdown text as plain sentences, and its first heading.

    Emphasis loses its marks, a link or picture leaves its words, HTML its
    tags. Headings, paragraphs, code and tables stand apart by an empty line,
    list items keep their bullet or number, each on a line; a table's row is
    its cells between bars. Struck-out text keeps its `~~`, as it is withdrawn.
    Each block starts on the line that it has in `markdown`, or a line or two
    below where marks alone parted two blocks. Raises UnreadableError where blocks are
    nested more than `MAX_NESTING` deep, as their text would be lost.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    tokens = parser.parse(markdown)
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        raise UnreadableError("is nested too deeply")
    writer = _Writer()
    for token in tokens:
        writer.take(token)
    return "".join(writer.parts), writer.heading


class _Writer:
    """Collects the plain text of block tokens, in `parts`."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.heading: str | None = None
        self._line = 0
        self._bullet = ""
        self._counters: list[int | None] = []
        self._loose = True
        self._in_heading = False
        self._cells: list[str] | None = None

    def take(self, token: Token) -> None:
        match token.type:
            case "heading_open" | "heading_close":
                self._in_heading = token.nesting > 0
            case "bullet_list_open":
                self._open_list(None)
            case "ordered_list_open":
                self._open_list(int(token.attrs.get("start", 1)))
            case "bullet_list_close" | "ordered_list_close":
                self._counters.pop()
                self._loose = True
            case "list_item_open":
                self._open_item()
            case "tr_open":
                self._cells = []
            case "tr_close":
                self._block(" | ".join(self._cells or []), token, loose=self._loose)
                self._cells, self._loose = None, False
            case "table_close":
                self._loose = True
            case "inline":
                self._inline(token)
            case "fence" | "code_block":
                self._block(token.content.rstrip("\n"), token)
            case "html_block":
                self._block(_without_tags(token.content).strip(), token)

    def _open_list(self, start: int | None) -> None:
        self._counters.append(start)

    def _open_item(self) -> None:
        indent = "  " * (len(self._counters) - 1)
        number = self._counters[-1]
        self._bullet = f"{indent}- " if number is None else f"{indent}{number}. "
        self._counters[-1] = None if number is None else number + 1

    def _inline(self, token: Token) -> None:
        words = _inline_text(token.children or [])
        if self._cells is not None:
            self._cells.append(" ".join(words.split()))
            return
        if self._in_heading and self.heading is None:
            self.heading = in_one_line(words)
        # a list's first item stands apart from what is above it, the others do not
        loose = self._loose or not self._bullet
        self._block(self._bullet + words, token, loose=loose)
        self._loose = not self._counters
        self._bullet = ""

    def _block(self, words: str, token: Token, *, loose: bool = True) -> None:
        if not words.strip():
            return
        apart = (2 if loose else 1) if self.parts else 0
        ahead = (token.map[0] if token.map else 0) - self._line
        self._write("\n" * max(apart, ahead) + words)

    def _write(self, words: str) -> None:
        self.parts.append(words)
        self._line += words.count("\n")


def _inline_text(tokens: list[Token]) -> str:
    """The words of a paragraph's parts, with a newline where a line breaks."""
    words: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "code_inline":
                words.append(token.content)
            case "softbreak" | "hardbreak":
                words.append("\n")
            case "image":
                words.append(_inline_text(token.children or []))
            case "html_inline" if token.content.lower().startswith("<br"):
                words.append("\n")
    return "".join(words)


class _TagRemover(HTMLParser):
    """Collects what HTML says beside its tags, comments, styles and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._unseen = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = None

    def handle_data(self, data: str) -> None:
        if self._unseen is None:
            self.words.append(data)


def _without_tags(html: str) -> str:
    remover = _TagRemover()
    remover.feed(html)
    remover.close()
    return "".join(remover.words)

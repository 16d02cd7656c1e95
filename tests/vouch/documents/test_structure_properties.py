"""Generated articles of every format: blocks tile the text, and passages keep to sections."""

import html
import io
from collections.abc import Callable, Sequence

import docx
import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vouch.chunking import split_article
from vouch.documents.html import parse_html
from vouch.documents.markdown import parse_markdown
from vouch.documents.packing import pack_blocks, unpack_blocks
from vouch.documents.parsed import Parsed
from vouch.documents.pdf import parse_pdf
from vouch.documents.text import parse_text
from vouch.documents.word import parse_word
from vouch.rendering import render
from vouch.types import Article, BlockKind, Source

Piece = tuple[str, list[str]]
"""What a part of an article is, "head", "text", "list" or "table", and its words."""

WORDS = st.sampled_from(
    "harbour tunnel council 2026 seven Ada O'Hara's well-known 4.5% \u00a3 caf\u00e9 mayor".split()
)
LINE = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
SENTENCES = st.lists(LINE.map(lambda words: f"The {words}."), min_size=1, max_size=4).map(" ".join)
PIECES = st.one_of(
    LINE.map(lambda words: ("head", [f"On {words}"])),
    LINE.map(lambda words: ("head", [f"Who saw {words}?"])),
    SENTENCES.map(lambda words: ("text", [words])),
    st.lists(LINE, min_size=1, max_size=4).map(lambda items: ("list", items)),
    st.lists(LINE, min_size=4, max_size=6).map(
        lambda cells: ("table", cells[: len(cells) // 2 * 2])
    ),
)
ARTICLES = st.lists(PIECES, min_size=1, max_size=8)
HEADS = (BlockKind.HEADING, BlockKind.QUESTION)


def _rows(cells: Sequence[str]) -> list[Sequence[str]]:
    return [cells[n : n + 2] for n in range(0, len(cells), 2)]


def in_markdown(pieces: Sequence[Piece]) -> Parsed:
    write: dict[str, Callable[[list[str]], str]] = {
        "head": lambda words: f"## {words[0]}",
        "text": lambda words: words[0],
        "list": lambda words: "\n".join(f"- {item}" for item in words),
        "table": lambda words: "\n".join(
            ["| A | B |", "|---|---|", *(f"| {a} | {b} |" for a, b in _rows(words))]
        ),
    }
    return parse_markdown("\n\n".join(write[kind](words) for kind, words in pieces).encode())


def in_text(pieces: Sequence[Piece]) -> Parsed:
    write: dict[str, Callable[[list[str]], str]] = {
        "head": lambda words: words[0],
        "text": lambda words: words[0],
        "list": lambda words: "\n".join(f"* {item}" for item in words),
        "table": lambda words: "\n".join(f"{a} | {b}" for a, b in _rows(words)),
    }
    return parse_text("\n\n".join(write[kind](words) for kind, words in pieces).encode())


def in_html(pieces: Sequence[Piece]) -> Parsed:
    said = html.escape
    write: dict[str, Callable[[list[str]], str]] = {
        "head": lambda words: f"<h2>{said(words[0])}</h2>",
        "text": lambda words: f"<p>{said(words[0])}</p>",
        "list": lambda words: "<ul>" + "".join(f"<li>{said(i)}</li>" for i in words) + "</ul>",
        "table": lambda words: (
            "<table>"
            + "".join(f"<tr><td>{said(a)}</td><td>{said(b)}</td></tr>" for a, b in _rows(words))
            + "</table>"
        ),
    }
    body = "".join(write[kind](words) for kind, words in pieces)
    return parse_html(f"<html><body><article>{body}</article></body></html>".encode())


def in_word(pieces: Sequence[Piece]) -> Parsed:
    document = docx.Document()
    for kind, words in pieces:
        if kind == "head":
            document.add_heading(words[0], 2)
        elif kind == "table":
            table = document.add_table(rows=0, cols=2)
            for row in _rows(words):
                for cell, said in zip(table.add_row().cells, row, strict=True):
                    cell.text = said
        else:
            for item in words:
                document.add_paragraph(item, style="List Bullet" if kind == "list" else None)
    out = io.BytesIO()
    document.save(out)
    return parse_word(out.getvalue())


def in_pdf(pieces: Sequence[Piece]) -> Parsed:
    document = FPDF()
    document.add_page()
    for kind, words in pieces:
        size = 15 if kind == "head" else 10
        document.set_font("Helvetica", size=size)
        if kind == "table":
            for row in _rows(words):
                for cell in row:
                    document.cell(90, 6, cell)
                document.ln(6)
        for item in words if kind != "table" else []:
            said = f"- {item}" if kind == "list" else item
            document.multi_cell(0, size * 0.5, said, new_x="LMARGIN", new_y="NEXT")
        document.ln(4)
    return parse_pdf(bytes(document.output()))


def holds_all(parsed: Parsed, pieces: Sequence[Piece]) -> None:
    """Every word of the pieces is in the text."""
    text = _letters(parsed.text)
    assert all(_letters(words) in text for _, some in pieces for words in some)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def holds_together(parsed: Parsed, limit: int) -> None:
    """Blocks tile the text in order; passages and what they quote are slices within sections."""
    text, end = parsed.text, 0
    for block in parsed.blocks:
        assert end <= block.start <= block.body <= block.end <= len(text)
        assert not any(map(str.isalnum, text[end : block.start]))
        assert all(block.start <= c.start <= c.end <= block.end for c in block.cells)
        end = block.end
    assert not any(map(str.isalnum, text[end:]))
    assert unpack_blocks(pack_blocks(parsed.blocks)) == parsed.blocks
    article = Article(Source("a", "The title"), text, blocks=parsed.blocks)
    heads = [b for b in parsed.blocks if b.kind in HEADS]
    only_heads = all(
        b.kind in (*HEADS, BlockKind.BYLINE, BlockKind.TABLE_HEAD) for b in parsed.blocks
    )
    for passage in split_article(article, lambda texts: [len(t.split()) for t in texts], limit):
        assert text[passage.start : passage.end] == passage.text
        for start, stop in passage.sentences:
            assert passage.start <= start < stop <= passage.end
            assert passage.sentence((start, stop)) == text[start:stop]
        read = render(passage)
        for first, last, place in read.pieces:
            assert read.text[first:last] == text[place : place + last - first]
        assert only_heads or not any(
            passage.start < head.end and head.start < passage.end for head in heads
        )


@pytest.mark.parametrize("parse", [in_markdown, in_text, in_html])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=ARTICLES, limit=st.integers(8, 60))
def test_articles_of_marked_and_plain_text(
    parse: Callable[[Sequence[Piece]], Parsed], pieces: Sequence[Piece], limit: int
) -> None:
    parsed = parse(pieces)
    holds_all(parsed, pieces)
    holds_together(parsed, limit)


@pytest.mark.parametrize("parse", [in_word, in_pdf])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=ARTICLES, limit=st.integers(8, 60))
def test_articles_of_word_and_pdf(
    parse: Callable[[Sequence[Piece]], Parsed], pieces: Sequence[Piece], limit: int
) -> None:
    parsed = parse(pieces)
    holds_all(parsed, pieces)
    holds_together(parsed, limit)

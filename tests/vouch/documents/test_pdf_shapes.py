"""PDFs as they are laid out: their sentences come out whole, their furniture does not."""

import pytest

from benchmarks.pdf_layout import counted
from benchmarks.pdf_pages import Made, pdfs
from vouch.documents.pdf import parse_pdf
from vouch.documents.pdf_columns import lines_in_order
from vouch.documents.pdf_pieces import Piece


@pytest.mark.parametrize("made", pdfs(), ids=lambda made: made.shape)
def test_sentences_are_whole_and_furniture_is_left_out(made: Made) -> None:
    assert counted(made, parse_pdf(made.data).text) == (len(made.sentences), 0)


def lines(*rows: tuple[str, float, float]) -> list[str]:
    """The lines of pieces that are given with their left edges and baselines, 11 points high."""
    found = [Piece(text, left, left + 5.5 * len(text), base, 11.0) for text, left, base in rows]
    return [line.text for line in lines_in_order(found)]


def test_a_table_is_read_by_rows() -> None:
    rows = [(("Place", "Adults")[column], 30 + 200 * column, 700) for column in (0, 1)]
    rows += [(f"Town {row}", 30, 700 - 12 * row) for row in range(1, 5)]
    rows += [(f"{row} crowns", 230, 700 - 12 * row) for row in range(1, 5)]
    assert lines(*rows)[:2] == ["Place | Adults", "Town 1 | 1 crowns"]


def test_columns_whose_lines_do_not_stand_at_one_height() -> None:
    left = [(f"The left column says this {n}", 30, 700 - 12 * n) for n in range(5)]
    right = [(f"The right column says that {n}", 300, 694 - 12 * n) for n in range(5)]
    drawn = [line for pair in zip(left, right, strict=True) for line in pair]
    assert lines(*drawn) == [text for text, *_ in (*left, *right)]

"""The printed pieces of a PDF's page: runs of characters with their places, by PDFium."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium
from pypdfium2 import PdfPage

from vouch.documents.superscripts import is_note_mark, raised

WORD_GAP = 0.18
"""A gap of this share of the letters' size parts two words; PDFium gives most of them itself."""
LINE_HEIGHT = 1.15
"""A font's letters are about so many times as high, from descent to ascent, as its size."""
PIECE_GAP = 1.2
"""A gap of this share parts two pieces: columns, or the cells of a table."""
MAX_CHARACTERS = 200_000
_HYPHENS = {0xFFFE: "-", 0x02: "-", 0xAD: "\u00ad"}
"""PDFium gives these for a hyphen at a line's end."""


@dataclass(slots=True)
class Piece:
    """Characters on one line: the text, its left and right edges, its baseline and its size."""

    text: str
    left: float
    right: float
    base: float
    size: float


def pieces(page: PdfPage) -> list[Piece]:
    """The pieces of a page in the order in which it draws them, raised marks worked in."""
    return _lowered(list(_runs(page)))


def _runs(page: PdfPage) -> Iterator[Piece]:
    text = page.get_textpage()
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    unicode, origin, loose_box = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    current: Piece | None = None
    blank = False
    handle = text.raw
    place_x, place_y, place_box = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    for index in range(min(text.count_chars(), MAX_CHARACTERS)):
        code = unicode(handle, index)
        letter = _HYPHENS.get(code) or chr(code)
        if letter.isspace() or (not letter.isprintable() and letter != "\u00ad"):
            blank = True
            continue
        origin(handle, index, place_x, place_y)
        loose_box(handle, index, place_box)
        # the box is as high as the font, so that all letters of a line are alike
        start, end, base, size = box.left, box.right, y.value, (box.top - box.bottom) / LINE_HEIGHT
        if current and abs(base - current.base) < 0.6 and abs(size - current.size) < 0.1 * size:
            gap = start - current.right
            if -0.5 * size < gap < PIECE_GAP * size:
                apart = blank or gap > WORD_GAP * size
                current.text += f" {letter}" if apart else letter
                current.right = max(end, current.right)
                blank = False
                continue
        if current:
            yield current
        current = Piece(letter, start, end, base, size)
        blank = False
    if current:
        yield current


def _is_alike(one: float, other: float) -> bool:
    return abs(one - other) <= 0.1 * max(one, other)


def _lowered(found: list[Piece]) -> list[Piece]:
    """The pieces with each raised one worked into the one before it, or dropped as a note's mark.

    The piece that goes on at the right of a raised one is joined as well.
    """
    result: list[Piece] = []
    joins: Piece | None = None
    for piece in found:
        before = result[-1] if result else None
        if before and _is_raised(piece, before):
            if not is_note_mark(before.text, piece.text):
                before.text += raised(piece.text)
            before.right = piece.right
            joins = before
        elif before and joins is before and _goes_on(piece, before):
            close = piece.left - before.right < WORD_GAP * piece.size
            glued = close and re.match(r"[,.;:!?)\]”’\"']", piece.text)
            before.text += piece.text if glued else f" {piece.text}"
            before.right = piece.right
        else:
            result.append(piece)
            joins = None
    return result


def _is_raised(piece: Piece, before: Piece) -> bool:
    small = piece.size < 0.85 * before.size
    lift = piece.base - before.base
    near = -0.3 * before.size < piece.left - before.right < 0.5 * before.size
    return small and near and 0.08 * before.size < lift < before.size and len(piece.text) <= 8


def _goes_on(piece: Piece, before: Piece) -> bool:
    return (
        abs(piece.base - before.base) < 1.0
        and _is_alike(piece.size, before.size)
        and -0.5 * before.size < piece.left - before.right < PIECE_GAP * before.size
    )

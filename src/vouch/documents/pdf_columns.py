"""The order in which the pieces of a printed page are read: columns, boxes, tables, drop caps."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby, pairwise
from statistics import median

from vouch.documents.pdf_layout import Line
from vouch.documents.pdf_pieces import Piece

MIN_LINES = 3
"""A column has at least so many lines on each side of the gap."""
MIN_LETTERS = 14
"""The lines of a column have so many characters at the median: the cells of a table have fewer."""
SAME_EDGE = 3.0
"""Points by which the left edges of a column's lines may differ."""
MAX_PIECES = 3000
"""A page of more pieces is read in the order in which it is drawn."""
MAX_EDGES = 12


def lines_in_order(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page, each column after the one at its left."""
    if len(pieces) > MAX_PIECES:
        return [_line([piece]) for piece in pieces]
    return _ordered(_with_drop_caps(list(pieces)), 0)


def _ordered(pieces: list[Piece], depth: int) -> list[Line]:
    """The lines of a part of a page: where a gap runs down it, first what is left of the gap."""
    gap = _widest_gap(pieces) if depth < 8 else None
    if gap is None:
        return _rows(pieces)
    result: list[Line] = []
    waiting: list[Line] = []
    for is_parted, band in _bands(pieces, gap):
        if not is_parted:
            rows = _rows(band)
            if waiting:
                # a paragraph that goes on below a box ends before the box is read
                end = next((n for n, row in enumerate(rows) if _ends(row.text)), len(rows) - 1) + 1
                result += rows[:end] + waiting
                rows, waiting = rows[end:], []
            result += rows
            continue
        result += waiting
        left = _ordered([piece for piece in band if piece.right <= gap], depth + 1)
        right = _ordered([piece for piece in band if piece.right > gap], depth + 1)
        result += left
        waiting = right
        if left and _ends(left[-1].text):
            result += waiting
            waiting = []
    return result + waiting


def _ends(words: str) -> bool:
    return bool(re.search(r"[.!?…:][\"'’”»)\]]*$", words))


def _widest_gap(pieces: list[Piece]) -> float | None:
    """The left edge of the column at the right of a gap that most lines lie beside."""
    edges: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        edges[round(piece.left / SAME_EDGE)].append(piece)
    candidates = sorted((e for e, found in edges.items() if len(found) >= MIN_LINES),
                        key=lambda edge: -len(edges[edge]))[:MAX_EDGES]  # fmt: skip
    best, most = None, 0
    leftmost = min((piece.left for piece in pieces), default=0.0)
    for edge in candidates:
        gap = min(piece.left for piece in edges[edge]) - 0.5
        if gap < leftmost + 20:
            continue
        beside = sum(len(band) for is_parted, band in _bands(pieces, gap) if is_parted)
        if beside > most:
            best, most = gap, beside
    return best


def _bands(pieces: list[Piece], gap: float) -> list[tuple[bool, list[Piece]]]:
    """Stretches of a page from top to bottom, and whether the gap parts each into two columns."""
    from_top = sorted(pieces, key=lambda piece: (-piece.base, piece.left))
    crossing = {
        round(piece.base) for piece in from_top if piece.left < gap - SAME_EDGE < piece.right - 1
    }
    bands: list[tuple[bool, list[Piece]]] = []
    for crosses, found in groupby(from_top, key=lambda piece: round(piece.base) in crossing):
        band = list(found)
        parted = not crosses and _is_parted(band, gap)
        if bands and not parted and not bands[-1][0]:
            bands[-1][1].extend(band)
        else:
            bands.append((parted, band))
    return bands


def _is_parted(band: list[Piece], gap: float) -> bool:
    """Whether both sides of a gap are columns of text, beside each other."""
    left = [piece for piece in band if piece.right <= gap]
    right = [piece for piece in band if piece.right > gap]
    for side in (left, right):
        if len(side) < MIN_LINES or median(len(piece.text) for piece in side) < MIN_LETTERS:
            return False
    top = min(max(piece.base for piece in side) for side in (left, right))
    bottom = max(min(piece.base for piece in side) for side in (left, right))
    return top > bottom


def _rows(pieces: list[Piece]) -> list[Line]:
    """The pieces from top to bottom, those of one line together, as they are read."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if rows and abs(rows[-1][0].base - piece.base) < 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_line(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _line(row: list[Piece]) -> Line:
    """A line of pieces; cells stand between bars."""
    largest = max(row, key=lambda piece: len(piece.text))
    words = row[0].text
    for before, piece in pairwise(row):
        wide = piece.left - before.right > 1.2 * largest.size
        is_bullet = len(before.text) <= 3 and before is row[0]
        words += (" | " if wide and not is_bullet else " ") + piece.text
    return Line(" ".join(words.split()), row[0].left, row[0].base, largest.size)


def _with_drop_caps(pieces: list[Piece]) -> list[Piece]:
    """The pieces with a large first letter put before the line that it stands at."""
    if not pieces:
        return pieces
    usual = median(piece.size for piece in pieces)
    for cap in [
        p for p in pieces if len(p.text) == 1 and p.text.isalpha() and p.size > 1.8 * usual
    ]:
        beside = [
            piece
            for piece in pieces
            if piece is not cap
            and 0 <= piece.left - cap.right < 2.5 * usual
            and cap.base - 0.2 * usual <= piece.base <= cap.base + cap.size
        ]
        if len(beside) >= 2:
            first = max(beside, key=lambda piece: piece.base)
            first.text = cap.text + first.text
            for piece in beside:
                piece.left = cap.left
            pieces.remove(cap)
    return pieces

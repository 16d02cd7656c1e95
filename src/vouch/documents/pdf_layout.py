"""Printed lines become paragraphs again, with whole sentences.

A page is a list of lines with their places. Lines of one paragraph are
joined, a word that was parted at a line's end is made whole, and what stands
on every page (a running title, the page's number) is left out.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_BULLET = re.compile(r"[•◦▪‣–*-]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s")
_ENDS_SENTENCE = re.compile(r"[.!?…:][\"'’”»)\]]*$")
_NUMBER_ALONE = re.compile(
    r"[-–—|]?\s*(?:page\s+)?([0-9]{1,4})(?:\s*(?:/|of)\s*[0-9]+)?\s*[-–—|]?", re.IGNORECASE
)
_NUMBERED = re.compile(r"([0-9]{1,4})\s+\D*|.*\D\s([0-9]{1,4})", re.DOTALL)
_PARTED = re.compile(r"[^\W\d_][-\u00ad\u2010]$")
_LIGATURES = str.maketrans({"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})


MAX_EDGE_LINES = 3

LARGE = 1.12
"""How many times as large as the text a heading's letters are, at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its text, where it starts (in points, y upwards), its letters' size."""

    text: str
    x: float = 0.0
    y: float = 0.0
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Flow:
    """The text of all pages, and the offset that each of them starts at.

    `large` has the offset of each paragraph set larger than the text, with its
    rank among the sizes: 1 for the largest.
    """

    text: str
    starts: tuple[int, ...]
    large: Mapping[int, int]


def flow(pages: Sequence[Sequence[Line]]) -> Flow:
    """The pages' text, paragraphs apart by an empty line, each row of a table on a line.

    A paragraph that goes on over the page's end stays one.
    """
    kept = [_spelled_out(page) for page in _without_numbers(_without_furniture(pages))]
    spelled = Counter(
        word.lower() for page in kept for line in page for word in re.findall(r"[\w-]+", line.text)
    )
    parts: list[str] = []
    starts: list[int] = []
    sizes: dict[int, float] = {}
    length, last = 0, ""
    for page in kept:
        new_page = True
        for (words, opens), line in zip(_with_breaks(page, last), page, strict=True):
            glue = _glue(last, words, opens=opens, spelled=spelled) if parts else ""
            if glue is None:  # the two halves of a parted word
                parts[-1] = parts[-1][:-1]
                length, glue = length - 1, ""
            if new_page:
                starts.append(length + len(glue) if starts else 0)
                new_page = False
            parts.append(glue)
            parts.append(words)
            if not parts[:-2] or glue == "\n\n":
                sizes[length + len(glue)] = line.size
            length += len(glue) + len(words)
            last = words
        if new_page:
            starts.append(length)  # a page without text
    return Flow("".join(parts), tuple(starts), _ranked(sizes, kept))


def _ranked(sizes: Mapping[int, float], pages: Sequence[Sequence[Line]]) -> dict[int, int]:
    """The rank of each paragraph's size among those that are larger than the text's."""
    lengths: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        lengths[round(line.size)] += len(line.text)
    [(usual, _)] = lengths.most_common(1) or [(0.0, 0)]
    large = {at: round(size) for at, size in sizes.items() if size > LARGE * usual > 0}
    ranks = {size: n for n, size in enumerate(sorted(set(large.values()), reverse=True), start=1)}
    return {at: ranks[size] for at, size in large.items()}


def _spelled_out(page: Sequence[Line]) -> list[Line]:
    """The page's lines with their ligatures spelled out."""
    return [Line(line.text.translate(_LIGATURES), line.x, line.y, line.size) for line in page]


def _without_numbers(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the first or last lines that give the page's number.

    A line of a number alone does where it is the page's own. One of a title
    and a number does where at least three pages, and most, count on alike.
    """
    result = [list(page) for page in pages]
    for place in (-1, 0):
        numbers = [_page_number(page[place].text) if len(page) > 1 else None for page in result]
        shifts = Counter(found - index for index, found in enumerate(numbers) if found is not None)
        [(shift, count)] = shifts.most_common(1) or [(1, 0)]
        counted = shift if count >= 3 and count * 2 > len(result) else None
        for index, (page, found) in enumerate(zip(result, numbers, strict=True)):
            alone = found == index + 1 and bool(_NUMBER_ALONE.fullmatch(page[place].text))
            if found is not None and (alone or found - index == counted):
                del page[place]
    return result


def _page_number(line: str) -> int | None:
    """The number that a short line starts or ends with, as a page's number does."""
    match = _NUMBER_ALONE.fullmatch(line) or (
        _NUMBERED.fullmatch(line) if len(line) < 100 else None
    )
    return int(next(filter(None, match.groups()))) if match else None


def _without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without their running heads and feet.

    These are lines at a page's edge, up to `MAX_EDGE_LINES` of them, that other
    pages have at the same height: a third of the pages at least, as left and right
    pages may differ. They are smaller than the text or stand apart from it, and end
    no sentence. Of two pages alone, the first keeps a line that is as large as the text.
    """
    result = [list(page) for page in pages]
    if len(result) < 2:
        return result
    sizes = [line.size for page in result for line in page if line.size]
    usual = median(sizes) if sizes else 0.0
    gaps = [a.y - b.y for page in result for a, b in pairwise(page) if a.y > b.y]
    leading = median(gaps) if gaps else 0.0
    for place in (0, -1):
        for _ in range(MAX_EDGE_LINES):
            edges = [page[place] if len(page) > 1 else None for page in result]
            apart = [_stands_apart(page, place, leading, usual) for page in result]
            edges = [
                line if is_apart else None for line, is_apart in zip(edges, apart, strict=True)
            ]
            places = Counter(_place(line) for line in edges if line)
            common = {p for p, count in places.items() if count >= max(2, len(result) / 3)}
            found = [line if line and _place(line) in common else None for line in edges]
            if not any(found):
                break
            if len(result) == 2 and found[0] and found[0].size >= 0.95 * usual:
                found[0] = None
            for page, line in zip(result, found, strict=True):
                if line:
                    del page[place]
            if len(result) == 2 and not found[0]:
                break
    return result


def _stands_apart(page: Sequence[Line], place: int, leading: float, usual: float) -> bool:
    """Whether a page's first or last line is small, or of a few lines with a gap after them."""
    line = page[place] if page else None
    if line is None or _ENDS_SENTENCE.search(line.text):
        return False
    if 0 < line.size < 0.95 * usual:
        return True
    edge = page[: MAX_EDGE_LINES + 1] if place == 0 else page[-MAX_EDGE_LINES - 1 :]
    return any(above.y - below.y > 1.4 * leading > 0 for above, below in pairwise(edge))


def _place(line: Line) -> tuple[str, int]:
    """What a running line has in common with those of other pages: its words and its height."""
    return _shape(line.text), round(line.y / 4)


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.strip().lower())


def _with_breaks(page: Sequence[Line], last: str) -> list[tuple[str, bool]]:
    """Each line's text, and whether a paragraph starts with it."""
    if not page:
        return []
    gaps = [above.y - below.y for above, below in pairwise(page) if above.y > below.y]
    usual = median(gaps) if gaps else 0.0
    left = min(line.x for line in page)
    widest = max(len(line.text) for line in page)
    result = [(page[0].text, bool(_ENDS_SENTENCE.search(last) or _BULLET.match(page[0].text)))]
    for above, line in pairwise(page):
        gap = above.y - line.y
        resized = above.size > 0 and abs(above.size - line.size) > 0.1 * above.size
        indented = line.x - left > 4 and above.x - left <= 4
        ended = bool(_ENDS_SENTENCE.search(above.text))
        opens = (
            gap > 1.3 * usual > 0
            or resized
            or bool(_BULLET.match(line.text))
            or (ended and (indented or len(above.text) < 0.6 * widest))
            # the next column, or a place that says nothing
            or (gap <= 0 and ended)
        )
        result.append((line.text, opens))
    return result


def _glue(last: str, words: str, *, opens: bool, spelled: Counter[str]) -> str | None:
    """What stands between two lines; None where the hyphen at the first one's end goes."""
    if " | " in last and " | " in words:
        return "\n"
    if opens:
        return "\n" if _BULLET.match(last) and _BULLET.match(words) else "\n\n"
    if not _PARTED.search(last) or not words[:1].isalpha():
        return " "
    if last.endswith("\u00ad"):
        return None
    head = (re.findall(r"[\w-]+$", last[:-1]) or [""])[0].lower()
    tail = (re.findall(r"^[\w]+", words) or [""])[0].lower()
    if not words[0].islower() or (spelled[f"{head}-{tail}"] and not spelled[head + tail]):
        return ""  # a compound, which has its hyphen elsewhere too
    return None

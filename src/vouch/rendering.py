"""How a passage is read: rows of tables as sentences, and where each word stands in the article."""

from collections.abc import Sequence
from dataclasses import dataclass

from vouch.types import BlockKind, Cell, Passage, Role, Span


@dataclass(frozen=True, slots=True)
class Rendered:
    """A passage as text to be read.

    `sentences` are the spans of its sentences in `text`. `pieces` maps text to
    the article: (start in `text`, end in `text`, start in the article), in order.
    Words between them, such as the heads of a table's columns, are read only.
    """

    text: str
    sentences: tuple[Span, ...]
    pieces: tuple[tuple[int, int, int], ...]

    def sentence(self, index: int) -> str:
        """The text of a sentence as it is read."""
        start, end = self.sentences[index]
        return self.text[start:end]

    def in_article(self, span: Span) -> Span | None:
        """The place in the article of a span of `text`, or None for words that are read only.

        None too for a span of words that do not stand together in the article.
        """
        start, end = span
        found = [
            (place + max(start, first) - first, place + min(end, last) - first)
            for first, last, place in self.pieces
            if max(start, first) < min(end, last)
        ]
        return found[0] if len(found) == 1 else None


def render(passage: Passage) -> Rendered:
    """A passage as it is read: item by item with its lead-in, row by row with its heads."""
    if not passage.parts:
        moved = tuple((s - passage.start, e - passage.start) for s, e in passage.sentences)
        return Rendered(passage.text, moved, ((0, len(passage.text), passage.start),))
    writer = _Writer()
    first = passage.part(0)
    if first.kind is BlockKind.ITEM and first.lead:
        writer.add(first.lead + "\n")
    before = passage.start
    for index, (start, end) in enumerate(passage.sentences):
        if index:
            writer.add(_between(passage.sentence((before, start))))
        part = passage.part(index)
        at = writer.length
        if part.cells:
            writer.row(passage.text, passage.start, part)
        else:
            writer.add(passage.sentence((start, end)), start)
        writer.sentences.append((at, writer.length))
        before = end
    return Rendered("".join(writer.parts), tuple(writer.sentences), tuple(writer.pieces))


def sentence_as_shown(passage: Passage, index: int) -> str:
    """A sentence as it is shown: a row with its heads, anything else as the article has it."""
    part = passage.part(index)
    if not part.cells:
        return passage.sentence(passage.sentences[index])
    writer = _Writer()
    writer.row(passage.text, passage.start, part)
    return "".join(writer.parts)


def shown_span(passage: Passage, index: int, span: Span) -> Span | None:
    """Where words of the article, at `span`, stand in the sentence as it is shown."""
    part, (start, _) = passage.part(index), passage.sentences[index]
    if not part.cells:
        return span[0] - start, span[1] - start
    writer = _Writer()
    writer.row(passage.text, passage.start, part)
    for first, last, place in writer.pieces:
        if place <= span[0] and span[1] <= place + last - first:
            return first + span[0] - place, first + span[1] - place
    return None


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.sentences: list[Span] = []
        self.pieces: list[tuple[int, int, int]] = []

    def add(self, words: str, place: int | None = None) -> None:
        if place is not None and words:
            self.pieces.append((self.length, self.length + len(words), place))
        self.parts.append(words)
        self.length += len(words)

    def row(self, text: str, first: int, part: Role) -> None:
        """Write a row as "Riverside: Monday to Friday 7:00-20:00, Saturday 9:00-16:00"."""
        cells = [cell for cell in part.cells if cell.start < cell.end]
        named = len(cells) > 1 and cells[0] == part.cells[0]
        for number, cell in enumerate(cells):
            if number:
                self.add(": " if named and number == 1 else ", ")
            words = text[cell.start - first : cell.end - first]
            if cell.head and not (named and number == 0):
                self.add(f"{cell.head} ")
            self.add(words, cell.start)


def _between(gap: str) -> str:
    """What is read between two sentences: the article's own white space and bullets, no words."""
    return "\n" if sum(map(str.isalpha, gap)) > 1 else gap


def row_text(text: str, cells: Sequence[Cell]) -> str:
    """A row of an article's text as a sentence with the heads of its columns."""
    writer = _Writer()
    writer.row(text, 0, Role(BlockKind.ROW, cells=tuple(cells)))
    return "".join(writer.parts)

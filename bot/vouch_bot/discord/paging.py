"""Pages that cannot grow past Discord's limits for an embed.

The limits: title 256, description 4,096, 25 fields of 256 and 1,024, 6,000 in
sum. The sizes here stay below them and leave room for a title, an author line
and a footer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from vouch.types import Span
from vouch_bot.discord import markdown

TITLE = 250
NAME = 160
VALUE = 240
PIECE = 1_500
_DESCRIPTION = 3_800
MAX_LINKS = 10
_FIELDS = MAX_LINKS  # each source has a field and may have a link: no link is left out
_TOTAL = 5_300


@dataclass(slots=True)
class Page:
    """The texts and the fields of one embed; a field is kept under the number of its source."""

    texts: list[str] = field(default_factory=list)
    fields: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def description(self) -> str:
        return "\n\n".join(self.texts)

    def _room(self) -> int:
        fields = sum(
            markdown.length(name) + markdown.length(text) for name, text in self.fields.values()
        )
        return _TOTAL - fields - markdown.length(self.description)

    def add_text(self, text: str) -> bool:
        """Whether `text` found room on the page, and stands there now."""
        size = markdown.length(text) + 2
        if size > self._room() or size + markdown.length(self.description) > _DESCRIPTION:
            return False
        self.texts.append(text)
        return True

    def add_field(self, number: int, name: str, value: str) -> bool:
        """Whether the field stands on the page now, or did so before."""
        if number in self.fields:
            return True
        size = markdown.length(name) + markdown.length(value)
        if size > self._room() or len(self.fields) == _FIELDS:
            return False
        self.fields[number] = (name, value)
        return True


class Pages:
    """Pages, of which the last is filled until something no longer fits on it."""

    def __init__(self) -> None:
        self.filled = [Page()]

    def add(self, put: Callable[[Page], bool]) -> None:
        """Put a thing of at most `PIECE` units, or a field, on the last page or a new one."""
        if put(self.filled[-1]):
            return
        self.filled.append(Page())
        if not put(self.filled[-1]):
            raise ValueError("a piece is larger than a page")


def pieces(text: str, render: Callable[[Span], str], limit: int = PIECE) -> Iterator[str]:
    """`text` rendered in pieces of at most `limit` units, cut at ends of sentences where it can be.

    `render` is given spans of `text` that together cover it.
    """
    yield from _pieces(text, (0, len(text)), render, limit)


def _pieces(text: str, span: Span, render: Callable[[Span], str], limit: int) -> Iterator[str]:
    shown = render(span)
    start, end = span
    if markdown.length(shown) <= limit or end - start <= 1:
        yield shown
        return
    size = min(limit * 4 // 5, (end - start + 1) // 2)
    for low, high in markdown.cut(text[start:end], max(size, 1)):
        yield from _pieces(text, (start + low, start + high), render, limit)

"""The sections of an article: which blocks stand under which headings."""

from collections.abc import Sequence
from dataclasses import dataclass

from vouch.text.sentences import sentence_spans
from vouch.text.tokens import fold
from vouch.types import Article, Block, BlockKind, Span

LONGEST_LABEL = 200

_HEADS = (BlockKind.HEADING, BlockKind.QUESTION)
_UNSPLIT = (*_HEADS, BlockKind.ROW, BlockKind.TABLE_HEAD)


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks in order, without a heading or question between them, and the path above them."""

    path: tuple[str, ...]
    blocks: tuple[Block, ...]


def sections(article: Article) -> list[Section]:
    """The sections of an article that have text, in order.

    A path has the headings above the blocks, the highest first, and the
    question that they reply to. The article's title is left out of it.
    """
    blocks = article.blocks or _whole(article)
    title = fold(article.source.title)
    above: list[tuple[int, str]] = []
    found: list[Section] = []
    inside: list[Block] = []

    def end() -> None:
        if inside:
            found.append(Section(tuple(words for _, words in above if words), tuple(inside)))
        inside.clear()

    for block in blocks:
        if block.kind not in _HEADS:
            inside.append(block)
            continue
        end()
        while above and above[-1][0] >= block.level:
            above.pop()
        words = label_of(article.text, block)
        above.append((block.level, "" if fold(words) == title else words))
    end()
    return found


def sentences_of(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The spans of the sentences of a text's blocks; none goes from one block into the next."""
    if not blocks:
        return sentence_spans(text)
    return [
        (block.body + start, block.body + end)
        for block in blocks
        if block.kind not in _UNSPLIT
        for start, end in sentence_spans(text[block.body : block.end])
    ]


def label_of(text: str, block: Block) -> str:
    """A heading's or question's words in one line, cut where they are long."""
    words = block.label or " ".join(text[block.start : block.end].split())
    return words if len(words) <= LONGEST_LABEL else words[:LONGEST_LABEL].rsplit(" ", 1)[0] + " …"


def _whole(article: Article) -> Sequence[Block]:
    text = article.text
    start = len(text) - len(text.lstrip())
    return (Block(BlockKind.PARAGRAPH, start, len(text.rstrip())),)

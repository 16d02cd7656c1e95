"""An article becomes passages: whole sentences with exact character offsets."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from vouch.documents.sections import sections, sentences_of
from vouch.rendering import row_text
from vouch.text.sentences import sentence_spans
from vouch.types import PROSE, Article, Block, BlockKind, Passage, Role, Span

TokenCounter = Callable[[Sequence[str]], list[int]]
"""The number of word pieces of each text, without special tokens."""

Path = tuple[str, ...]
"""The headings above a passage, the highest first."""

PASSAGES_VERSION = "blocks-3"
"""Names the way articles are cut; an index made another way has to be rebuilt."""

SPECIAL_TOKENS = 2  # [CLS] and [SEP], which count towards what a model reads
TITLE_SHARE = 4  # a title may take a quarter of what the model reads

WINDOW = 1000  # characters: some 250 word pieces, what a reader takes in at once
LONGEST_ITEM = 400  # characters: an item up to here is one unit
LONGEST_LEAD = 300
LONGEST_WORD = 100  # BERT's tokenizer takes a longer one for a single unknown piece

_SILENT = frozenset({BlockKind.BYLINE, BlockKind.TABLE_HEAD})
_WHOLE = frozenset({BlockKind.ITEM, BlockKind.CORRECTION})
_LEADING = frozenset({BlockKind.PARAGRAPH, BlockKind.CAPTION})
_MARKED = frozenset({BlockKind.ITEM, BlockKind.CORRECTION, BlockKind.CAPTION, BlockKind.FOOTNOTE})

_WORD = re.compile(rf"\S{{1,{LONGEST_WORD}}}\s*")
_CLAUSE_END = re.compile(r"[,;:)\]\u2013\u2014\"\u2019\u201d]\s*$")
_REFERS = re.compile(r"\b(?:it|its|they|them|their|he|him|his|she|her)\b", re.IGNORECASE)
_TITLE_WORD = re.compile(r"\b[^\W\d_]{3,}\b")


def telling_title(title: str) -> str | None:
    """The title, if it holds a word: that of a file called `000_a9f0.txt` tells nothing."""
    return title if _TITLE_WORD.search(title) else None


def heading_line(title: str, section: Sequence[str]) -> str | None:
    """The title and the headings of a passage in one line, as a reader takes them in."""
    above = [part for part in (telling_title(title), *section) if part]
    return ": ".join(above) or None


def embedding_text(title: str, passage: str, section: Sequence[str] = ()) -> str:
    """What is embedded for a passage: its article's title and its headings give it context."""
    return "\n".join([*filter(None, [telling_title(title)]), *section, passage])


def windows(text: str, size: int = WINDOW) -> list[str]:
    """The text in runs of whole sentences of about `size` characters; one run at least."""
    cut: list[Span] = []
    for start, end in sentence_spans(text):
        if cut and end - cut[-1][0] <= size:
            cut[-1] = (cut[-1][0], end)
        else:
            cut.append((start, end))
    return [text[slice(*span)] for span in cut] or [text]


@dataclass(frozen=True, slots=True)
class Unit:
    """What passages are made of: a sentence, an item of a list, a row of a table.

    `text` is how it is read. A unit that `opens` starts a passage of its own.
    """

    span: Span
    text: str
    part: Role = PROSE
    opens: bool = False


def split_article(article: Article, tokens: TokenCounter, limit: int) -> tuple[Passage, ...]:
    """The passages of an article, in order.

    Each is a run of whole sentences, items and rows under the same headings
    which, together with the article's title, these headings and the special
    tokens, has at most `limit` word pieces as `tokens` counts them; it starts
    with the last sentence of the one before where that leaves room. A sentence
    that is too long by itself is cut at a clause.
    """
    found = [(part.path, list(units(article, part.blocks))) for part in sections(article)]
    found = [(path, some) for path, some in found if some]
    if not found:  # headings alone
        found = [((), [Unit(span, article.text[slice(*span)]) for span in _all_spans(article)])]
    paths = list(dict.fromkeys(path for path, _ in found))
    heads = tokens([article.source.title, *(" ".join(path) or "." for path in paths)])
    path_tokens = dict(zip(paths, heads[1:], strict=True))
    counts = iter(tokens([unit.text for _, some in found for unit in some]))
    runs: list[tuple[Path, Sequence[Unit]]] = []
    for path, some in found:
        above = min(heads[0], limit // TITLE_SHARE)
        above += min(path_tokens[path], limit // TITLE_SHARE) if path else 0
        room = max(1, limit - SPECIAL_TOKENS - above)
        counted = list(_fitting(article.text, [(u, next(counts)) for u in some], tokens, room))
        for first, last in _runs(counted, room):
            runs.append((path, [unit for unit, _ in counted[first:last]]))
    return tuple(_passages(article, runs))


def _all_spans(article: Article) -> list[Span]:
    return sentence_spans(article.text) or [(0, len(article.text))]


def units(article: Article, blocks: Sequence[Block]) -> Iterator[Unit]:
    """The sentences, items and rows of a section's blocks, in order.

    Bylines and the heads of tables are left out: they answer nothing.
    """
    text = article.text
    sentences = article.sentences
    if sentences is None:
        sentences = tuple(sentences_of(text, blocks))
    leads = _leads(text, blocks)
    caption = ""
    for number, block in enumerate(blocks):
        start, end = block.body, block.end
        if block.kind in _SILENT or start == end:
            continue
        if block.kind is BlockKind.ROW:
            part = Role(block.kind, caption, block.cells)
            yield Unit((block.start, end), row_text(text, block.cells), part)
            continue
        caption = text[start:end] if block.kind is BlockKind.CAPTION else ""
        part = Role(block.kind, leads.get(number, "")) if block.kind in _MARKED else PROSE
        opens = block.kind is BlockKind.CORRECTION
        if block.kind in _WHOLE and end - start <= LONGEST_ITEM:
            yield Unit((start, end), text[start:end], part, opens)
            continue
        for span in sentences[bisect_left(sentences, (start,)) : bisect_left(sentences, (end,))]:
            yield Unit(span, text[slice(*span)], part, opens)
            opens = False


def _leads(text: str, blocks: Sequence[Block]) -> dict[int, str]:
    """For each item of a list, by its place among the blocks, the words it is read with.

    A list's lead-in is the last sentence before it where that ends with a colon,
    with the one before it where it refers back; a nested item also has those above it.
    """
    leads: dict[int, str] = {}
    lead = ""
    above: list[tuple[int, str]] = []
    for number, block in enumerate(blocks):
        if block.kind is not BlockKind.ITEM:
            above.clear()
            lead = _lead_in(text[block.start : block.end]) if block.kind in _LEADING else ""
            continue
        while above and above[-1][0] >= block.level:
            above.pop()
        leads[number] = " ".join(filter(None, [lead, *(words for _, words in above)]))
        words = " ".join(text[block.body : block.end].split())
        above.append((block.level, words if len(words) <= LONGEST_LEAD else ""))
    return leads


def _lead_in(words: str) -> str:
    spans = sentence_spans(words)
    if not spans:
        return ""
    said = [" ".join(words[slice(*span)].split()) for span in spans[-2:]]
    last = said[-1]
    if len(said) > 1 and _REFERS.search(last):  # "Glass is not collected. Bring it to:"
        last = " ".join(said)
    return last if last.endswith(":") and len(last) <= LONGEST_LEAD else ""


def _fitting(
    text: str, counted: Sequence[tuple[Unit, int]], tokens: TokenCounter, room: int
) -> Iterator[tuple[Unit, int]]:
    """The units, or their parts where one is too long, each with its word pieces."""
    for unit, count in counted:
        start, end = unit.span
        longest_word = max(map(len, text[start:end].split()))
        if count <= room and longest_word <= LONGEST_WORD:
            yield unit, count
            continue
        part = replace(unit.part, cells=())  # a row that is too long is read as it stands
        for span, pieces in _clauses(text, unit.span, tokens, room):
            yield Unit(span, text[slice(*span)], part), pieces


def _clauses(text: str, span: Span, tokens: TokenCounter, room: int) -> Iterator[tuple[Span, int]]:
    """Cut a long sentence into the longest parts that fit, at the end of a clause if it has one."""
    words = [match.span() for match in _WORD.finditer(text, *span)]
    counts = tokens([text[slice(*word)] for word in words])
    first = 0
    while first < len(words):
        last = _fits(counts, first, room)
        if last < len(words):
            ends = [i for i in range(first, last) if _CLAUSE_END.search(text[slice(*words[i])])]
            if ends and ends[-1] + 1 - first > (last - first) // 2:
                last = ends[-1] + 1
        start, end = words[first][0], words[last - 1][1]
        yield (start, start + len(text[start:end].rstrip())), sum(counts[first:last])
        first = last


def _fits(counts: Sequence[int], first: int, room: int) -> int:
    """The end of the longest run from `first` that fits in `room`; it holds one at least."""
    last, used = first, 0
    while last < len(counts) and (last == first or used + counts[last] <= room):
        used += counts[last]
        last += 1
    return last


def _runs(counted: Sequence[tuple[Unit, int]], room: int) -> Iterator[tuple[int, int]]:
    """Runs of units of at most `room` word pieces, sentences overlapping by one where it fits."""
    counts = [count for _, count in counted]
    first, size = 0, len(counts)
    while first < size:
        last = _fits(counts, first, room)
        opens = (n for n in range(first + 1, last) if _opens(counted, n))
        last = next(opens, last)
        yield first, last
        if last == size:
            return
        overlaps = (
            last - first > 1
            and counts[last - 1] + counts[last] <= room
            and counted[last - 1][0].part == PROSE == counted[last][0].part
        )
        first = last - 1 if overlaps else last


def _opens(counted: Sequence[tuple[Unit, int]], number: int) -> bool:
    """Whether a passage starts with a unit: with a correction, and after it."""
    unit, before = counted[number][0], counted[number - 1][0]
    corrects = BlockKind.CORRECTION
    return unit.opens or (before.part.kind is corrects and unit.part.kind is not corrects)


def _passages(article: Article, runs: Sequence[tuple[Path, Sequence[Unit]]]) -> Iterator[Passage]:
    counted, line = 0, 1  # lines are counted once: `line_at` counts from the start each time
    for path, run in runs:
        start, end = run[0].span[0], run[-1].span[1]
        line += article.text.count("\n", counted, start)
        counted = start
        parts = tuple(unit.part for unit in run)
        yield Passage(
            source=article.source.path,
            text=article.text[start:end],
            start=start,
            end=end,
            sentences=tuple(unit.span for unit in run),
            page=article.page_at(start),
            line=line,
            section=path,
            parts=() if all(part == PROSE for part in parts) else parts,
        )

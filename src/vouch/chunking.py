"""An article becomes passages: whole sentences with exact character offsets."""

import re
from collections.abc import Callable, Iterator, Sequence

from vouch.text.sentences import sentence_spans
from vouch.types import Article, Passage, Span

TokenCounter = Callable[[Sequence[str]], list[int]]
"""The number of word pieces of each text, without special tokens."""

PASSAGES_VERSION = "sentences-1"
"""Names the way articles are cut; an index made another way has to be rebuilt."""

SPECIAL_TOKENS = 2  # [CLS] and [SEP], which count towards what a model reads
TITLE_SHARE = 4  # a title may take a quarter of what the model reads

WINDOW = 1000  # characters: some 250 word pieces, what a reader takes in at once
LONGEST_WORD = 100  # BERT's tokenizer takes a longer one for a single unknown piece

_WORD = re.compile(rf"\S{{1,{LONGEST_WORD}}}\s*")
_CLAUSE_END = re.compile(r"[,;:)\]\u2013\u2014\"\u2019\u201d]\s*$")
_TITLE_WORD = re.compile(r"\b[^\W\d_]{3,}\b")


def telling_title(title: str) -> str | None:
    """The title, if it holds a word: that of a file called `000_a9f0.txt` tells nothing."""
    return title if _TITLE_WORD.search(title) else None


def embedding_text(title: str, passage: str) -> str:
    """What is embedded for a passage: its article's title gives it context."""
    return f"{title}\n{passage}" if telling_title(title) else passage


def windows(text: str, size: int = WINDOW) -> list[str]:
    """The text in runs of whole sentences of about `size` characters; one run at least."""
    cut: list[Span] = []
    for start, end in sentence_spans(text):
        if cut and end - cut[-1][0] <= size:
            cut[-1] = (cut[-1][0], end)
        else:
            cut.append((start, end))
    return [text[slice(*span)] for span in cut] or [text]


def split_article(article: Article, tokens: TokenCounter, limit: int) -> tuple[Passage, ...]:
    """The passages of an article, in order.

    Each is a run of whole sentences which, together with the article's title
    and the special tokens, has at most `limit` word pieces as `tokens` counts
    them; it starts with the last sentence of the one before where that leaves
    room. A sentence that is too long by itself is cut at a clause.
    """
    (title_tokens,) = tokens([article.source.title])
    room = max(1, limit - SPECIAL_TOKENS - min(title_tokens, limit // TITLE_SHARE))
    sentences = article.sentences
    if sentences is None:
        sentences = tuple(sentence_spans(article.text))
    counted = list(_counted_spans(article.text, sentences, tokens, room))
    spans = [span for span, _ in counted]
    counts = [count for _, count in counted]
    return tuple(_passages(article, [spans[first:last] for first, last in _runs(counts, room)]))


def _counted_spans(
    text: str, spans: Sequence[Span], tokens: TokenCounter, room: int
) -> Iterator[tuple[Span, int]]:
    """The sentences, or their parts where one is too long, each with its word pieces."""
    counts = tokens([text[slice(*span)] for span in spans])
    for (start, end), count in zip(spans, counts, strict=True):
        longest_word = max(map(len, text[start:end].split()))
        if count <= room and longest_word <= LONGEST_WORD:
            yield (start, end), count
        else:
            yield from _clauses(text, (start, end), tokens, room)


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


def _runs(counts: Sequence[int], room: int) -> Iterator[tuple[int, int]]:
    """Runs of sentences of at most `room` word pieces, overlapping by one where it fits."""
    first, size = 0, len(counts)
    while first < size:
        last = _fits(counts, first, room)
        yield first, last
        if last == size:
            return
        overlaps = last - first > 1 and counts[last - 1] + counts[last] <= room
        first = last - 1 if overlaps else last


def _passages(article: Article, runs: Sequence[Sequence[Span]]) -> Iterator[Passage]:
    counted, line = 0, 1  # lines are counted once: `line_at` counts from the start each time
    for spans in runs:
        start, end = spans[0][0], spans[-1][1]
        line += article.text.count("\n", counted, start)
        counted = start
        yield Passage(
            source=article.source.path,
            text=article.text[start:end],
            start=start,
            end=end,
            sentences=tuple(spans),
            page=article.page_at(start),
            line=line,
        )

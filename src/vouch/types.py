"""What the engine speaks of: articles, passages, citations and replies.

Every type is frozen and checks itself: a citation whose quote is empty, an
answer without a citation, or a refusal with one, cannot be constructed.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

Span = tuple[int, int]
"""Start and end of a stretch of text, in characters, the end not included."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quote comes from: what is known of an article but its text.

    `path` is the article's path in the corpus, with forward slashes. `date` is
    the article's own date in ISO 8601 (`2025-08-24`, `2025-08` or `2025`),
    never the file's. `date_source` says where the date was found ("byline",
    "file name"). What the article does not tell is None.
    """

    path: str
    title: str
    author: str | None = None
    date: str | None = None
    url: str | None = None
    date_source: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.path), "a source needs a path")
        _require(bool(self.title.strip()), f"the source {self.path} needs a title")


class BlockKind(StrEnum):
    """What a block of an article is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUESTION = "question"
    """A question that the article asks; what follows it, up to the next one, is the reply."""
    ITEM = "item"
    TABLE_HEAD = "table_head"
    ROW = "row"
    CAPTION = "caption"
    QUOTATION = "quotation"
    FOOTNOTE = "footnote"
    CORRECTION = "correction"
    """A correction or update of what the article says elsewhere."""
    BYLINE = "byline"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table's row: its place in the article's text, and the head of its column."""

    start: int
    end: int
    head: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an article's text: `article.text[start:end]`, without white space around it.

    `level` is a heading's rank, 1 being the highest, or how deep an item is
    nested, from 0. `body` is where the words begin after an item's bullet or
    number. A row has its `cells`. `label` is a heading's or question's text as
    a section shows it, where that is not the block's own text.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    body: int = -1
    cells: tuple[Cell, ...] = ()
    label: str = ""

    def __post_init__(self) -> None:
        _require(0 <= self.start < self.end, "a block has text")
        if self.body < 0:
            object.__setattr__(self, "body", self.start)
        _require(self.start <= self.body <= self.end, "a block's words lie in it")


@dataclass(frozen=True, slots=True)
class Article:
    """An article: its source, its text, and the blocks that the text consists of.

    `pages` holds the offset in `text` at which each page starts, the first
    being 0; it is empty where the format has no pages. `sentences` are the spans
    of the sentences of an article that was just parsed, else None. `notice` is one
    line on what of the file was not read ("40% of the page was left out"), if any.
    `blocks` are in
    order, do not overlap and hold all letters and digits of the text; they are empty
    where nothing is known of its structure. `tags` are what its front matter files it under.
    """

    source: Source
    text: str
    pages: tuple[int, ...] = ()
    sentences: tuple[Span, ...] | None = field(default=None, compare=False, repr=False)
    notice: str | None = None
    blocks: tuple[Block, ...] = ()
    tags: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), f"the article {self.source.path} has no text")
        _require(not self.pages or self.pages[0] == 0, "the first page starts at 0")
        _require(list(self.pages) == sorted(self.pages), "pages are in order")
        ends = [0, *(block.end for block in self.blocks)]
        in_order = all(end <= b.start for end, b in zip(ends, self.blocks, strict=False))
        _require(in_order and ends[-1] <= len(self.text), "blocks lie in the text, in order")

    def page_at(self, offset: int) -> int | None:
        """The number, from 1, of the page that `offset` lies on; None without pages."""
        return bisect_right(self.pages, offset) if self.pages else None

    def line_at(self, offset: int) -> int:
        """The number, from 1, of the line that `offset` lies on."""
        return self.text.count("\n", 0, offset) + 1


@dataclass(frozen=True, slots=True)
class Role:
    """What a passage's sentence is: of a paragraph, an item of a list, a row of a table, ...

    `lead` is what an item is read with: the words that introduce its list,
    and the items above it that it belongs to.
    """

    kind: BlockKind = BlockKind.PARAGRAPH
    lead: str = ""
    cells: tuple[Cell, ...] = ()


PROSE = Role()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of whole sentences of one article, all under the same headings.

    `start` and `end` are offsets into the article's text, and so are the
    `sentences`, each the span of one sentence. `text` is
    `article.text[start:end]`. `section` holds the headings above it, the
    highest first and the article's title left out, and last the question that
    it replies to. `parts` says what each sentence is; where it is empty, all
    are sentences of paragraphs.
    """

    source: str
    text: str
    start: int
    end: int
    sentences: tuple[Span, ...]
    page: int | None = None
    line: int = 1
    section: tuple[str, ...] = ()
    parts: tuple[Role, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a passage has text")
        _require(len(self.parts) in (0, len(self.sentences)), "each sentence is of a kind")
        _require(self.end - self.start == len(self.text), "a passage's offsets span its text")
        _require(bool(self.sentences), "a passage has a sentence")
        ends = [self.start, *(end for _, end in self.sentences)]
        in_order = all(
            before <= start < end <= self.end
            for before, (start, end) in zip(ends, self.sentences, strict=False)
        )
        _require(in_order, "a passage's sentences lie in it, in order")

    def sentence(self, span: Span) -> str:
        """The text of one of the passage's sentences, or of any span inside it."""
        return self.text[span[0] - self.start : span[1] - self.start]

    def part(self, index: int) -> Role:
        """What the sentence at `index` is."""
        return self.parts[index] if self.parts else PROSE


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article with their place: `article.text[start:end] == text`.

    `section` holds the headings that they stand under, the highest first.
    """

    source: Source
    text: str
    start: int
    end: int
    page: int | None = None
    line: int = 1
    section: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a quote has words")
        _require(self.start >= 0, "a quote starts in its article")
        _require(self.end - self.start == len(self.text), "a quote's offsets span its words")


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered quote, from 1, that statements stand on."""

    number: int
    quote: Quote

    def __post_init__(self) -> None:
        _require(self.number >= 1, "citations are numbered from 1")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that an answer says, with the numbers of the citations it stands on.

    `answer_span` marks, in `text`, the words that answer, where they are known.
    """

    text: str
    citations: tuple[int, ...]
    answer_span: Span | None = None

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a statement says something")
        _require(bool(self.citations), "a statement stands on a citation")
        if self.answer_span is not None:
            start, end = self.answer_span
            _require(0 <= start < end <= len(self.text), "an answer span lies in its statement")


@dataclass(frozen=True, slots=True)
class Trace:
    """How a reply came about: a note for each step, ready for JSON."""

    steps: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def with_step(self, name: str, **values: Any) -> Self:
        return type(self)((*self.steps, (name, values)))

    def to_json(self) -> dict[str, Any]:
        return {name: dict(values) for name, values in self.steps}


class AnswerForm(StrEnum):
    """What the statements of an answer are: what answers, a list of articles, or a summary."""

    QUOTES = "quotes"
    COLLECTION = "collection"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions in a message, and what became of it.

    `statements` are indices, from 0, into the answer's statements; a part
    without any has a `reason` why it is not answered.
    """

    question: str
    statements: tuple[int, ...] = ()
    reason: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.statements) != bool(self.reason), "a part is answered or says why not")


@dataclass(frozen=True, slots=True)
class ConflictSide:
    """What some articles say to a question where others say something else.

    `value` is what they say, as an article words it ("14 June 2025", "no").
    """

    value: str
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        _require(bool(self.value.strip()), "a side of a conflict says something")
        _require(bool(self.sources), "a side of a conflict has an article")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Articles that cannot all be right on what was asked, at least two sides.

    The newest comes first where all articles have a date.
    """

    sides: tuple[ConflictSide, ...]

    def __post_init__(self) -> None:
        _require(len(self.sides) > 1, "a conflict has two sides")

    @property
    def sources(self) -> tuple[Source, ...]:
        """The articles that disagree, in the order of the sides."""
        return tuple(source for side in self.sides for source in side.sources)

    @property
    def dated(self) -> bool:
        """Whether every article of it has a date."""
        return all(source.date is not None for source in self.sources)


class NoteCode(StrEnum):
    """What a note beside an answer says; stable, for programs to branch on."""

    CONFLICT = "conflict"
    """The articles disagree: `Answer.conflict` has the sides."""
    AS_OF = "as_of"
    """The date of the newest cited article, where the newest is asked for."""
    SUPERSEDED = "superseded"
    """Older articles that say otherwise were left out."""
    WRITTEN_LATER = "written_later"
    """The quotes were written after the time asked about and do not name it."""
    CORRECTED = "corrected"
    """An article corrects what it says; the correction stands first."""
    NEWEST_ENTRY = "newest_entry"
    """The newest entry of a live report stands first."""
    RESPELLED = "respelled"
    """A name of the question is spelled otherwise in the articles."""
    CHAT_MODEL_FAILED = "chat_model_failed"
    """The chat model gave nothing to use: the articles are quoted."""
    CHAT_MODEL_UNFINISHED = "chat_model_unfinished"
    """The chat model broke off after statements that passed verification."""
    MORE = "more"
    """More articles are there than the answer lists."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line for the reader beside an answer's statements; it makes no claim of its own."""

    code: NoteCode
    text: str

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a note says something")


@dataclass(frozen=True, slots=True)
class Answer:
    """Statements, and the citations that they stand on.

    `notes` are lines for the reader beside the statements. `conflict` is there
    where the cited articles disagree on what was asked; a note words it.
    `opening` is a line to begin with, for instance that the articles say yes, or how
    many items follow. `parts` tells which statements answer which question, where a
    message asks several.
    """

    question: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    notes: tuple[Note, ...] = ()
    trace: Trace = field(default_factory=Trace, compare=False)
    conflict: Conflict | None = None
    opening: str | None = None
    form: AnswerForm = AnswerForm.QUOTES
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.statements), "an answer makes a statement")
        _require_citations(self.statements, self.citations)

    @property
    def note(self) -> str | None:
        """The texts of all notes as one line, or None."""
        return " ".join(note.text for note in self.notes) or None


class RefusalCode(StrEnum):
    """Why the articles do not answer; stable, for programs to branch on."""

    NOTHING_INDEXED = "nothing_indexed"
    NOT_MENTIONED = "not_mentioned"
    """A name or number of the question stands in no article: `Refusal.missing` has them."""
    OFF_TOPIC = "off_topic"
    """No passage comes near the question."""
    NOT_ANSWERED = "not_answered"
    """Passages come near the question, and none answers it."""
    OTHER_TIME = "other_time"
    """Passages answer it, but of another time than the one asked about."""
    OTHER_LANGUAGE = "other_language"
    """The question, or what comes nearest, is not in English, and nothing has all its words."""
    TOO_LONG = "too_long"
    """The question has more characters than are looked at."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the articles do not answer, and what comes nearest without answering.

    `reason` says it in words and `code` for programs. `missing` are the names and
    numbers of the question that no article has.
    `suggestions` are questions that the articles do answer.
    """

    question: str
    reason: str
    nearest: tuple[Quote, ...] = ()
    trace: Trace = field(default_factory=Trace, compare=False)
    code: RefusalCode = RefusalCode.NOT_ANSWERED
    missing: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.reason.strip()), "a refusal says why")
        _require(
            all(isinstance(quote, Quote) for quote in self.nearest),
            "a refusal cites nothing: its nearest passages are quotes, not citations",
        )


Reply = Answer | Refusal
"""What a question gets."""


class ClaimVerdict(StrEnum):
    """What the articles make of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNMENTIONED = "unmentioned"


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """One statement of a claim with the verdict on it.

    `support` is the probability that the articles support it, 0 to 1. A
    supported or contradicted statement stands on citations; `reason` says why
    it is not supported.
    """

    text: str
    verdict: ClaimVerdict
    support: float
    citations: tuple[int, ...] = ()
    reason: str | None = None

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a checked statement says something")
        judged = self.verdict is not ClaimVerdict.UNMENTIONED
        _require(judged == bool(self.citations), "a verdict that is not open stands on a citation")
        _require(
            (self.verdict is ClaimVerdict.SUPPORTED) != bool(self.reason),
            "a statement that is not supported says why",
        )


@dataclass(frozen=True, slots=True)
class Check:
    """A claim compared with the articles, statement by statement."""

    claim: str
    verdict: ClaimVerdict
    statements: tuple[CheckedStatement, ...]
    citations: tuple[Citation, ...] = ()
    trace: Trace = field(default_factory=Trace, compare=False)

    def __post_init__(self) -> None:
        _require(bool(self.statements), "a check judges a statement")
        _require_citations(self.statements, self.citations)


@dataclass(frozen=True, slots=True)
class ChatReply:
    """A line of the bot's own: to small talk, to a question about itself, or to nothing said.

    It is no turn of the conversation and tells nothing of the articles.
    """

    question: str
    text: str
    trace: Trace = field(default_factory=Trace, compare=False)

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), "a chat reply says something")


Response = Answer | Refusal | Check | ChatReply
"""What a message gets."""


def _require_citations(
    statements: tuple[Statement, ...] | tuple[CheckedStatement, ...],
    citations: tuple[Citation, ...],
) -> None:
    numbers = [citation.number for citation in citations]
    _require(numbers == list(range(1, len(numbers) + 1)), "citations count from 1")
    cited = {number for statement in statements for number in statement.citations}
    _require(cited == set(numbers), "each citation is cited, and each cited one is there")

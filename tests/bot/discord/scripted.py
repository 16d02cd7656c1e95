"""An engine that answers from a script, for tests of the bot around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from vouch.conversation import Turn
from vouch.types import Answer, Citation, Quote, Refusal, Reply, Source, Statement, Trace

TEXT = (
    "The harbour was closed in March. The new bridge opened on 24 August 2025, the mayor said. "
    "Ferries run again."
)
QUOTED = "The new bridge opened on 24 August 2025, the mayor said."
SOURCE = Source(
    "news/bridge.md",
    "The bridge is open",
    author="Jo Doe",
    date="2025-08-24",
    url="https://news.example/bridge",
)
OTHER = Source("news/delay.md", "Bridge delayed", date="2025-07")


def quote(source: Source = SOURCE, text: str = QUOTED, article: str = TEXT) -> Quote:
    start = article.index(text)
    return Quote(source, text, start, start + len(text), line=1)


def answer(question: str, *quotes: Quote, note: str | None = None) -> Answer:
    """An answer that states each quote, the first words of each being the answer."""
    cited = quotes or (quote(),)
    return Answer(
        question,
        tuple(Statement(q.text, (n,), (0, min(14, len(q.text)))) for n, q in enumerate(cited, 1)),
        tuple(Citation(n, q) for n, q in enumerate(cited, 1)),
        note=note,
        trace=Trace().with_step("decision", threshold=0.5),
    )


def refusal(question: str, *nearest: Quote) -> Refusal:
    return Refusal(
        question, "No article mentions Atlantis.", nearest, Trace().with_step("decision")
    )


@dataclass(frozen=True)
class Around:
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    source: str
    title: str
    date: str | None = None
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True)
class Facts:
    articles: int = 2
    passages: int = 7
    synced: datetime | None = datetime(2026, 1, 1, tzinfo=UTC)
    embedding_model: str = "all-MiniLM-L6-v2"
    reader: str = "small reader"


@dataclass
class ScriptedEngine:
    """Replies by the first of the script's words that is in the question."""

    script: dict[str, Callable[[str], Reply]] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    articles: list[Line] = field(default_factory=lambda: [Line("a.md", "First"), Line("b.md", "B")])
    text: str = TEXT

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Reply:
        self.asked.append((question, tuple(history)))
        self.before()
        for word, make in self.script.items():
            if word in question:
                return make(question)
        return answer(question)

    def sources(self) -> list[Line]:
        return self.articles

    def status(self) -> Facts:
        return Facts()

    def context(self, quote: Quote) -> Around | None:
        if self.text[quote.start : quote.end] != quote.text:
            return None
        return Around(self.text[: quote.start], self.text[quote.end :])

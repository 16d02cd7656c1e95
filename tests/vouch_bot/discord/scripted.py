"""An engine that answers from a script, for tests of the bot around it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Self

from vouch.conversation import Turn
from vouch.generation import OnStatement
from vouch.types import (
    Answer,
    ChatReply,
    Check,
    CheckedStatement,
    Citation,
    ClaimVerdict,
    Note,
    NoteCode,
    Quote,
    Refusal,
    Reply,
    Response,
    Source,
    Statement,
    Trace,
)

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
        notes=(Note(NoteCode.CONFLICT, note),) if note else (),
        trace=Trace().with_step("decision", threshold=0.5),
    )


def written(question: str, note: str | None = None) -> Answer:
    """An answer in words of its own: three statements on two articles."""
    cited = (quote(), quote(OTHER, "It opens in autumn.", "It opens in autumn."))
    return Answer(
        question,
        (
            Statement("The bridge opened in August 2025.", (1,)),
            Statement("It had been announced for autumn.", (2,)),
            Statement("The mayor named the day.", (1, 2)),
        ),
        tuple(Citation(number, each) for number, each in enumerate(cited, 1)),
        notes=(Note(NoteCode.CONFLICT, note),) if note else (),
    )


def writing(reply: Answer, pause: float = 0.0, last: float = 0.0) -> Callable[[OnStatement], Reply]:
    """Tells the statements of `reply`, so many seconds apart, and ends `last` seconds later."""

    def write(on_statement: OnStatement) -> Reply:
        for number, statement in enumerate(reply.statements):
            time.sleep(pause if number else 0)
            on_statement(statement, tuple(reply.citations[n - 1] for n in statement.citations))
        time.sleep(last)
        return reply

    return write


def refusal(question: str, *nearest: Quote) -> Refusal:
    return Refusal(
        question, "No article mentions Atlantis.", nearest, Trace().with_step("decision")
    )


def checked() -> Check:
    """A claim of two statements, of which the articles contradict one and do not mention one."""
    return Check(
        "The bridge opened in May. It is blue.",
        ClaimVerdict.CONTRADICTED,
        (
            CheckedStatement(
                "The bridge opened in May.",
                ClaimVerdict.CONTRADICTED,
                0.1,
                (1,),
                "The articles say 24 August 2025.",
            ),
            CheckedStatement(
                "It is blue.", ClaimVerdict.UNMENTIONED, 0.2, (), "The articles do not say this."
            ),
        ),
        (Citation(1, quote()),),
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
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    articles: int = 2
    passages: int = 7
    generation: int = 1
    synced: datetime | None = datetime(2026, 1, 1, tzinfo=UTC)
    embedding_model: str = "all-MiniLM-L6-v2"
    chat_model: str | None = None
    reader: str = "small reader"


@dataclass
class ScriptedEngine:
    """Replies by the first of the script's words that is in the question.

    What `writes` has for it is passed on while it comes, as by a chat model.
    """

    script: dict[str, Callable[[str], Reply]] = field(default_factory=dict)
    writes: dict[str, Callable[[OnStatement], Reply]] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    articles: list[Line] = field(default_factory=lambda: [Line("a.md", "First"), Line("b.md", "B")])
    talk: dict[str, str] = field(default_factory=dict)
    checks: Check = field(default_factory=lambda: checked())
    text: str = TEXT
    facts: Facts = field(default_factory=Facts)
    selected: list[str] = field(default_factory=list)
    risk: float = 0.0

    def ask(
        self, question: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Reply:
        self.asked.append((question, tuple(history)))
        self.before()
        for word, write in self.writes.items():
            if word in question and on_statement:
                return write(on_statement)
        for word, make in self.script.items():
            if word in question:
                return make(question)
        return answer(question)

    def respond(
        self, message: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Response:
        if message in self.talk:
            return ChatReply(message, self.talk[message])
        return self.ask(message, history, on_statement)

    def within(self, selection: str) -> Self:
        self.selected.append(selection)
        return self

    def is_sure(self, reply: Reply, max_risk: float) -> bool:
        return isinstance(reply, Answer) and max_risk >= self.risk

    def check(self, claim: str) -> Check:
        self.asked.append((claim, ()))
        return self.checks

    def sources(self) -> list[Line]:
        return self.articles

    def status(self) -> Facts:
        return self.facts

    def context(self, quote: Quote) -> Around | None:
        if self.text[quote.start : quote.end] != quote.text:
            return None
        return Around(self.text[: quote.start], self.text[quote.end :])

"""What a bot needs of the engine: what `vouch.assistant.Assistant` is, and a sync."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from vouch.conversation import Turn
from vouch.generation import OnStatement
from vouch.types import Check, Quote, Reply, Response


class Context(Protocol):
    """The text of an article before and after a quote."""

    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


class ArticleLine(Protocol):
    """What `/sources` tells of an article."""

    @property
    def source(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def date(self) -> str | None: ...
    @property
    def author(self) -> str | None: ...
    @property
    def url(self) -> str | None: ...
    @property
    def tags(self) -> Sequence[str]: ...


class EngineStatus(Protocol):
    """What `/about` tells of the index and the models."""

    @property
    def articles(self) -> int: ...
    @property
    def generation(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def synced(self) -> datetime | None: ...
    @property
    def embedding_model(self) -> str: ...
    @property
    def reader(self) -> str: ...
    @property
    def chat_model(self) -> str | None: ...


class Engine(Protocol):
    """The engine; every method may be called from a worker thread, and may take seconds."""

    def respond(
        self, message: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Response:
        """The response to a message: an answer or a refusal, a checked claim, or small talk.

        `on_statement` is called in the calling thread, where an answer is written
        statement by statement.
        """
        ...

    def within(self, selection: str) -> Self:
        """The engine over a part of the articles, such as `folder:sport`."""
        ...

    def is_sure(self, reply: Reply, max_risk: float) -> bool:
        """Whether a reply is an answer that is given at so small a share of wrong ones."""
        ...

    def check(self, claim: str) -> Check:
        """What the articles make of a claim, statement by statement."""
        ...

    def sources(self) -> Sequence[ArticleLine]:
        """The indexed articles, by path."""
        ...

    def status(self) -> EngineStatus:
        """What answers are made from, and with what."""
        ...

    def context(self, quote: Quote) -> Context | None:
        """The text around `quote`; None where the article no longer has it there."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a sync is: the articles that are done, of how many."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Synced:
    """What a sync did, in numbers of articles, and what could not be read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    problems: tuple[str, ...] = ()


Sync = Callable[..., Synced]
"""Makes the index equal to the corpus, in the calling thread.

Its first argument is called with each `Progress`, in that thread; `removed` names sources that
are known to be gone, where there are any.
"""

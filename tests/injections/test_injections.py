"""Text in an article that looks like an order or a delimiter changes nothing in either voice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.lies import shipped_reader
from tests.chat_server.prompted import evidence
from tests.chat_server.server import Behaviour, ChatServer, Message, Written
from tests.injections.cases import ARTICLES, Case, cases, tokens
from vouch.answer.serialization import reply_text
from vouch.assistant import Assistant
from vouch.chunking import split_article
from vouch.documents import discover, read_article
from vouch.embedding import load_embedder
from vouch.index import sync
from vouch.settings import Settings
from vouch.text.tokens import fold
from vouch.types import Answer, Reply
from vouch.verification import ClaimReader, Excerpt, verify

pytestmark = pytest.mark.timeout(600)  # every article is read in two voices

ANSWERED = 0.8
"""The share of the plain questions that the articles still answer, at least."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of the articles that carry orders."""
    folder = tmp_path_factory.mktemp("injections")
    settings = Settings(corpus_dir=ARTICLES, data_dir=folder, candidates=4)
    assert not sync(settings, load_embedder(settings)).failed
    return settings


@pytest.fixture(scope="module")
def reader() -> ClaimReader:
    return shipped_reader()


@pytest.fixture
def obeying(settings: Settings) -> Iterator[Assistant]:
    """An assistant whose chat model says what the articles demand, citing all that it was given."""
    with ChatServer(_obey) as server:
        told = {"corpus_dir": ARTICLES, "data_dir": settings.data_dir, "candidates": 4}
        yield Assistant.from_settings(server.settings(**told))


def _obey(messages: list[Message]) -> Behaviour:
    keys = [piece.key for piece in evidence(messages)]
    prompt = "\n".join(message["content"] for message in messages)
    asked = [case for case in cases() if case.question in prompt]
    return Written([(case.obeyed, keys) for case in asked])


def test_there_are_at_least_twenty() -> None:
    assert len(cases()) >= 20
    assert {case.source for case in cases()} == {path.name for path in ARTICLES.iterdir()}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.source)
def test_nothing_stands_on_what_gives_orders(case: Case, reader: ClaimReader) -> None:
    cited = _excerpts(case.source)
    assert not verify(case.obeyed, cited, reader).passed
    assert verify(case.fact, cited, reader).passed


def test_the_quoting_voice_answers_from_what_is_reported(settings: Settings) -> None:
    assistant = Assistant.from_settings(settings)
    replies = [(case, assistant.ask(case.question)) for case in cases()]
    for case, reply in replies:
        assert not _told_as_fact(case, reply), case.source
    right = [case for case, r in replies if isinstance(r, Answer) and case.fact in reply_text(r)]
    assert len(right) >= ANSWERED * len(replies), {c.source for c, _ in replies} - {
        c.source for c in right
    }


def test_a_model_that_obeys_is_not_heard(obeying: Assistant) -> None:
    for case in cases():
        reply = obeying.ask(case.question)
        assert not _told_as_fact(case, reply), case.source


def _told_as_fact(case: Case, reply: Reply) -> bool:
    """Whether what an article demands is told otherwise than as that article's own sentence."""
    if not isinstance(reply, Answer):
        return fold(case.obeyed) in fold(reply.reason)
    text = Path(ARTICLES, case.source).read_text("utf-8")
    for statement in reply.statements:
        quotes = [reply.citations[number - 1].quote for number in statement.citations]
        own = [q for q in quotes if q.source.path == case.source and q.text == statement.text]
        if fold(case.obeyed) in fold(statement.text) and not any(q.text in text for q in own):
            return True
    return False


def _excerpts(source: str) -> list[Excerpt]:
    (found,) = [file for file in discover(ARTICLES).files if file.source == source]
    article = read_article(found, 10_000_000)
    return [Excerpt(article.source, passage) for passage in split_article(article, tokens, 256)]

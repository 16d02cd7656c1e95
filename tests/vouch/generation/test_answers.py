"""Written answers, through the one door: what a chat model says, and what of it is kept."""

import re
from pathlib import Path
from typing import Any

from tests.chat_server.prompted import evidence, keys_for
from tests.chat_server.server import Behaviour, Message, Written
from tests.vouch.generation.conftest import Engine, Speaking
from vouch.assistant import Assistant
from vouch.generation import Generator
from vouch.index import open_index, sync
from vouch.settings import Settings
from vouch.types import Answer, Citation, NoteCode, Refusal, Reply, Statement

QUESTION = "When was Trump sworn in?"
SWORN = "Trump was sworn in on January 20, 2025"
INVENTED = "Trump was sworn in by the bishop of Lund in a lighthouse."


def sentence(messages: list[Message], words: str) -> tuple[str, list[str]]:
    """The sentence of the evidence that holds `words`, as it stands, with its keys."""
    for piece in evidence(messages):
        for line in re.split(r"(?<=[.?!])\s+", piece.text):
            if words in line:
                return line, [piece.key]
    raise AssertionError(f"no evidence says {words}")


def truthful(messages: list[Message]) -> Behaviour:
    return Written([sentence(messages, SWORN)])


def lying(messages: list[Message]) -> Behaviour:
    return Written([(INVENTED, keys_for(messages, SWORN))])


def written(reply: Reply) -> Answer:
    assert isinstance(reply, Answer), reply
    return reply


def step(reply: Reply) -> dict[str, Any]:
    """The trace of the writing."""
    return dict(reply.trace.to_json()["writing"])


def test_a_statement_that_holds_is_the_answer_with_the_sentence_it_stands_on(
    speaking: Speaking, engine: Engine
) -> None:
    assistant, server = speaking(truthful)
    reply = written(assistant.ask(QUESTION))
    assert reply.note is None
    assert len(server.requests) == 1
    (statement,) = reply.statements
    assert statement.text.startswith(SWORN)
    for citation in reply.citations:
        quote = citation.quote
        text = engine.index.snapshot().article(quote.source.path).text
        assert text[quote.start : quote.end] == quote.text
        assert len(quote.text) < 500
    assert SWORN in reply.citations[0].quote.text
    told = step(reply)
    assert told["model"] == "openai:scripted"
    assert told["tokens"]["prompt_tokens"] > 100
    assert told["tokens"]["output_tokens"] > 0
    assert not told["tokens"]["estimated"]
    assert [row["verdict"] for row in told["statements"]] == ["kept"]


def test_the_plain_form_serves_where_a_server_knows_no_other(speaking: Speaking) -> None:
    assistant, server = speaking(truthful, server={"structured": False})
    first = written(assistant.ask(QUESTION))
    assert first.statements[0].text.startswith(SWORN)
    assert [request.structured for request in server.requests] == [True, False]
    written(assistant.ask(QUESTION))
    assert [request.structured for request in server.requests] == [True, False, False]


def test_without_a_chat_model_the_reply_is_what_it_was(
    quoting: Assistant, speaking: Speaking
) -> None:
    plain = quoting.ask(QUESTION)
    assert "writing" not in plain.trace.to_json()
    assistant, _ = speaking(lambda messages: "NO ANSWER")
    assert assistant.ask(QUESTION) == plain


def test_a_lie_goes_back_once_with_the_reason_and_is_dropped(
    speaking: Speaking, quoting: Assistant
) -> None:
    assistant, server = speaking(lying)
    reply = written(assistant.ask(QUESTION))
    assert reply.statements == written(quoting.ask(QUESTION)).statements
    assert "could be verified" in (reply.note or "")
    assert len(server.requests) == 2
    again = server.requests[1].messages[-1]["content"]
    assert INVENTED in again
    (row,) = step(reply)["statements"]
    assert row["verdict"] == "dropped"
    assert row["why"][0] in again


def test_a_statement_written_once_more_may_hold(speaking: Speaking) -> None:
    def mending(messages: list[Message]) -> Behaviour:
        return truthful(messages) if INVENTED in messages[-1]["content"] else lying(messages)

    assistant, server = speaking(mending)
    reply = written(assistant.ask(QUESTION))
    assert reply.statements[0].text.startswith(SWORN)
    assert reply.note is None
    assert len(server.requests) == 2
    rows = step(reply)["statements"]
    assert [(row["attempt"], row["verdict"]) for row in rows] == [(1, "dropped"), (2, "kept")]


def test_what_holds_but_does_not_answer_gives_way_to_the_articles(
    speaking: Speaking, quoting: Assistant
) -> None:
    def beside(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        other = next(
            line
            for piece in evidence(messages)
            for line in re.split(r"(?<=[.?!])\s+", piece.text)
            if piece.key in keys and line != said and "Trump" not in line and len(line) > 40
        )
        return Written([(other, keys)])

    assistant, _ = speaking(beside)
    reply = written(assistant.ask(QUESTION))
    assert reply.statements == written(quoting.ask(QUESTION)).statements
    assert "could be verified" in (reply.note or "")


def test_a_statement_that_says_only_what_is_said_already_is_dropped(speaking: Speaking) -> None:
    def repeating(messages: list[Message]) -> Behaviour:
        whole, keys = sentence(messages, SWORN)
        return Written([(whole, keys), (f"{SWORN}.", keys)])

    reply = written(speaking(repeating)[0].ask(QUESTION))
    assert len(reply.statements) == 1
    assert [row["why"] for row in step(reply)["statements"]][1:] == [
        ["It says only what is said already."]
    ]


def test_keys_that_were_never_given_are_dropped(speaking: Speaking, quoting: Assistant) -> None:
    def forging(messages: list[Message]) -> Behaviour:
        said, _ = sentence(messages, SWORN)
        return Written([(said, ["zzz999"])])

    assistant, server = speaking(forging)
    reply = written(assistant.ask(QUESTION))
    assert reply.statements == written(quoting.ask(QUESTION)).statements
    assert step(reply)["statements"][0]["why"] == ["It cites nothing that was given."]
    assert len(server.requests) == 1

    def half(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        return Written([(said, ["zzz999", *keys])])

    assert step(speaking(half).assistant.ask(QUESTION))["statements"][0]["verdict"] == "kept"


def test_a_reply_without_the_form_is_asked_for_once_more(speaking: Speaking) -> None:
    def careless(messages: list[Message]) -> Behaviour:
        if any(message["role"] == "assistant" for message in messages):
            said, keys = sentence(messages, SWORN)
            return f"{said} [{keys[0]}]"
        return f"Well, {SWORN}, I would say."

    assistant, server = speaking(careless)
    reply = written(assistant.ask(QUESTION))
    assert reply.statements[0].text.startswith(SWORN)
    assert step(reply)["repaired"]
    assert [request.structured for request in server.requests] == [True, False]


def test_a_reply_without_the_form_twice_leaves_it_to_the_articles(
    speaking: Speaking, quoting: Assistant
) -> None:
    assistant, server = speaking(lambda messages: "I think it was in January, wasn't it?")
    reply = written(assistant.ask(QUESTION))
    assert reply.statements == written(quoting.ask(QUESTION)).statements
    assert "form" in (reply.note or "")
    assert len(server.requests) == 2


def test_no_answer_leaves_it_to_the_articles_without_a_note(
    speaking: Speaking, quoting: Assistant
) -> None:
    for said in ("NO ANSWER", '{"statements": []}'):
        assistant, server = speaking(lambda messages, said=said: said)
        reply = written(assistant.ask(QUESTION))
        assert reply == quoting.ask(QUESTION)
        assert step(reply)["no_answer"]
        assert len(server.requests) == 1


def test_a_question_that_the_articles_do_not_answer_reaches_no_model(speaking: Speaking) -> None:
    assistant, server = speaking(truthful)
    assert isinstance(assistant.ask("What is the capital of Australia?"), Refusal)
    assert server.requests == []


def test_the_model_sees_only_what_the_reader_let_through_under_fresh_keys(
    speaking: Speaking,
) -> None:
    assistant, server = speaking(truthful)
    reply = assistant.ask(QUESTION)
    assistant.ask(QUESTION)
    read = reply.trace.to_json()
    bound = read["decision"]["threshold"]
    through = [row for row in read["candidates"]["read"] if row["support"] >= bound]
    first, second = (evidence(request.messages) for request in server.requests)
    assert len(first) == len(through) < len(read["candidates"]["read"])
    assert [piece.text for piece in first] == [piece.text for piece in second]
    assert not {piece.key for piece in first} & {piece.key for piece in second}


def test_statements_are_told_as_they_pass_and_none_is_taken_back(speaking: Speaking) -> None:
    def several(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        other = next(
            line
            for piece in evidence(messages)
            for line in re.split(r"(?<=[.?!])\s+", piece.text)
            if piece.key in keys and line != said and len(line) > 60
        )
        return Written([(other, keys), (INVENTED, keys), (said, keys)])

    told: list[tuple[Statement, tuple[Citation, ...]]] = []
    assistant, _ = speaking(several)
    reply = written(assistant.ask(QUESTION, on_statement=lambda *each: told.append(each)))
    assert [statement for statement, _ in told] == list(reply.statements)
    assert any(SWORN in statement.text for statement in reply.statements)
    for statement, citations in told:
        assert statement.citations == tuple(citation.number for citation in citations)
        assert all(reply.citations[c.number - 1] == c for c in citations)


def test_the_first_statement_is_told_before_the_last_is_said(speaking: Speaking) -> None:
    def long(messages: list[Message]) -> Behaviour:
        said, keys = sentence(messages, SWORN)
        return Written([(said, keys), ("And so on. " * 200, keys)])

    said_all: list[bool] = []
    assistant, server = speaking(long, server={"pause": 0.03})

    def told(statement: Statement, _: tuple[Citation, ...]) -> None:
        said_all.append(server.finished.is_set())

    assistant.ask(QUESTION, on_statement=told)
    assert said_all[0] is False
    assert server.finished.wait(10)


def test_where_the_articles_disagree_an_answer_that_hides_it_does_not_stand(
    speaking: Speaking, quoting: Assistant
) -> None:
    def one_sided(messages: list[Message]) -> Behaviour:
        return Written([sentence(messages, "14 June 2025, the harbour board announced")])

    told: list[Statement] = []
    question = "When will the Kingsreach bridge open?"
    assistant, _ = speaking(one_sided)
    reply = written(
        assistant.ask(question, on_statement=lambda statement, _: told.append(statement))
    )
    quoted = written(quoting.ask(question))
    assert quoted.note is not None
    assert reply.statements == quoted.statements
    assert "disagree" in (reply.note or "")
    assert (reply.note or "").endswith(quoted.note)
    assert told == []


def test_both_sides_of_a_disagreement_are_told_and_cited(speaking: Speaking) -> None:
    def both(messages: list[Message]) -> Behaviour:
        june, first = sentence(messages, "14 June 2025, the harbour board announced")
        october, second = sentence(messages, "but on 4 October 2025")
        return Written([(june, first), (october, second)])

    told: list[Statement] = []
    assistant, _ = speaking(both)
    reply = written(
        assistant.ask(
            "When will the Kingsreach bridge open?",
            on_statement=lambda statement, _: told.append(statement),
        )
    )
    assert "The articles disagree" in (reply.note or "")
    assert len({citation.quote.source.path for citation in reply.citations}) == 2
    assert told == list(reply.statements)


LIBRARY = {
    "a.md": (
        "The \u201cnew\u201d library of Harwick opens in March",
        "2025-01-10",
        "The Harwick library will open on 3 March 2025, the council announced.",
    ),
    "b.md": (
        "Library",
        "2025-02-12",
        "The Harwick library will open on 17 April 2025, the builders said.",
    ),
}
"""Two articles that disagree: one title has curly quotes, the other is a word of the first."""


def test_articles_at_odds_are_known_by_themselves_and_not_by_their_titles(
    speaking: Speaking, engine: Engine, tmp_path: Path
) -> None:
    def one_sided(messages: list[Message]) -> Behaviour:
        return Written([sentence(messages, "17 April 2025")])

    corpus = tmp_path / "library"
    corpus.mkdir()
    for name, (title, day, text) in LIBRARY.items():
        (corpus / name).write_text(f"---\ntitle: {title}\ndate: {day}\n---\n\n{text}\n", "utf-8")
    settings = Settings(corpus_dir=corpus, data_dir=tmp_path / "index")
    assert not sync(settings, engine.embedder).failed
    _, server = speaking(one_sided)
    told = server.settings(**settings.model_dump(include={"corpus_dir", "data_dir"}))
    generator = Generator.from_settings(told, engine.reader)
    index = open_index(told, engine.embedder)
    assistant = Assistant(told, index, engine.embedder, engine.reader, generator)
    reply = written(assistant.ask("When will the Harwick library open?"))
    assert reply.conflict is not None
    assert [side.value for side in reply.conflict.sides] == ["17 April 2025", "3 March 2025"]
    assert {source.path for source in reply.conflict.sources} == set(LIBRARY)
    assert [note.code for note in reply.notes] == [NoteCode.CHAT_MODEL_FAILED, NoteCode.CONFLICT]
    assert {citation.quote.source.path for citation in reply.citations} == set(LIBRARY)

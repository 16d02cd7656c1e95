"""Messages of every kind over the shipped articles, with the real models."""

import pytest

from vouch.answer.serialization import reply_json
from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch.types import Answer, AnswerForm, ChatReply, Check, ClaimVerdict, Refusal, Response

SMALL_TALK = """
\u200b|👍|?!|hi|Hallo!|merci beaucoup|LOL|ok|спасибо|Hi Vouch!|Who are you?|what can you do
|How do you know?|thank you, bye!
""".strip("\n").split("|")


@pytest.fixture(scope="module")
def assistant(shipped: Settings) -> Assistant:
    return Assistant.from_settings(shipped)


@pytest.mark.parametrize(
    "message",
    ["", *SMALL_TALK],
)
def test_small_talk_gets_a_line_of_the_bots_own(assistant: Assistant, message: str) -> None:
    reply = assistant.respond(message)
    assert isinstance(reply, ChatReply)
    told = reply_json(reply)
    assert told["kind"] == "chat"
    assert told["text"] == reply.text
    assert "{" not in reply.text


def quoted_exactly(reply: Response, assistant: Assistant) -> bool:
    assert isinstance(reply, Answer | Check)
    return all(assistant.context(citation.quote) for citation in reply.citations)


@pytest.mark.parametrize(
    ("message", "opening", "first"),
    [
        ("How many articles are there?", "There are 13 articles, dated from", "Salmon are back"),
        ("what is the newest article?", "The newest of 13 articles:", "Salmon are back"),
        ("which articles mention NATO?", "There are 2 articles that mention NATO", "NATO's"),
        ("articles from February 2025", "There is 1 article dated", "Kingsreach Bridge to open"),
        ("do you have anything on the museum?", "There ", "Visiting the Museum of Tides"),
    ],
)
def test_the_collection_answers_for_itself(
    assistant: Assistant, message: str, opening: str, first: str
) -> None:
    reply = assistant.respond(message)
    assert isinstance(reply, Answer)
    assert reply.form is AnswerForm.COLLECTION
    assert reply.opening
    assert reply.opening.startswith(opening)
    assert reply.statements[0].text.startswith(first)
    assert quoted_exactly(reply, assistant)


def test_articles_on_one_subject_stand_together(assistant: Assistant) -> None:
    reply = assistant.respond("What are these articles about?")
    assert isinstance(reply, Answer)
    together = [statement.text for statement in reply.statements if "NATO" in statement.text]
    assert len(together) == 1
    assert "Guarantees for Kyiv" in together[0]
    assert len(reply.citations) == 13


def test_what_no_article_is_on_is_refused(assistant: Assistant) -> None:
    reply = assistant.respond("Are there any articles from 1987?")
    assert isinstance(reply, Refusal)
    assert "1987" in reply.reason


def test_a_summary_quotes_its_article_in_order(assistant: Assistant) -> None:
    reply = assistant.respond("Summarise the article on the night bus")
    assert isinstance(reply, Answer)
    assert reply.form is AnswerForm.SUMMARY
    quotes = [citation.quote for citation in reply.citations]
    assert {quote.source.path for quote in quotes} == {"night-bus-trial.md"}
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)
    assert quoted_exactly(reply, assistant)


def test_a_claim_is_checked(assistant: Assistant) -> None:
    reply = assistant.respond("check: the night bus carried 11,400 passengers in its first year")
    assert isinstance(reply, Check)
    assert reply.verdict is ClaimVerdict.SUPPORTED
    assert quoted_exactly(reply, assistant)
    told = reply_json(reply)
    assert told["kind"] == "check"
    assert told["statements"][0]["citations"] == [1]


def test_a_question_among_small_talk_is_answered(assistant: Assistant) -> None:
    reply = assistant.respond("Thanks! And who is the chief engineer of the Kingsreach Bridge?")
    assert isinstance(reply, Answer)
    assert "Halloran" in reply.statements[0].text


def test_each_question_of_a_message_is_answered_or_refused_by_itself(assistant: Assistant) -> None:
    message = "Who is the chief engineer of the Kingsreach Bridge? Who won the cup in 1987?"
    reply = assistant.respond(message)
    assert isinstance(reply, Answer)
    engineer, cup = reply.parts
    assert "Halloran" in reply.statements[engineer.statements[0]].text
    assert cup.reason
    assert quoted_exactly(reply, assistant)
    told = reply_json(reply)["parts"]
    assert [part["kind"] for part in told] == ["answer", "refusal"]

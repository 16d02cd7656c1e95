"""Follow-ups made to stand alone by the chat model, where what it says is plausible."""

import pytest

from tests.chat_server.server import Behaviour, Fails, Message
from tests.vouch.generation.conftest import Speaking
from tests.vouch.generation.test_answers import truthful
from vouch.conversation import Turn, standalone
from vouch.generation.rewrite import cleaned, plausible

HISTORY = (Turn("When was Trump sworn in?", "Trump was sworn in on January 20, 2025."),)
FOLLOW_UP = "What has he disagreed about since then?"
GOOD = "What has Trump disagreed about since January 20, 2025?"


def saying(form: Behaviour) -> object:
    def script(messages: list[Message]) -> Behaviour:
        return form if "Last question:" in messages[-1]["content"] else truthful(messages)

    return script


def test_the_model_makes_a_follow_up_stand_alone(speaking: Speaking) -> None:
    assistant, server = speaking(saying(f'Standalone question: "{GOOD}"'))
    reply = assistant.ask(FOLLOW_UP, HISTORY)
    trace = reply.trace.to_json()
    assert trace["question"]["text"] == GOOD
    assert trace["conversation"]["by"] == "openai:scripted"
    assert trace["conversation"]["tokens"]["requests"] == 1
    assert reply.question == FOLLOW_UP
    assert "Trump was sworn in on January 20" in server.requests[0].messages[-1]["content"]


@pytest.mark.parametrize(
    "said",
    [
        Fails(500),
        "",
        "He has disagreed with European allies.",
        "What has Macron disagreed about since then?",
        "What happened in 1999?",
        "What has Trump " + "really " * 40 + "said?",
    ],
)
def test_the_rules_decide_where_the_model_is_of_no_use(speaking: Speaking, said: Behaviour) -> None:
    assistant, _ = speaking(saying(said))
    trace = assistant.ask(FOLLOW_UP, HISTORY).trace.to_json()
    assert trace["question"]["text"] == standalone(FOLLOW_UP, HISTORY)
    assert trace["conversation"]["by"] == "rules"
    assert trace["conversation"]["why"]


def test_a_question_that_stands_alone_is_left_as_it_is(speaking: Speaking) -> None:
    assistant, server = speaking(saying("What is the moon made of?"))
    question = "Who is the head of the NATO Military Committee?"
    reply = assistant.ask(question, HISTORY)
    assert reply.trace.to_json()["question"]["text"] == question
    assert all("Last question:" not in r.messages[-1]["content"] for r in server.requests)


@pytest.mark.parametrize(
    ("form", "fits"),
    [
        ("Why was the bridge postponed?", True),
        ("Tell me more about the bridge.", True),
        ("The bridge was postponed.", False),
        ("Why was the bridge of Avignon postponed?", False),
        ("Why was the bridge postponed in 2031?", False),
        ("", False),
    ],
)
def test_plausible_questions(form: str, fits: bool) -> None:
    told = "Why? When does the bridge open? It was postponed to October 2025."
    assert plausible(form, "Why?", told) is fits


def test_only_the_first_line_counts_without_its_label() -> None:
    assert cleaned('\nQuestion: "Who steers the ferry?"\nThe answer is Ada.') == (
        "Who steers the ferry?"
    )
    assert cleaned(" \n ") == ""

"""Comparisons quote both sides, each by itself."""

import pytest

from vouch.assistant import Assistant
from vouch.comparison import Comparison, comparison_of
from vouch.settings import Settings
from vouch.types import Answer, AnswerForm, Refusal


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("Compare what Ann Lee and Bo Day say about tolls", ("Ann Lee", "Bo Day", "tolls")),
        ("compare Ann Lee with Bo Day on the bridge?", ("Ann Lee", "Bo Day", "the bridge")),
        ("Please compare Ann Lee and Bo Day.", ("Ann Lee", "Bo Day", "")),
        ("compare the views of Ann Lee and Bo Day on tolls", ("Ann Lee", "Bo Day", "tolls")),
        ("Compare \u201cOld quay\u201d and \u201cNew quay\u201d", ("Old quay", "New quay", "")),
    ],
)
def test_the_sides_are_found(message: str, wanted: tuple[str, str, str]) -> None:
    assert comparison_of(message) == Comparison(*wanted)


@pytest.mark.parametrize(
    "message",
    ["Compare the articles", "How does the bridge compare with the ferry?", "compare", ""],
)
def test_other_messages_are_no_comparison(message: str) -> None:
    assert comparison_of(message) is None


def test_both_sides_are_quoted(shipped: Settings) -> None:
    assistant = Assistant.from_settings(shipped)
    reply = assistant.respond("Compare what Halloran and Aldous say about the ferry")
    assert isinstance(reply, Answer)
    assert reply.form is AnswerForm.SUMMARY
    assert [part.question for part in reply.parts] == ["Halloran", "Aldous"]
    for part in reply.parts:
        quoted = " ".join(reply.statements[n].text for n in part.statements)
        assert part.question in quoted or part.reason
    half = assistant.respond("Compare Halloran and Napoleon")
    assert isinstance(half, Answer)
    assert half.parts[1].reason == "No article is about Napoleon."
    assert isinstance(assistant.respond("Compare Caesar and Napoleon"), Refusal)

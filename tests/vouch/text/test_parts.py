"""The questions of a message."""

import pytest

from vouch.text.parts import questions_of


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("Who is Dragone?", ["Who is Dragone?"]),
        (
            "Who is Dragone? When did he speak?",
            ["Who is Dragone?", "When did he speak?"],
        ),
        (
            "When did the bridge open and how much did the tunnel cost?",
            ["When did the bridge open?", "How much did the tunnel cost?"],
        ),
        ("What did Trump and Putin say?", ["What did Trump and Putin say?"]),
        ("How and why did it burn?", ["How and why did it burn?"]),
        ("I read about it. Who wrote it?", ["I read about it. Who wrote it?"]),
        ("I read a long text about it. " * 50 + "Who wrote it?", ["Who wrote it?"]),
    ],
)
def test_a_message_is_cut_where_it_asks_again(message: str, questions: list[str]) -> None:
    assert questions_of(message) == questions

"""Questions on standard input."""

import io
import sys

import pytest

from vouch_bot.terminal.questions import input_lines


def test_a_line_that_is_not_utf8_is_left_out_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = "\ufeffWho?\n\nKto je to? \r\n".encode() + b"Caf\xe9?\n" + "Où?".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="ascii"))
    unreadable: list[int] = []
    assert list(input_lines(unreadable.append)) == ["Who?", "Kto je to?", "Où?"]
    assert unreadable == [4]

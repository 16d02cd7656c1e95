"""Nothing that is printed or logged can steer a terminal."""

import json
import logging

import pytest
from rich.table import Table
from rich.text import Text

from vouch_bot.common.visible import json_line, visible
from vouch_bot.discord.terminal_commands import _line
from vouch_bot.terminal.render import console

EVIL = "a\x1b[2Jb\x9b31mc\rd\x07e\u202ef\x7fg"
STEERING = "\x1b\x9b\r\x07\u202e\x7f"


def test_control_characters_are_made_visible() -> None:
    assert visible(EVIL) == "a␛[2Jb<U+009B>31mc␍d␇e<U+202E>f␡g"
    assert visible("two\nlines\tapart") == "two\nlines apart"


@pytest.mark.parametrize("plain", [True, False])
def test_every_text_of_a_console_is_made_visible(plain: bool) -> None:
    out = console(plain)
    table = Table(EVIL)
    table.add_row(Text(EVIL), EVIL)
    with out.capture() as captured:
        out.print(EVIL, markup=False)
        out.print(Text(EVIL, "bold"))
        out.print(table)
    drawn = captured.get()
    assert not set(STEERING) & set(drawn)
    assert drawn.count("␛[2J") >= 4


def test_json_for_a_terminal_keeps_the_value_and_steers_nothing() -> None:
    line = json_line({"text": EVIL, "名": "né"})
    assert not set(STEERING) & set(line)
    assert json.loads(line) == {"text": EVIL, "名": "né"}
    assert "né" in line


def test_a_log_line_steers_nothing_and_has_no_password() -> None:
    from vouch_bot.common.logs import HidingFormatter

    record = logging.LogRecord("a", 20, "p", 1, f"{EVIL} http://me:pw1@host/x tok", (), None)
    line = HidingFormatter("tok").format(record)
    assert not set(STEERING) & set(line)
    assert "pw1" not in line
    assert "[token]" in line


def test_questions_from_discord_are_listed_visibly() -> None:
    line = _line("Who\x1b[2J resigned\u202e?\n")
    assert line == "Who\u241b[2J resigned<U+202E>?"

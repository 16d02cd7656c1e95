"""Replies drawn while they come: nothing late, nothing twice."""

import re
import time
from collections.abc import Callable, Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from vouch.conversation import Turn
from vouch.generation import OnStatement
from vouch.types import (
    Answer,
    Citation,
    Note,
    NoteCode,
    Quote,
    Refusal,
    Reply,
    Source,
    Statement,
)
from vouch_bot.terminal.render import draw_reply
from vouch_bot.terminal.streaming import READING, WRITING, ask_aloud

FERRY = Source("ferry.md", "Harbour news", "Ada Lund", "2025-08-24", "https://e.org/a")
TRAIN = Source("train.md", "Railway news", date="2025-09")
SAILS = Quote(FERRY, "The ferry to Lund sails at nine, Ada Berg said.", 0, 47, line=3)
STEERS = Quote(FERRY, "It is Berg who steers it.", 48, 73, line=4)
LEAVES = Quote(TRAIN, "The train leaves at ten.", 0, 24, line=1)
WRITTEN = Answer(
    "When does it sail?",
    (
        Statement("The ferry leaves at nine.", (1,)),
        Statement("Ada Berg steers it.", (2, 1)),
        Statement("The train leaves at ten.", (3,)),
    ),
    (Citation(1, SAILS), Citation(2, STEERS), Citation(3, LEAVES)),
    notes=(Note(NoteCode.CONFLICT, "The articles disagree."),),
)


def told_of(answer: Answer) -> list[tuple[Statement, tuple[Citation, ...]]]:
    """What is shown while an answer is written."""
    return [
        (statement, tuple(answer.citations[n - 1] for n in statement.citations))
        for statement in answer.statements
    ]


COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|9\d)(?:;\d+)*m")


class Writes:
    """Writes a reply, statement by statement, and looks after each at what was drawn."""

    def __init__(self, reply: Reply, look: Callable[[], object] = lambda: None) -> None:
        self._reply = reply
        self._look = look

    def respond(
        self, question: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Reply:
        self._look()
        if isinstance(self._reply, Answer) and on_statement:
            for statement, citations in told_of(self._reply):
                on_statement(statement, citations)
                self._look()
        return self._reply


class Quotes(Writes):
    """Tells nothing before the reply is whole."""

    def respond(
        self, question: str, history: Sequence[Turn] = (), on_statement: OnStatement | None = None
    ) -> Reply:
        return super().respond(question, history)


def piped(out: StringIO) -> Console:
    return Console(file=out, width=80, force_terminal=False, color_system=None)


def terminal(out: StringIO, **options: object) -> Console:
    return Console(file=out, width=80, force_terminal=True, **options)  # type: ignore[arg-type]


def a_while() -> None:
    """As long as it takes until something moves on a terminal."""
    time.sleep(0.2)


def whole(reply: Reply) -> str:
    out = StringIO()
    piped(out).print(draw_reply(reply))
    return out.getvalue()


def test_a_written_answer_shows_the_words_that_it_stands_on() -> None:
    assert whole(WRITTEN).splitlines() == [
        "According to Harbour news (2025-08-24):",
        "  The ferry leaves at nine. [1]",
        "  Ada Berg steers it. [2] [1]",
        "According to Railway news (2025-09):",
        "  “The train leaves at ten.” [3]",
        "The articles disagree.",
        "",
        "[1][2] Harbour news (2025-08-24), Ada Lund · ferry.md, lines 3, 4 · ",
        "https://e.org/a",
        "    [1] “The ferry to Lund sails at nine, Ada Berg said.”",
        "    [2] “It is Berg who steers it.”",
        "[3] Railway news (2025-09) · train.md, line 1",
    ]


def test_each_statement_is_in_the_pipe_as_soon_as_it_is_told() -> None:
    out = StringIO()
    seen: list[str] = []
    ask_aloud(Writes(WRITTEN, lambda: seen.append(out.getvalue())), piped(out), "q")
    assert [text.count("\n") for text in seen] == [0, 2, 3, 5]
    assert out.getvalue() == whole(WRITTEN)


@pytest.mark.parametrize(
    "reply", [WRITTEN, Refusal("q", "No article mentions Lund.", (SAILS,))], ids=["yes", "no"]
)
def test_what_is_not_told_is_drawn_in_the_end(reply: Reply) -> None:
    out = StringIO()
    assert ask_aloud(Quotes(reply), piped(out), "q") == reply
    assert out.getvalue() == whole(reply)


@given(st.lists(st.tuples(st.text().filter(str.strip), st.sampled_from([0, 1, 2])), min_size=1))
def test_what_was_drawn_piece_by_piece_is_what_is_drawn_at_once(
    said: list[tuple[str, int]],
) -> None:
    quotes = (SAILS, STEERS, LEAVES)
    used = list(dict.fromkeys(index for _, index in said))
    answer = Answer(
        "q",
        tuple(Statement(text, (used.index(index) + 1,)) for text, index in said),
        tuple(Citation(number, quotes[index]) for number, index in enumerate(used, 1)),
    )
    out = StringIO()
    ask_aloud(Writes(answer), piped(out), "q")
    assert out.getvalue() == whole(answer)


def test_a_terminal_shows_that_something_is_done_and_each_line_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = StringIO()
    ask_aloud(Writes(WRITTEN, a_while), terminal(out, color_system="standard"), "q")
    drawn = out.getvalue()
    assert drawn.index(READING) < drawn.index("at nine") < drawn.index(WRITING)
    for words in ("leaves at nine", "Berg steers it", "articles disagree", "lines 3, 4"):
        assert drawn.count(words) == 1
    assert drawn.rindex("\x1b[?25h") > drawn.rindex("\x1b[?25l")


def test_no_colour_is_drawn_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", "1")
    out = StringIO()
    ask_aloud(Writes(WRITTEN, a_while), terminal(out), "q")
    assert READING in out.getvalue()
    assert not COLOUR.search(out.getvalue())


def test_an_interrupted_reply_leaves_the_cursor_and_what_was_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    out = StringIO()

    def look() -> None:
        if "at nine" in out.getvalue():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask_aloud(Writes(WRITTEN, look), terminal(out), "q")
    drawn = out.getvalue()
    assert "steers it" not in drawn
    assert drawn.rindex("\x1b[?25h") > drawn.rindex("\x1b[?25l")

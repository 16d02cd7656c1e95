"""Replies as they are drawn in a terminal."""

from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType

from vouch.types import Answer, Citation, Quote, Refusal, Source, Statement
from vouch_bot.terminal.render import draw_context, draw_reply, printable

SOURCE = Source("a.md", "Harbour [bold]news[/bold]", "Ada Lund", "2025-08-24", "https://e.org/a")
TEXT = "The ferry sails at nine."


def quote(text: str, source: Source = SOURCE) -> Quote:
    return Quote(source, text, 0, len(text), line=3)


def drawn(renderable: RenderableType, *, terminal: bool = False) -> str:
    out = StringIO()
    Console(
        file=out,
        width=80,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
    ).print(renderable)
    return out.getvalue()


def answer(text: str, span: tuple[int, int] | None = None) -> Answer:
    return Answer("Q?", (Statement(text, (1,), span),), (Citation(1, quote(text)),))


def test_an_answer_names_its_article_and_numbers_its_quotes() -> None:
    assert drawn(draw_reply(answer(TEXT))).splitlines() == [
        "According to Harbour [bold]news[/bold] (2025-08-24):",
        "  “The ferry sails at nine.” [1]",
        "",
        "[1] Harbour [bold]news[/bold] (2025-08-24), Ada Lund · a.md, line 3 · ",
        "https://e.org/a",
    ]


def test_the_words_that_answer_stand_out_and_titles_are_links() -> None:
    shown = drawn(draw_reply(answer(TEXT, (19, 23))), terminal=True)
    assert "\x1b[1;32mnine\x1b[0m" in shown
    assert "https://e.org/a\x1b\\" in shown


def test_a_quotation_is_not_put_in_quotation_marks_again() -> None:
    assert "  “We sail,” he said. [1]" in drawn(draw_reply(answer("“We sail,” he said.")))


def test_a_refusal_says_that_its_passages_do_not_answer() -> None:
    shown = drawn(draw_reply(Refusal("Q?", "No article mentions Macron.", (quote(TEXT),))))
    assert shown.startswith("The articles do not answer this. No article mentions Macron.\n")
    assert "Nearest passages, which do not answer:" in shown
    assert "[1]" not in shown


def test_an_article_cannot_steer_the_terminal() -> None:
    hostile = "Sail \x1b[2J\x1b]8;;http://evil\x07away\x1b]8;;\x07 at \u202enine\u202c.\x9b"
    reply = answer(hostile)
    shown = drawn(draw_reply(reply))
    assert not set(shown) & set("\x1b\x07\x9b\u202e\u202c")


def test_an_address_that_is_no_web_page_is_no_link() -> None:
    source = Source("a.md", "News", url="javascript:alert(1)")
    reply = Refusal("Q?", "No.", (quote(TEXT, source),))
    assert "\x1b]8" not in drawn(draw_reply(reply), terminal=True)


@given(st.text())
def test_printable_text_is_one_line_without_control(text: str) -> None:
    shown = printable(text)
    assert shown == shown.strip()
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in shown)


def test_the_items_of_a_list_stand_on_their_own_lines() -> None:
    shown = drawn(draw_reply(answer("The board buys\n- grain  scales\n- a crane")))
    lines = [line.strip() for line in shown.splitlines()]
    assert lines[1:4] == ["“The board buys", "- grain scales", "- a crane” [1]"]


def test_the_text_around_a_quote_begins_with_its_first_words() -> None:
    shown = drawn(draw_context(quote(TEXT), "\n\n\nBefore it. ", " After it.\n\n"))
    assert shown.splitlines()[2] == f"Before it. {TEXT} After it."
    assert len(shown.splitlines()) == 3

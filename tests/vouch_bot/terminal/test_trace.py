"""The trace of a reply, as it is drawn in a terminal."""

from dataclasses import replace
from io import StringIO
from typing import Any

from rich.console import Console

from tests.vouch_bot.terminal.test_streaming import WRITTEN
from vouch.types import Reply, Trace
from vouch_bot.terminal.trace import draw_trace

TOKENS = {"requests": 2, "prompt_tokens": 1234, "output_tokens": 56, "estimated": False}
WRITING: dict[str, Any] = {
    "model": "openai:scripted",
    "tokens": {**TOKENS, "day": 20_000},
    "structured": True,
    "repaired": False,
    "no_answer": False,
    "failure": None,
    "statements": [
        {"text": "It sails.", "keys": ["k1"], "attempt": 1, "verdict": "kept", "why": []},
        {
            "text": "It flies to Lund at ten and comes back at eleven on every day of the week.",
            "keys": ["k1", "k2"],
            "attempt": 2,
            "verdict": "dropped",
            "why": ["Its number ten is not in what it cites."],
            "support": 0.1234,
        },
    ],
}


def explained(*more: tuple[str, dict[str, Any]], read_as: str = "When does it sail?") -> Reply:
    """The reply with the trace of its way, and more steps."""
    question = {"text": read_as, "kind": "time", "weights": {"sail": 1.5}, "missing": []}
    row = {"source": "ferry.md", "start": 0, "end": 9, "dense": 0.5, "fused": 0.1, "support": 0.9}
    trace = (
        Trace()
        .with_step("question", **question)
        .with_step("candidates", read=[row])
        .with_step("decision", threshold=0.4)
    )
    for name, values in more:
        trace = trace.with_step(name, **values)
    return replace(WRITTEN, trace=trace)


def drawn(reply: Reply) -> list[str]:
    out = StringIO()
    Console(file=out, width=80, force_terminal=False).print(draw_trace(reply))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_quoted_reply_shows_its_question_and_its_candidates() -> None:
    lines = drawn(explained())
    assert lines[0] == "read as: When does it sail?"
    assert not any("written by" in line or "tokens" in line for line in lines)
    assert lines[-1].split() == ["ferry.md", "0-9", "0.50", "-", "0.10", "0.90"]


def test_a_follow_up_shows_its_standalone_form_and_who_gave_it_that() -> None:
    form = "When does the ferry sail?"
    assert drawn(explained(read_as=form))[0] == f"read as: {form} (made to stand alone by rules)"
    by_model = ("conversation", {"by": "openai:scripted", "tokens": TOKENS})
    lines = drawn(explained(by_model, read_as=form))
    assert lines[0] == f"read as: {form} (made to stand alone by openai:scripted)"
    assert lines[-1] == "tokens: 1,234 read and 56 written in 2 requests"
    failed = ("conversation", {"by": "rules", "why": "it took too long", "tokens": TOKENS})
    assert " ".join(drawn(explained(failed, read_as=form))[:2]) == (
        f"read as: {form} (made to stand alone by rules; the chat model: it took too long)"
    )


def test_a_written_reply_shows_the_model_the_tokens_and_every_draft() -> None:
    lines = drawn(explained(("writing", WRITING)))
    text = " ".join(" ".join(lines).split())
    assert "written by: openai:scripted (structured output)" in text
    assert "tokens: 1,234 read and 56 written in 2 requests; 20,000 today" in text
    assert ["kept", "-", "It", "sails.", "[k1]"] in [line.split() for line in lines]
    (dropped,) = [line for line in lines if "dropped" in line]
    assert " 0.12  again: It flies to Lund" in dropped
    assert "Its number ten is not in what it cites." in text
    assert max(map(len, lines)) <= 80


def test_a_failure_of_the_model_is_named() -> None:
    failed = {**WRITING, "failure": "its key was not accepted", "statements": [], "repaired": True}
    lines = drawn(explained(("writing", {**failed, "tokens": {**TOKENS, "estimated": True}})))
    assert lines[-1] == "the chat model failed: its key was not accepted"
    assert "written by: openai:scripted (structured output, asked once more for the form)" in lines
    assert any(line.startswith("tokens: about 1,234 read") for line in lines)


def test_what_a_model_wrote_cannot_steer_the_terminal() -> None:
    hostile = {"text": "\x1b[2J[bold]x", "keys": ["k\x07"], "attempt": 1, "verdict": "kept"}
    lines = drawn(explained(("writing", {**WRITING, "statements": [{**hostile, "why": ["\x9b"]}]})))
    assert not set("".join(lines)) & set("\x1b\x07\x9b")
    assert any("[bold]x" in line for line in lines)

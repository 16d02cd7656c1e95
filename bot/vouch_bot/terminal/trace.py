"""How a reply came about, drawn in a terminal."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from vouch.types import Check, Response
from vouch_bot.terminal.render import printable

Values = Mapping[str, Any]
"""What a step of a trace tells."""


def draw_trace(reply: Response) -> RenderableType:
    """The question's words, each candidate's scores, the decision, what a chat model wrote."""
    trace = reply.trace.to_json()
    if not trace:
        return Text("There is nothing to explain: no article was searched.", style="dim")
    route = _route(trace.get("route", {}))
    if "question" not in trace or isinstance(reply, Check):
        return Text(route or "no passage was read", style="dim")
    question = trace["question"]
    lines = [
        *([route] if route else []),
        _read_as(reply.question, question["text"], trace.get("conversation", {})),
        f"asked for: {question['kind']}",
        "weights: "
        + ", ".join(f"{word} {weight:.1f}" for word, weight in question["weights"].items()),
        "in no article: " + (", ".join(question["missing"]) or "none"),
        f"answered from a support of {trace['decision']['threshold']:.2f}",
    ]
    parts: list[RenderableType] = [Text(line, style="dim") for line in lines]
    parts.append(_candidates_table(trace["candidates"]["read"]))
    if written := trace.get("writing"):
        parts += _writing(written)
    elif asked := trace.get("conversation"):
        parts.append(Text(f"tokens: {_tokens(asked['tokens'])}", style="dim"))
    return Group(*parts)


def _route(route: Values) -> str:
    """What the message was taken for, and how likely that is."""
    if not route:
        return ""
    odds = ", ".join(f"{name} {odd:.2f}" for name, odd in route.items() if name != "kind")
    return f"taken for: {route['kind']} ({odds})"


def _read_as(asked: str, form: str, conversation: Values) -> str:
    """The form of a question that stands alone, and who gave it that where it had not."""
    read = f"read as: {printable(form)}"
    if not conversation:
        return read if form == asked else f"{read} (made to stand alone by rules)"
    by = printable(str(conversation["by"]))
    if why := conversation.get("why"):
        return f"{read} (made to stand alone by {by}; the chat model: {printable(why)})"
    return f"{read} (made to stand alone by {by})"


def _candidates_table(read: Iterable[Values]) -> Table:
    stages = ("dense", "bm25", "fused", "support")
    table = _table("passage")
    for stage in stages:
        table.add_column(stage, justify="right")
    for row in read:
        cells = [f"{row[stage]:.2f}" if stage in row else "-" for stage in stages]
        table.add_row(f"{printable(row['source'])} {row['start']}-{row['end']}", *cells)
    return table


def _writing(written: Values) -> Iterator[RenderableType]:
    """What a chat model did: its name, its tokens, each statement that it drafted."""
    form = "structured output" if written["structured"] else "plain lines"
    repaired = ", asked once more for the form" if written["repaired"] else ""
    yield Text(f"\nwritten by: {printable(written['model'])} ({form}{repaired})", style="dim")
    yield Text(f"tokens: {_tokens(written['tokens'])}", style="dim")
    if written["no_answer"]:
        yield Text("the chat model found no answer in the evidence", style="dim")
    if failure := written["failure"]:
        yield Text(f"the chat model failed: {printable(failure)}", style="dim")
    if written["statements"]:
        yield _drafts_table(written["statements"])


def _tokens(spent: Values) -> str:
    about = "about " if spent["estimated"] else ""
    requests = "1 request" if spent["requests"] == 1 else f"{spent['requests']} requests"
    asked, said = spent["prompt_tokens"], spent["output_tokens"]
    day = f"; {spent['day']:,} today" if "day" in spent else ""
    return f"{about}{asked:,} read and {said:,} written in {requests}{day}"


def _drafts_table(drafts: Iterable[Values]) -> Table:
    """Each drafted statement with its verdict, and why it was dropped."""
    table = _table("verdict")
    table.add_column("support", justify="right")
    table.add_column("drafted", overflow="fold")
    for row in drafts:
        again = "again: " if row["attempt"] > 1 else ""
        keys = printable(", ".join(row["keys"]))
        drafted = Text(f"{again}{printable(row['text'])} [{keys}]")
        for why in row["why"]:
            drafted.append(f"\n  {printable(why)}", style="dim")
        support = f"{row['support']:.2f}" if "support" in row else "-"
        table.add_row(row["verdict"], support, drafted)
    return table


def _table(first: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first, overflow="fold")
    return table

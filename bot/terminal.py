"""A reply drawn in a terminal."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from vouch.types import Answer, Citation, Quote, Refusal, Reply, Source, Statement

_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def console(plain: bool = False, stderr: bool = False) -> Console:
    """A console for a terminal or a pipe; `plain` has no colour, bold or links at all."""
    if plain:
        return Console(stderr=stderr, force_terminal=False, color_system=None, highlight=False)
    return Console(stderr=stderr, highlight=False)


def printable(text: str) -> str:
    """`text` without what could steer a terminal, its white space folded to single spaces."""
    return " ".join(_UNPRINTABLE.sub("", text.replace("\t", " ")).split())


def draw_reply(reply: Reply) -> RenderableType:
    """An answer or a refusal, as it is shown."""
    return _draw_answer(reply) if isinstance(reply, Answer) else _draw_refusal(reply)


def _draw_answer(answer: Answer) -> RenderableType:
    parts: list[RenderableType] = []
    by_number = {citation.number: citation for citation in answer.citations}

    def article(statement: Statement) -> Source:
        return by_number[statement.citations[0]].quote.source

    for source, statements in groupby(answer.statements, key=article):
        parts.append(Text.assemble("According to ", _title(source), ":"))
        parts += [Padding(_draw_statement(s), (0, 0, 0, 2), expand=False) for s in statements]
    if answer.note:
        parts.append(Text(printable(answer.note), style="italic"))
    by_source: dict[Source, list[Citation]] = {}
    for citation in answer.citations:
        by_source.setdefault(citation.quote.source, []).append(citation)
    parts += [Text(""), *(_draw_source(*each) for each in by_source.items())]
    return Group(*parts)


def _draw_statement(statement: Statement) -> Text:
    text, (start, end) = statement.text, statement.answer_span or (0, 0)
    opening, closing = ("", "") if text.startswith(("\u201c", '"')) else ("\u201c", "\u201d")
    drawn = Text(opening)
    drawn.append(_keeping_edges(text[:start]))
    drawn.append(_keeping_edges(text[start:end]), style="bold green")
    drawn.append(_keeping_edges(text[end:]) + closing)
    for number in statement.citations:
        drawn.append(f" [{number}]", style="cyan")
    return drawn


def _keeping_edges(text: str) -> str:
    """`printable` text that keeps a space where it had white space at its edges."""
    lead = " " if text[:1].isspace() else ""
    trail = " " if text[-1:].isspace() and text.strip() else ""
    return lead + printable(text) + trail


def _title(source: Source) -> Text:
    style = f"bold link {source.url}" if _is_link(source.url) else "bold"
    title = Text(printable(source.title), style=style)
    return title.append(f" ({source.date})", style="not bold") if source.date else title


def _is_link(url: str | None) -> bool:
    return bool(url and re.fullmatch(r"https?://[^\s\x00-\x20\x7f;]+", url))


def _place(quotes: Sequence[Quote]) -> str:
    """The path, and the pages or lines of an article's quotes."""
    unit = "line" if quotes[0].page is None else "page"
    places = dict.fromkeys(str(q.line if q.page is None else q.page) for q in quotes)
    plural = "s" if len(places) > 1 else ""
    return f"{printable(quotes[0].source.path)}, {unit}{plural} {', '.join(places)}"


def _draw_source(source: Source, citations: Sequence[Citation]) -> Text:
    """One line for an article: the numbers of its citations, what is known of it, the places."""
    drawn = Text("".join(f"[{citation.number}]" for citation in citations), style="cyan")
    drawn.append_text(Text.assemble(" ", _title(source), style="default"))
    if source.author:
        drawn.append(f", {printable(source.author)}", style="default")
    drawn.append(f" \u00b7 {_place([citation.quote for citation in citations])}", style="dim")
    if source.url:
        drawn.append(f" \u00b7 {printable(source.url)}", style="dim")
    return drawn


def _draw_refusal(refusal: Refusal) -> RenderableType:
    parts: list[RenderableType] = [
        Text.assemble(("The articles do not answer this. ", "bold yellow"), refusal.reason)
    ]
    if refusal.nearest:
        parts += [Text(""), Text("Nearest passages, which do not answer:", style="dim")]
        parts += [
            Padding(_draw_near(quote), (0, 0, 0, 2), expand=False) for quote in refusal.nearest
        ]
    return Group(*parts)


def _draw_near(quote: Quote) -> Text:
    drawn = Text(f"\u00b7 {printable(quote.text)} ", style="dim")
    return drawn.append(f"({printable(quote.source.title)}, {_place([quote])})", style="dim italic")


def draw_trace(reply: Reply) -> RenderableType:
    """How a reply came about: the question's words, each candidate's scores, the decision."""
    trace = reply.trace.to_json()
    if not trace:
        return Text("There is nothing to explain: no article was searched.", style="dim")
    question, read = trace["question"], trace["candidates"]["read"]
    lines = [
        f"read as: {printable(question['text'])}",
        f"asked for: {question['kind']}",
        "weights: "
        + ", ".join(f"{word} {weight:.1f}" for word, weight in question["weights"].items()),
        "in no article: " + (", ".join(question["missing"]) or "none"),
        f"answered from a support of {trace['decision']['threshold']:.2f}",
    ]
    return Group(*(Text(line, style="dim") for line in lines), _candidates_table(read))


def _candidates_table(read: Iterable[dict[str, Any]]) -> Table:
    stages = ("dense", "bm25", "fused", "support")
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("passage", overflow="fold")
    for stage in stages:
        table.add_column(stage, justify="right")
    for row in read:
        cells = [f"{row[stage]:.2f}" if stage in row else "-" for stage in stages]
        table.add_row(f"{printable(row['source'])} {row['start']}-{row['end']}", *cells)
    return table

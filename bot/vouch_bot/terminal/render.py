"""A reply drawn in a terminal."""

import re
from collections.abc import Iterable, Sequence
from typing import IO, Any, cast

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.segment import Segment
from rich.text import Text

from vouch.answer.serialization import verbatim
from vouch.types import (
    Answer,
    AnswerForm,
    ChatReply,
    Check,
    Citation,
    ClaimVerdict,
    Quote,
    Refusal,
    Response,
    Source,
    Statement,
)
from vouch_bot.common.places import places_of, section_line
from vouch_bot.common.visible import visible


class VisibleConsole(Console):
    """A console that shows no control character but its own: every text passes `visible`."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(visible(segment.text), segment.style)


_ITEM_LINE = re.compile(r"\n[ \t]{0,8}(?:[-*+\u2022]|\d{1,3}[.)])\s")
_TRAILING = re.compile(r"(?<![ \t])[ \t]+(?=\n)")

PIPED_WIDTH = 10_000
"""The width of output that goes to a file or a pipe: whoever reads it wraps it."""


def console(plain: bool = False, stderr: bool = False) -> Console:
    """A console for a terminal or a pipe; `plain` has no colour, bold or links at all."""
    made = VisibleConsole(stderr=stderr, highlight=False)
    if plain:
        made = VisibleConsole(
            stderr=stderr, force_terminal=False, color_system=None, highlight=False
        )
    if not (made.file.isatty() if hasattr(made.file, "isatty") else False):
        made.width = PIPED_WIDTH
        made.file = cast(IO[str], Unpadded(made.file))
    return made


class Unpadded:
    """A file or a pipe that lines are written to without the spaces that pad a table."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write the text without the spaces at the end of its lines."""
        return self._file.write(_TRAILING.sub("", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def printable(text: str) -> str:
    """`visible` text in one line, its white space folded to single spaces."""
    return visible(" ".join(text.split()))


def draw_reply(reply: Response) -> RenderableType:
    """Any reply, as it is shown."""
    if isinstance(reply, Answer):
        return _draw_answer(reply)
    if isinstance(reply, Check):
        return draw_check(reply)
    return Text(reply.text) if isinstance(reply, ChatReply) else _draw_refusal(reply)


def _draw_answer(answer: Answer) -> RenderableType:
    parts: list[RenderableType] = [Text(printable(answer.opening))] if answer.opening else []
    if answer.form is AnswerForm.COLLECTION:
        return Group(*parts, *map(_draw_titles, answer.statements), *_draw_notes(answer))
    if answer.parts:
        return Group(*parts, *_draw_parts(answer), draw_foot(answer))
    return Group(*parts, *_draw_statements(answer, answer.statements), draw_foot(answer))


def _draw_statements(answer: Answer, statements: Sequence[Statement]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    before: Source | None = None
    for statement in statements:
        cited = [answer.citations[number - 1] for number in statement.citations]
        parts.append(draw_statement(statement, cited, before))
        before = cited[0].quote.source
    return parts


def _draw_parts(answer: Answer) -> list[RenderableType]:
    """Each question of a message with what answers it, or why nothing does."""
    drawn: list[RenderableType] = []
    for part in answer.parts:
        drawn.append(Text(printable(part.question), style="bold"))
        drawn += _draw_statements(answer, [answer.statements[row] for row in part.statements])
        if part.reason:
            reason = Text(f"  {part.reason}", style="yellow")
            drawn.append(reason)
    return drawn


def _draw_titles(statement: Statement) -> Text:
    """A line of a list of articles, with the numbers to open them by."""
    numbers = "".join(f" [{number}]" for number in statement.citations)
    return Text.assemble("  \u00b7 ", printable(statement.text), (numbers, "cyan"))


def _draw_notes(answer: Answer) -> list[RenderableType]:
    return [Text(printable(answer.note), style="italic")] if answer.note else []


_VERDICTS = {
    ClaimVerdict.SUPPORTED: ("The articles support this.", "bold green"),
    ClaimVerdict.CONTRADICTED: ("The articles contradict this.", "bold red"),
    ClaimVerdict.UNMENTIONED: ("The articles do not say this.", "bold yellow"),
}


def draw_check(check: Check) -> RenderableType:
    """The verdict on a claim, each of its statements, and the sentences that decide it."""
    parts: list[RenderableType] = [Text(*_VERDICTS[check.verdict])]
    for statement in check.statements:
        marks = "".join(f" [{number}]" for number in statement.citations)
        line = Text.assemble("  \u00b7 ", printable(statement.text), (marks, "cyan"))
        if len(check.statements) > 1:
            line.append(f" {statement.verdict.value}", style=_VERDICTS[statement.verdict][1])
        if statement.reason and statement.verdict is ClaimVerdict.CONTRADICTED:
            line.append(f" {printable(statement.reason)}", style="italic")
        parts.append(line)
    if check.citations:
        parts.append(Text(""))
    for citation in check.citations:
        parts.append(_draw_source(citation.quote.source, [citation]))
        parts.append(_draw_quote(citation, numbered=False))
    return Group(*parts)


def draw_statement(
    statement: Statement, citations: Sequence[Citation], before: Source | None = None
) -> RenderableType:
    """A statement with the numbers of the citations that it stands on.

    Its article is named above it, but where `before`, the article of the
    statement before, is the same; and so are the headings that its quote is under.
    """
    source = citations[0].quote.source
    words = _draw_words(statement, quoted=verbatim(statement, citations))
    drawn: RenderableType = Padding(words, (0, 0, 0, 2), expand=False)
    section = printable(section_line(citations[0].quote))
    if section:
        above = Padding(Text(section, style="dim italic"), (0, 0, 0, 2), expand=False)
        drawn = Group(above, drawn)
    if source == before:
        return drawn
    return Group(Text.assemble("According to ", _title(source), ":"), drawn)


def draw_foot(answer: Answer) -> RenderableType:
    """What stands below the statements: the note, the articles, the quotes not yet shown."""
    shown: set[int] = set()
    for statement in answer.statements:
        if verbatim(statement, (answer.citations[n - 1] for n in statement.citations)):
            shown.update(statement.citations)
    parts: list[RenderableType] = []
    if answer.note:
        parts.append(Text(printable(answer.note), style="italic"))
    by_source: dict[Source, list[Citation]] = {}
    for citation in answer.citations:
        by_source.setdefault(citation.quote.source, []).append(citation)
    parts.append(Text(""))
    for source, citations in by_source.items():
        parts.append(_draw_source(source, citations))
        numbered = len(citations) > 1
        parts += [_draw_quote(each, numbered) for each in citations if each.number not in shown]
    return Group(*parts)


def _draw_words(statement: Statement, *, quoted: bool) -> Text:
    """The words of a statement, in quotation marks where they are an article's own."""
    text, (start, end) = statement.text, statement.answer_span or (0, 0)
    opening, closing = _marks(text) if quoted else ("", "")
    fold = _line_by_line if _ITEM_LINE.search(text) else _keeping_edges
    drawn = Text(opening)
    drawn.append(fold(text[:start]))
    drawn.append(fold(text[start:end]), style="bold green")
    drawn.append(fold(text[end:]) + closing)
    for number in statement.citations:
        drawn.append(f" [{number}]", style="cyan")
    return drawn


def _marks(text: str) -> tuple[str, str]:
    """Quotation marks to put around a quote, none where it begins with one."""
    return ("", "") if text.startswith(("\u201c", '"')) else ("\u201c", "\u201d")


def _draw_quote(citation: Citation, numbered: bool) -> RenderableType:
    """The words that a statement of other words stands on."""
    opening, closing = _marks(citation.quote.text)
    number = (f"[{citation.number}] " if numbered else "", "cyan")
    words = (f"{opening}{printable(citation.quote.text)}{closing}", "dim")
    return Padding(Text.assemble(number, words), (0, 0, 0, 4), expand=False)


def _line_by_line(text: str) -> str:
    """The text of a list with each of its lines folded by itself."""
    return "\n".join(_keeping_edges(line) for line in text.split("\n"))


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
    """The path, and the pages, headings or lines of an article's quotes."""
    return f"{printable(quotes[0].source.path)}, {printable(places_of(quotes))}"


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
    if refusal.suggestions:
        parts += [Text(""), Text("You could ask:")]
        parts += [Text(f"  \u00b7 {printable(asked)}") for asked in refusal.suggestions]
    return Group(*parts)


def _draw_near(quote: Quote) -> Text:
    drawn = Text(f"\u00b7 {printable(quote.text)} ", style="dim")
    return drawn.append(f"({printable(quote.source.title)}, {_place([quote])})", style="dim italic")


def draw_context(quote: Quote, before: str, after: str) -> RenderableType:
    """An article around a quote, which stands out, under the article's title and place."""
    head = _title(quote.source).append(f" \u00b7 {_place([quote])}", style="dim not bold")
    parts = [(before.lstrip(), ""), (quote.text, "bold green"), (after.rstrip(), "")]
    body = Text()
    for text, style in parts:
        body.append(visible(text), style=style)
    return Group(head, Text(""), body)

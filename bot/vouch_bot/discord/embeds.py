"""Replies as Discord embeds: pure functions, inside Discord's limits by construction."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import discord

from vouch.answer.serialization import verbatim
from vouch.text.en import ENGLISH
from vouch.types import Answer, AnswerForm, Citation, Quote, Refusal, Reply, Source, Span, Statement
from vouch_bot.common.language import tr
from vouch_bot.common.places import place_of, section_line
from vouch_bot.discord import markdown
from vouch_bot.discord.paging import MAX_LINKS, NAME, TITLE, VALUE, Page, Pages, pieces

ANSWERED = discord.Colour(0x2E8B57)
NOTED = discord.Colour(0xE0A100)
REFUSED = discord.Colour(0x8A8D93)

MORE_TO_COME = "…"
"""The footer of a card whose answer is still being written."""

_QUOTED = 600
_NOTE = "ℹ️"
_ISO_DATE = re.compile(r"\b\d{4}-\d{2}(?:-\d{2})?\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One page of a reply: its embed, the links of its sources, its place among the pages."""

    embed: discord.Embed
    links: tuple[Link, ...] = ()
    page: int = 0
    pages: int = 1


def reply_cards(reply: Reply, number: int | None = None) -> tuple[Card, ...]:
    """The pages of a reply, at least one; `number` is what the reply is stored under."""
    if isinstance(reply, Refusal):
        return (_refusal_card(reply, number),)
    pages = _answer_pages(reply)
    quotes = {citation.number: citation.quote for citation in reply.citations}
    cards = []
    for place, page in enumerate(pages):
        embed = _embed(reply.question, page.description, NOTED if reply.note else ANSWERED)
        for name, value in page.fields.values():
            embed.add_field(name=name, value=value, inline=False)
        _footer(embed, number, place, len(pages))
        links = source_links((cited, quotes[cited]) for cited in page.fields)
        cards.append(Card(embed, links, place, len(pages)))
    return tuple(cards)


def draft_embed(answer: Answer) -> discord.Embed:
    """The first page of an answer that is still being written, as far as it is."""
    return reply_cards(answer)[0].embed.set_footer(text=MORE_TO_COME)


def _answer_pages(answer: Answer) -> list[Page]:
    pages = Pages()
    if answer.opening:
        _add_line(pages, answer.opening)
    if answer.note:
        _add_line(pages, in_words(answer.note), lead=f"{_NOTE} ")
    if not answer.parts:
        _add_statements(pages, answer, answer.statements)
    for part in answer.parts:
        _add_line(pages, part.question, lead="**", close="**")
        _add_statements(pages, answer, [answer.statements[row] for row in part.statements])
        if part.reason:
            _add_line(pages, in_words(part.reason), lead="🚫 ")
    return pages.filled


def _add_line(pages: Pages, text: str, lead: str = "", close: str = "") -> None:
    for piece in _escaped_pieces(" ".join(text.split())):
        pages.add(partial(Page.add_text, text=f"{lead}{piece}{close}"))


def _add_statements(pages: Pages, answer: Answer, statements: Iterable[Statement]) -> None:
    speaks: Source | None = None
    listed = answer.form is AnswerForm.COLLECTION
    for statement in statements:
        cited = [answer.citations[number - 1] for number in statement.citations]
        source = cited[0].quote.source
        # The article is named before its first statement, and again where another spoke between.
        lead = "" if source == speaks else f"According to {_named(source)}:\n"
        speaks = source
        quoted = verbatim(statement, cited)
        for piece in _statement_pieces(statement, "- " if listed else lead, quoted=quoted):
            pages.add(partial(Page.add_text, text=piece))
        for citation in cited:
            name, value = _cited_field(citation, quoted=quoted or listed)
            pages.add(partial(Page.add_field, number=citation.number, name=name, value=value))


def _cited_field(citation: Citation, *, quoted: bool) -> tuple[str, str]:
    """The field of a source; with the words that stand there, where the statement has others."""
    name, value = source_field(citation.number, citation.quote)
    if quoted:
        return name, value
    return name, f"“{markdown.fit(citation.quote.text, _QUOTED)}”\n{value}"


def _statement_pieces(statement: Statement, lead: str, *, quoted: bool) -> list[str]:
    """The statement with its answer in bold, after its lead and before its numbers.

    In quotation marks where it is an article's own words.
    """
    numbers = " ".join(rf"\[{number}\]" for number in statement.citations)
    render = partial(emboldened, statement.text, statement.answer_span)
    shown = list(pieces(statement.text, render))
    opening, closing = ("“", "”") if quoted else ("", "")
    shown[0] = f"{lead}{opening}{shown[0]}"
    listed = numbers if len(numbers) < VALUE else f"{numbers[:VALUE]}…"
    shown[-1] = f"{shown[-1]}{closing} {listed}"
    return shown


def _escaped_pieces(text: str) -> Iterable[str]:
    return pieces(text, lambda span: markdown.escape_line(text[span[0] : span[1]]))


def emboldened(text: str, bold: Span | None, span: Span) -> str:
    """`text[span]` escaped, its spaces made single, with what of it lies in `bold` in bold."""
    low, high = bold or (0, 0)
    low, high = (min(max(edge, span[0]), span[1]) for edge in (low, high))
    parts = []
    for start, end in pairwise((span[0], low, high, span[1])):
        shown = markdown.escape_line(text[start:end])
        marked = f"**{shown}**" if shown and start == low and end == high else shown
        lead = " " if text[start:end][:1].isspace() else ""
        tail = " " if shown and text[start:end][-1:].isspace() else ""
        parts.append(f"{lead}{marked}{tail}")
    return "".join(parts).strip()


def _refusal_card(refusal: Refusal, number: int | None) -> Card:
    reason = next(iter(_escaped_pieces(in_words(refusal.reason))))
    embed = _embed(refusal.question, f"🚫 **{tr('Not in the articles.')}** {reason}", REFUSED)
    if refusal.nearest:
        hint = "What comes nearest is behind the button; it does not answer the question."
        embed.description = f"{embed.description}\n\n-# {tr(hint)}"
    if refusal.suggestions:
        asked = "\n".join(f"- {markdown.escape_line(question)}" for question in refusal.suggestions)
        embed.description = f"{embed.description}\n\nYou could ask:\n{asked}"
    _footer(embed, number, 0, 1)
    return Card(embed)


def _embed(question: str, description: str, colour: discord.Colour) -> discord.Embed:
    title = markdown.fit(question, TITLE) or None
    return discord.Embed(title=title, description=description, colour=colour)


def _footer(embed: discord.Embed, number: int | None, page: int, pages: int) -> None:
    parts = [f"Reply {number}"] if number is not None else []
    parts += [f"page {page + 1} of {pages}"] if pages > 1 else []
    if parts:
        embed.set_footer(text=" · ".join(parts))


_SECTION = 200


def source_field(number: int, quote: Quote) -> tuple[str, str]:
    """The name and the value of the field that tells where a quote stands."""
    source = quote.source
    facts = [when(source.date) if source.date else "no date", source.author, place_of(quote)]
    value = " · ".join(markdown.fit(fact, 80) for fact in facts if fact)
    if quote.section:
        value = f"*{markdown.fit(section_line(quote), _SECTION)}*\n{value}"
    return rf"\[{number}\] {title_of(source, NAME - 12)}", value


def title_of(source: Source, limit: int) -> str:
    """The article's title, escaped; its path where the title has nothing to see."""
    return markdown.fit(source.title, limit) or markdown.fit(source.path, limit) or "an article"


def _named(source: Source) -> str:
    date = f" ({markdown.fit(when(source.date), 40)})" if source.date else ""
    return f"*{title_of(source, 150)}*{date}"


def when(iso: str) -> str:
    """A date of an article in words: `2025-08-24` as `24 August 2025`, anything else as it is."""
    year, *rest = iso.split("-")
    if not 1 <= len(rest) <= 2 or not all(
        part.isdecimal() and part.isascii() for part in (year, *rest)
    ):
        return iso
    month = int(rest[0])
    if not 1 <= month <= 12:
        return iso
    day = [str(int(rest[1]))] if len(rest) == 2 else []
    return " ".join([*day, ENGLISH.months[month - 1].capitalize(), year])


def in_words(text: str) -> str:
    """A note of ours with its dates in words, as they stand beside the sources."""
    return _ISO_DATE.sub(lambda date: when(date[0]), text)


def source_links(quotes: Iterable[tuple[int, Quote]]) -> tuple[Link, ...]:
    """A button for each address among the sources, named by number and host, at most ten.

    The host and not the title is shown: a title can lie about where a link leads.
    """
    numbers: dict[str, list[str]] = {}
    for number, quote in quotes:
        if url := markdown.link(quote.source.url):
            numbers.setdefault(url, []).append(str(number))
    found = [Link(_label(cited, markdown.host(url)), url) for url, cited in numbers.items()]
    return tuple(found[:MAX_LINKS])


def _label(numbers: list[str], host: str) -> str:
    cited = ", ".join(numbers[:3]) + ("…" if len(numbers) > 3 else "")
    # The end of a host says whose it is, so a long one loses its beginning.
    return f"[{cited}] {host if len(host) <= 50 else '…' + host[-49:]}"

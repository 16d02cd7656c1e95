"""Quoted passages in their context, as pages of embeds: pure functions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import discord

from vouch.types import Answer, Quote, Reply, Span
from vouch_bot.common.engine import Context
from vouch_bot.discord import markdown
from vouch_bot.discord.embeds import ANSWERED, REFUSED, Link, emboldened, source_field, source_links
from vouch_bot.discord.paging import pieces

AROUND = 600
_PASSAGE = 3_400


@dataclass(frozen=True, slots=True)
class PassagePage:
    """One page: the embed and the link of its source, where it has one."""

    embed: discord.Embed
    links: tuple[Link, ...]


def quotes_of(reply: Reply) -> tuple[Quote, ...]:
    """The quotes behind a reply: what an answer cites, or what came nearest to a refusal."""
    if isinstance(reply, Answer):
        return tuple(citation.quote for citation in reply.citations)
    return reply.nearest


def passage_pages(reply: Reply, contexts: Mapping[int, Context | None]) -> tuple[PassagePage, ...]:
    """The pages that show the quotes of a reply in their context, the quotes in bold.

    `contexts` is by the quotes' numbers, from 1; None tells that the article
    has changed since, and then the quote is shown alone.
    """
    found: list[PassagePage] = []
    answered = isinstance(reply, Answer)
    for number, quote in enumerate(quotes_of(reply), start=1):
        around = contexts.get(number)
        for text in _passage_texts(quote, around):
            found.append(_page(number, quote, text, answered=answered, changed=around is None))
    return tuple(
        PassagePage(_numbered(page.embed, place, len(found)), page.links)
        for place, page in enumerate(found, start=1)
    )


def _passage_texts(quote: Quote, around: Context | None) -> list[str]:
    before = _tail(around.before) if around else ""
    after = _head(around.after) if around else ""
    text = before + quote.text + after
    bold: Span = (len(before), len(before) + len(quote.text))
    return list(pieces(text, partial(_paragraphs, text, bold), _PASSAGE))


def _paragraphs(text: str, bold: Span, span: Span) -> str:
    """`text[span]` with its paragraphs kept, each quoted, and the words in `bold` in bold."""
    lines = []
    start = span[0]
    for line in text[span[0] : span[1]].splitlines(keepends=True):
        end = start + len(line)
        if shown := emboldened(text, bold, (start, end)):
            lines.append(f"> {shown}")
        start = end
    return "\n> \n".join(lines)


def _tail(text: str) -> str:
    """The end of `text`, from a word on, with a mark where something was left out."""
    if len(text) <= AROUND:
        return text
    kept = text[-AROUND:]
    return "… " + kept[kept.find(" ") + 1 :]


def _head(text: str) -> str:
    if len(text) <= AROUND:
        return text
    kept = text[:AROUND]
    return kept[: kept.rfind(" ")] + " …" if " " in kept else kept + "…"


def _page(number: int, quote: Quote, text: str, *, answered: bool, changed: bool) -> PassagePage:
    name, place = source_field(number, quote)
    lead = "" if answered else "🚫 **This is near the question, and does not answer it.**\n\n"
    tail = "\n\n-# The article has changed since; the quote is shown alone." if changed else ""
    facts = f"-# {place} · {markdown.fit(quote.source.path, 150)}"
    embed = discord.Embed(
        title=name,
        description=f"{lead}{text}\n\n{facts}{tail}",
        colour=ANSWERED if answered else REFUSED,
    )
    return PassagePage(embed, source_links([(number, quote)]))


def _numbered(embed: discord.Embed, place: int, pages: int) -> discord.Embed:
    return embed.set_footer(text=f"passage {place} of {pages}") if pages > 1 else embed

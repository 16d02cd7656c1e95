"""Corrections travel with what they correct."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from vouch.text.tokens import stems
from vouch.types import Answer, Article, Block, BlockKind, Citation, Quote, Reply, Statement

_OF_EDITORS = frozenset(
    stems(
        "correction corrections clarification update updated editor editors note article story"
        " report earlier version first wrong wrongly incorrectly stated stating changed"
    )
)
"""What corrections say of themselves."""


class Articles(Protocol):
    """What gives the article at a path."""

    def article(self, source: str) -> Article: ...


def with_corrections(reply: Reply, articles: Articles) -> Reply:
    """The answer with the corrections of what it quotes, each quoted once after it.

    A correction is of a quote where it shares a word with it or with the
    question, beside what all corrections say.
    """
    if not isinstance(reply, Answer):
        return reply
    found: dict[tuple[str, int], Quote] = {}
    sources = dict.fromkeys(citation.quote.source for citation in reply.citations)
    known: Mapping[str, Article] = {s.path: articles.article(s.path) for s in sources}
    for citation in reply.citations:
        quote = citation.quote
        article = known[quote.source.path]
        about = (set(stems(quote.text)) | set(stems(reply.question))) - _OF_EDITORS
        for block in article.blocks:
            if block.kind is not BlockKind.CORRECTION or _is_quoted(reply, quote, block):
                continue
            if about & set(stems(article.text[block.start : block.end])):
                found[quote.source.path, block.start] = _quoted(article, block, quote)
    if not found:
        return reply
    first = len(reply.citations) + 1
    added = [Citation(number, quote) for number, quote in enumerate(found.values(), first)]
    return replace(
        reply,
        citations=(*reply.citations, *added),
        statements=(*reply.statements, *(Statement(c.quote.text, (c.number,)) for c in added)),
    )


def _is_quoted(answer: Answer, quote: Quote, block: Block) -> bool:
    return any(
        c.quote.source.path == quote.source.path
        and c.quote.start < block.end
        and block.start < c.quote.end
        for c in answer.citations
    )


def _quoted(article: Article, block: Block, beside: Quote) -> Quote:
    return Quote(
        beside.source,
        article.text[block.start : block.end],
        block.start,
        block.end,
        article.page_at(block.start),
        article.line_at(block.start),
    )

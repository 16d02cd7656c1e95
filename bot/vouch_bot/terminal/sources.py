"""The indexed articles as a table or as JSON."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from vouch.documents.unread import unread_lines
from vouch.index import ArticleRecord
from vouch_bot.terminal.render import printable

WIDEST_PATH = 40
"""Columns that a path keeps to itself at 80 columns; a longer one goes on in the next line."""


def draw_sources(articles: Sequence[ArticleRecord], unread: Sequence[str] = ()) -> RenderableType:
    """A table of the articles: path, title, date with its source, and number of passages.

    Below it are the documents of the corpus that are not read.
    """
    lines = [Text(printable(line), style="yellow") for line in unread_lines(unread)]
    if not articles:
        return Group(Text("Nothing is indexed yet."), *lines)
    table = Table(box=None, pad_edge=False, header_style="bold")
    longest = max(len(printable(article.source)) for article in articles)
    table.add_column("path", overflow="fold", min_width=min(longest, WIDEST_PATH))
    table.add_column("title", overflow="fold")
    table.add_column("date", no_wrap=True)
    table.add_column("passages", justify="right")
    for article in articles:
        title = Text(printable(article.title))
        if article.stale:
            title.append(f" (an older version: {article.stale})", style="yellow")
        if article.notice:
            title.append(f"\n{printable(article.notice)}", style="yellow")
        date = Text(article.date or "-")
        if article.date_source:
            date.append(f"\n{article.date_source}", style="dim")
        table.add_row(printable(article.source), title, date, str(article.passages))
    return Group(table, *lines)


def sources_json(articles: Sequence[ArticleRecord]) -> list[dict[str, Any]]:
    """The articles, ready for JSON."""
    return [asdict(article) for article in articles]

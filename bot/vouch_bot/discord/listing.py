"""`/sources` and `/about` as embeds: pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from vouch_bot.common.engine import ArticleLine, EngineStatus
from vouch_bot.discord import markdown
from vouch_bot.discord.embeds import when

PER_PAGE = 10
MAX_FILTER = 40
PLAIN = discord.Colour(0x5865F2)


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """One page of the list of articles, its number from 0, and how many pages there are."""

    embed: discord.Embed
    page: int
    pages: int


def matching(articles: Sequence[ArticleLine], text: str) -> list[ArticleLine]:
    """The articles whose title, author, date or path has all words of `text` in it."""
    words = text.casefold().split()
    found = []
    for article in articles:
        facts = (article.title, article.author, article.date, article.source)
        told = " ".join(fact for fact in facts if fact).casefold()
        if all(word in told for word in words):
            found.append(article)
    return found


def sources_page(articles: Sequence[ArticleLine], text: str, page: int) -> SourcesPage:
    """The page of the articles that match `text`, the nearest there is to `page`."""
    found = matching(articles, text)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    lines = [_line(article) for article in shown]
    count = "1 article" if len(found) == 1 else f"{len(found):,} articles"
    title = f"{count} with “{markdown.fit(text, 120)}”" if text else count
    nothing = "No article matches." if text else "Nothing is indexed yet."
    embed = discord.Embed(title=title, description="\n".join(lines) or nothing, colour=PLAIN)
    if pages > 1:
        embed.set_footer(text=f"page {page + 1} of {pages}")
    return SourcesPage(embed, page, pages)


def _line(article: ArticleLine) -> str:
    # Ten lines of at most 350 units stay below the 4,096 of a description.
    title = markdown.fit(article.title, 150) or markdown.fit(article.source, 150)
    facts = [when(article.date) if article.date else "no date", article.author or ""]
    told = " · ".join(markdown.fit(fact, 60) for fact in facts if fact.strip())
    url = markdown.link(article.url)
    address = f" · <{url}>" if url and markdown.length(url) <= 90 else ""
    return f"• **{title}** · {told}{address}"


def about_embed(status: EngineStatus, name: str, version: str) -> discord.Embed:
    """What the bot answers from, and how."""
    made = (
        f"{status.chat_model} writes them; each statement is checked against the passages."
        if status.chat_model
        else "They are quotes from the articles, word for word."
    )
    synced = f"<t:{int(status.synced.timestamp())}:R>" if status.synced else "never"
    embed = discord.Embed(
        title=markdown.fit(f"About {name}", 200),
        description=(
            "I answer from a folder of articles. Each statement stands on a"
            " passage that I show, word for word; where the articles do not support an answer"
            " I say so. I vouch for what the articles say, not for the world."
        ),
        colour=PLAIN,
    )
    embed.add_field(name="Articles", value=f"{status.articles:,}")
    embed.add_field(name="Passages", value=f"{status.passages:,}")
    embed.add_field(name="Last read", value=synced)
    embed.add_field(name="Finds with", value=markdown.fit(status.embedding_model, 200))
    embed.add_field(name="Reads with", value=markdown.fit(status.reader, 200))
    how = (
        "A question is compared with every passage, by meaning and by words; a reader judges which"
        " passages answer it, and where; what it is not sure of is not said."
    )
    embed.add_field(name="Answers", value=markdown.fit(made, 300), inline=False)
    embed.add_field(name="How answers are made", value=how, inline=False)
    return embed.set_footer(text=f"Vouch {version}")


def help_embed(keep_days: float) -> discord.Embed:
    """How to ask, what the buttons do, and what is kept."""
    embed = discord.Embed(
        title="Ask the articles",
        description=(
            "I answer from a folder of articles, with their exact words, and say so when they do"
            " not have the answer."
        ),
        colour=PLAIN,
    )
    embed.add_field(
        name="How to ask",
        value=(
            "Type `/ask`, mention me in a message, or reply to one of my answers. Under an answer,"
            " **Follow up** asks the next question, and **Show passages** shows where it stands."
        ),
        inline=False,
    )
    embed.add_field(
        name="What I answer from",
        value="`/sources` lists the articles, and `/about` says how answers are made.",
        inline=False,
    )
    embed.add_field(
        name="What is kept",
        value=(
            f"Your question, the answer and your vote, with your id, for {keep_days:g} days."
            " `/privacy` shows what is kept of you, and deletes it."
        ),
        inline=False,
    )
    return embed

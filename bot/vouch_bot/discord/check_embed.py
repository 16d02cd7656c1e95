"""A checked claim as a Discord embed: pure functions, inside Discord's limits by construction."""

from typing import Final

import discord

from vouch.types import Check, CheckedStatement, ClaimVerdict
from vouch_bot.discord import markdown
from vouch_bot.discord.embeds import NOTED, REFUSED, source_field
from vouch_bot.discord.paging import TITLE, Page

SUPPORTED = discord.Colour(0x2E8B57)
CONTRADICTED = discord.Colour(0xB3261E)

_VERDICTS: Final = {
    ClaimVerdict.SUPPORTED: ("✅", "The articles support this.", SUPPORTED),
    ClaimVerdict.CONTRADICTED: ("❌", "The articles contradict this.", CONTRADICTED),
    ClaimVerdict.UNMENTIONED: ("❔", "The articles do not mention this.", REFUSED),
}
_STATEMENT, _REASON, _QUOTE = 350, 250, 350


def check_embed(check: Check) -> discord.Embed:
    """The verdict on a claim, on each of its statements, and the quotes that decide it."""
    sign, said, colour = _VERDICTS[check.verdict]
    if len({statement.verdict for statement in check.statements}) > 1:
        colour = NOTED if check.verdict is not ClaimVerdict.CONTRADICTED else colour
    page = Page([f"{sign} **{said}**"])
    whole = all(page.add_text(_line(statement)) for statement in check.statements)
    for citation in check.citations:
        name, place = source_field(citation.number, citation.quote)
        value = f"“{markdown.fit(citation.quote.text, _QUOTE)}”\n{place}"
        whole = page.add_field(citation.number, name, value) and whole
    embed = discord.Embed(
        title=markdown.fit(check.claim, TITLE) or None,
        description=page.description,
        colour=colour,
    )
    for name, value in page.fields.values():
        embed.add_field(name=name, value=value, inline=False)
    return embed if whole else embed.set_footer(text="The claim is longer than this card.")


def _line(statement: CheckedStatement) -> str:
    """A statement with its verdict as a sign, its reason and the numbers of its quotes."""
    sign = _VERDICTS[statement.verdict][0]
    numbers = "".join(rf" \[{number}\]" for number in statement.citations[:10])
    text = f"{sign} {markdown.fit(statement.text, _STATEMENT)}{numbers}"
    if statement.reason and statement.verdict is ClaimVerdict.CONTRADICTED:
        text += f"\n-# {markdown.fit(statement.reason, _REASON)}"
    return text

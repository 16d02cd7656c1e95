"""Text that tries to ping, to spoof a link or to break a card; and an eye that sees if it does."""

import re

import discord
from hypothesis import strategies as st

ATTACKS = (
    "@everyone and @here, <@1> <@!1> <@&2> <#3> </ask:4> <:smile:5> <a:dance:6> <t:0:R>",
    "[your bank](https://evil.example) [x](javascript:alert(1)) <https://evil.example>",
    "https://evil.example/login http://evil.example discord://evil",
    "``` ```py\nprint()``` `code` **bold** __under__ ~~gone~~ ||hidden|| *it* _it_",
    "# Head\n## Head\n-# small\n- item\n* item\n+ item\n1. one\n2) two\n> quoted\n>>> all quoted",
    "a\u200b@\u200beveryone \u202egnihton\u202c \u2066x\u2069 \ufeff\u00ad\u2060 <\u200b@1>",
    "\\",
    "\\\\[x](https://evil.example)\\",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324algo",
    "\x00\x07\x1b[31m\r\n\u2028\u2029",
    "می‌خواهم 👨‍👩‍👧 naïve",
)

_LIVE = {
    "mention": re.compile(r"@(everyone|here)|<(@|#|/|:|a:|t:|id:)"),
    "link": re.compile(r"\[[^\]]*\]\(|[A-Za-z]://"),
    "code": re.compile("`"),
    "spoiler": re.compile(r"\|\|"),
    "unseen": re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]"),
}

hostile_text = st.lists(
    st.one_of(st.sampled_from(ATTACKS), st.text(max_size=40), st.sampled_from("\\*_[]()<>@:/`|#-")),
    min_size=1,
    max_size=12,
).map("".join)


def live_markup(text: str) -> list[str]:
    """What Discord would still make of `text`, escapes taken as it takes them."""
    unescaped = re.sub(r"\\[^0-9A-Za-z\s]", "\ufffc", text)
    return [name for name, pattern in _LIVE.items() if pattern.search(unescaped)]


def texts_of(embed: discord.Embed) -> list[str]:
    """All the texts of an embed that articles or people may have had a hand in."""
    fields = [text for field in embed.fields for text in (field.name, field.value)]
    texts = [embed.title, embed.description, embed.footer.text, embed.author.name, *fields]
    return [text for text in texts if text]


def units(text: str | None) -> int:
    """The length in UTF-16 code units, of which Discord counts no more than that."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


def within_limits(*embeds: discord.Embed) -> bool:
    """Whether Discord takes these embeds in one message."""
    return (
        len(embeds) <= 10
        and sum(units(text) for embed in embeds for text in texts_of(embed)) <= 6_000
        and all(
            units(embed.title) <= 256
            and units(embed.description) <= 4_096
            and units(embed.footer.text) <= 2_048
            and len(embed.fields) <= 25
            and all(
                0 < units(field.name) <= 256 and 0 < units(field.value) <= 1_024
                for field in embed.fields
            )
            for embed in embeds
        )
    )

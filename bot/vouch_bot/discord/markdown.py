"""Text of articles and of people made harmless in Discord, and cut to its limits.

Lengths are counted in UTF-16 code units, which is never less than what Discord
counts, so that a text measured here fits there.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import idna

# Discord reads these as Markdown, mentions, timestamps, custom emoji or links.
_MARKUP = re.compile(r"[\\*_~|`>#\[\]<@]|(?<=[A-Za-z]):(?=//)")
_LIST_MARK = re.compile(r"^([^\S\n]*(?=[-+][\s\\])|[^\S\n]*\d+(?=[.)]\s))([-+.)])", re.MULTILINE)

# Controls, marks that turn the direction of writing, and characters without a width.
# U+200C and U+200D are kept between characters that need them: see `_joins`.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
_JOINERS = re.compile("[\u200c\u200d]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_STACKED_MARKS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_BREAKS = (re.compile(r"[.!?…]['\"’”)\]]*\s|\n"), re.compile(r"\s"))
_ELLIPSIS = "…"


def length(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def visible(text: str) -> str:
    """`text` without characters that hide, turn or stack what a reader sees."""
    text = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    text = _JOINERS.sub(lambda joiner: joiner[0] if _joins(joiner) else "", text)
    return _STACKED_MARKS.sub(r"\1", text)


def _joins(joiner: re.Match[str]) -> bool:
    """Whether a joiner stands between two characters of a script (or emoji) that uses it."""
    before = joiner.string[joiner.start() - 1 : joiner.start()]
    after = joiner.string[joiner.end() : joiner.end() + 1]
    return before > "\u0300" and after > "\u0300" and not _JOINERS.match(before + after)


def escape(text: str) -> str:
    """`text` as Markdown that shows it as it is: no format, mention or link is made of it."""
    text = _MARKUP.sub(r"\\\g<0>", visible(text))
    return _LIST_MARK.sub(r"\1\\\2", text)


def escape_line(text: str) -> str:
    """`text` escaped, on one line."""
    return escape(" ".join(visible(text).split()))


def fit(text: str, limit: int) -> str:
    """`text` escaped on one line, of at most `limit` units; a cut shows as an ellipsis."""
    line = " ".join(visible(text).split())
    if length(escaped := escape(line)) <= limit:
        return escaped
    low, high = 0, len(line)
    while low < high:
        middle = (low + high + 1) // 2
        if length(escape(line[:middle].rstrip())) < limit:
            low = middle
        else:
            high = middle - 1
    return escape(line[:low].rstrip()) + _ELLIPSIS


def cut(text: str, limit: int) -> Iterator[tuple[int, int]]:
    """Spans of `text`, each of at most `limit` characters, that together cover it.

    A span ends at the end of a sentence where there is one in its second half,
    else at a space, else at the limit.
    """
    start = 0
    while len(text) - start > limit:
        end = _break_before(text, start, start + limit)
        yield start, end
        start = end
    if start < len(text):
        yield start, len(text)


def _break_before(text: str, start: int, limit: int) -> int:
    for pattern in _BREAKS:
        ends = [found.end() for found in pattern.finditer(text, (start + limit) // 2, limit)]
        if ends:
            return ends[-1]
    return limit


def link(url: str | None) -> str | None:
    """`url` where a button may open it: a plain http(s) address of at most 512 units; else None.

    An address that carries a user's name before the host (`https://bank.example@evil.example`)
    or hidden characters is not one.
    """
    if not url or visible(url) != url or re.search(r"[\s\\<>\"`]", url) or length(url) > 512:
        return None
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (raises ValueError for a port that is none)
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return url if plain else None


def host(url: str) -> str:
    """The host that `url` leads to, as a reader may judge it: `example.org`."""
    name = urlsplit(url).hostname or ""
    try:
        # A name in other letters is shown as it is registered: look-alikes stand out.
        name = idna.encode(name, uts46=True).decode("ascii")
    except UnicodeError:
        return name.encode("ascii", "replace").decode("ascii")
    return name.removeprefix("www.")

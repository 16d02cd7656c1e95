"""A feed (RSS or Atom): the pages that it lists."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from vouch.documents.dates import iso_date
from vouch.documents.parsed import Parsed, UnreadableError, in_one_line

MAX_ENTRIES = 200
MAX_CONTENT = 500_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed lists: its address, and what the feed tells of it."""

    url: str
    title: str | None = None
    date: str | None = None
    author: str | None = None
    content: str | None = None
    """The page's text as HTML, where the feed holds all of it."""


def parse_feed(data: bytes) -> Parsed:
    """A feed's entries as JSON (see `entries`).

    Raises UnreadableError for what is no feed, and where feedparser, an extra, is not installed.
    """
    try:
        import feedparser  # type: ignore[import-untyped]
    except ImportError:
        raise UnreadableError(
            "is a feed, which needs feedparser: pip install -e '.[feeds]'"
        ) from None
    feed = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version"):
        raise UnreadableError("is no feed")
    listed = feed.entries[:MAX_ENTRIES]
    return Parsed(json.dumps([asdict(_entry(entry)) for entry in listed if entry.get("link")]))


def entries(parsed: Parsed) -> Iterator[Entry]:
    """The entries of a parsed feed, in its order; at most `MAX_ENTRIES`."""
    return (Entry(**entry) for entry in json.loads(parsed.text))


def _entry(entry: Any) -> Entry:
    """An entry; its date is that of publication (`dc:date` counts), else of its last change."""
    dates = (iso_date(entry.get(name)) for name in ("published", "updated", "created"))
    bodies = [body for body in entry.get("content") or () if "html" in (body.get("type") or "")]
    return Entry(
        str(entry.link),
        in_one_line(str(entry.get("title") or "")),
        next(filter(None, dates), None),
        in_one_line(str(entry.get("author") or "")),
        str(bodies[0].get("value"))[:MAX_CONTENT] if bodies else None,
    )

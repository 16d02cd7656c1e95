"""A feed (RSS or Atom): the pages that it lists."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from vouch.documents.parsed import Parsed, UnreadableError, in_one_line

MAX_ENTRIES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that a feed lists: its address, and what the feed tells of it."""

    url: str
    title: str | None = None
    date: str | None = None


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
    published: time.struct_time | None = entry.get("published_parsed")
    date = time.strftime("%Y-%m-%d", published) if published else None
    return Entry(str(entry.link), in_one_line(str(entry.get("title") or "")), date)

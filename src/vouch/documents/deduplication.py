"""What the corpus holds already: by address, by content and by text."""

import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from vouch.documents.decoding import decode
from vouch.documents.discovery import Discovery, FoundFile, discover
from vouch.documents.files import read_bytes
from vouch.documents.formats import SUFFIXES, suffix_of
from vouch.documents.frontmatter import split_front_matter
from vouch.documents.parsed import UnreadableError

_CANONICAL = re.compile(
    rb"<link\b(?=[^>]{0,2000}\brel\s*=\s*[\"']?canonical)[^>]{0,2000}\bhref\s*=\s*[\"']?([^\"'\s>]+)",
    re.IGNORECASE,
)
_HEAD = 100_000
_TRACKING = re.compile(r"utm_.*|fbclid|gclid|mc_[ce]id", re.IGNORECASE)


class Known:
    """The articles of a corpus, as they are when this is made and with what is noted since."""

    def __init__(self, corpus_dir: Path, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self.discovery: Discovery = discover(corpus_dir)
        self._sizes: dict[int, list[FoundFile]] = {}
        self._urls: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        for found in self.discovery.files:
            self._sizes.setdefault(found.size, []).append(found)
            self._look_into(found)

    def by_url(self, *urls: str | None) -> str | None:
        """The source of the article that is at one of these addresses."""
        keys = [_same_address(url) for url in urls if url]
        return next((self._urls[key] for key in keys if key in self._urls), None)

    def by_text(self, text: str) -> str | None:
        """The source of the text or Markdown article whose body says the same."""
        return self._texts.get(_digest(text))

    def by_content(self, data: bytes) -> str | None:
        """The source of the file with the same bytes."""
        for found in self._sizes.get(len(data), []):
            try:
                if read_bytes(found.path, self._max_bytes) == data:
                    return found.source
            except UnreadableError:
                continue
        return None

    def note(self, source: str, data: bytes, path: Path) -> None:
        """Counts in a file that was just written."""
        found = FoundFile(source, path, len(data), 0)
        self._sizes.setdefault(found.size, []).append(found)
        self._look_into(found)

    def _look_into(self, found: FoundFile) -> None:
        kind = SUFFIXES[suffix_of(found.source) or ".pdf"]
        if kind not in {"text", "markdown", "html"}:
            return
        try:
            data = read_bytes(found.path, self._max_bytes)
            if kind == "html":
                match = _CANONICAL.search(data, 0, _HEAD)
                url = match.group(1).decode("utf-8", "replace") if match else None
            else:
                details, body = split_front_matter(decode(data))
                url = details.url
                self._texts.setdefault(_digest(body), found.source)
        except UnreadableError:
            return  # it is reported when the corpus is read
        if url:
            self._urls.setdefault(_same_address(url), found.source)


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _same_address(url: str) -> str:
    """An address without what does not change the page: fragment, tracking, case of the host."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    query = [pair for pair in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(pair[0])]
    path = parts.path.rstrip("/") or "/"
    return urlunsplit(("", parts.netloc.lower(), path, urlencode(query), ""))

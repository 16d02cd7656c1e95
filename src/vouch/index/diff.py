"""What has changed in the corpus since it was last indexed."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vouch.documents import ArticleError, Discovery, FoundFile, read_article
from vouch.documents.files import read_bytes
from vouch.documents.parsed import UnreadableError
from vouch.index.file_cache import Entry
from vouch.types import Article

Contents = Mapping[str, tuple[str, str | None]]
"""For each indexed article's path: the hash of its content, and why it is stale (or None)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a look at the files' names, sizes and times says.

    `to_read` are the files that are new or may have changed, `same` those that
    have not, `gone` the indexed sources without a file. `costly` are those that
    took too much time or memory and have not changed since, with the reason.
    """

    to_read: tuple[FoundFile, ...]
    same: tuple[FoundFile, ...]
    gone: tuple[str, ...]
    costly: tuple[tuple[FoundFile, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A file that is new or has another content than before, and its article."""

    file: FoundFile
    content: str
    article: Article


@dataclass(frozen=True, slots=True)
class Equal:
    """A file that was touched; its content is what it was."""

    file: FoundFile
    content: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that cannot be read, and why.

    `costly` is the file where reading it took too much time or memory.
    """

    source: str
    reason: str
    costly: FoundFile | None = None


def plan(found: Discovery, ledger: Mapping[str, Entry], contents: Contents) -> Plan:
    """Which files to read, which to leave, which articles to remove.

    An article whose folder cannot be read is not gone: nobody knows.
    """
    to_read: list[FoundFile] = []
    same: list[FoundFile] = []
    costly: list[tuple[FoundFile, str]] = []
    for file in found.files:
        entry, indexed = ledger.get(file.source), contents.get(file.source)
        known = indexed is not None and entry is not None and indexed == (entry.content, None)
        unmoved = entry is not None and (entry.size, entry.mtime_ns) == file.stamp
        if entry is not None and entry.failure and unmoved:
            costly.append((file, entry.failure))
        else:
            (same if known and unmoved else to_read).append(file)
    present = {file.source for file in found.files}
    unknown = {failure.source for failure in found.failures}
    gone = (s for s in contents if s not in present and not is_below(s, unknown))
    return Plan(tuple(to_read), tuple(same), tuple(gone), tuple(costly))


def is_below(source: str, unknown: set[str]) -> bool:
    """Whether a source is one of these paths, or lies in a folder that is."""
    parts = source.split("/")
    return any("/".join(parts[:depth]) in unknown for depth in range(1, len(parts) + 1))


def read_changes(
    files: tuple[FoundFile, ...], contents: Contents, max_bytes: int
) -> Iterator[Changed | Equal | Unreadable]:
    """What became of each file, in order. The content hash decides whether it changed."""
    for file in files:
        try:
            content = _content(file, max_bytes)
            before = contents.get(file.source)
            if before is not None and before[0] == content:
                yield Equal(file, content)
            else:
                yield Changed(file, content, read_article(file, max_bytes))
        except (ArticleError, UnreadableError) as error:
            yield Unreadable(file.source, error.reason, file if error.costly else None)


def _content(file: FoundFile, max_bytes: int) -> str:
    """The hash of a file's content, with that of its sidecar."""
    content = hashlib.blake2b(read_bytes(file.path, max_bytes), digest_size=16)
    if file.sidecar is not None:
        content.update(b"\0" + read_bytes(file.sidecar.path, max_bytes))
    return content.hexdigest()

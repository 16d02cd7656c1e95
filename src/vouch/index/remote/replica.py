"""A host's copy of a lexicon that is published at a server."""

import hashlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from vouch.documents.packing import pack_blocks, pack_parts, unpack_blocks, unpack_parts
from vouch.index.document_store import DocumentStore
from vouch.index.document_store_writer import DocumentStoreWriter
from vouch.index.remote.lease import Head
from vouch.index.remote.records import Records
from vouch.types import Article, Passage, Source

_AT_ONCE = 50  # articles in a request


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation consists of.

    `articles` has the hash of each article's content, and why it is stale.
    `released` are keys of vectors that this generation does not need: they go
    with the next one, when no question needs them any more; and so do the
    vectors of `former_build`.
    """

    articles: dict[str, tuple[str, str | None]]
    released: tuple[str, ...]
    former_build: str | None

    @classmethod
    def of(cls, value: Any) -> Self:
        articles = {source: (entry[0], entry[1]) for source, entry in value["articles"].items()}
        return cls(articles, tuple(value["released"]), value["former_build"])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def records(self, build: str) -> set[str]:
        """The ids of the records of its articles."""
        return {record_id(build, source, entry[0]) for source, entry in self.articles.items()}


def record_id(build: str, source: str, content: str) -> str:
    """The id of the record of an article with that content."""
    identity = f"{build}\0{source}\0{content}"
    return hashlib.blake2b(identity.encode(), digest_size=16).hexdigest()


def pack_article(lexicon: DocumentStore, source: str) -> dict[str, Any]:
    """An article with its passages and the keys of their vectors, as JSON."""
    article = lexicon.article(source)
    passages = [
        {
            "start": passage.start,
            "end": passage.end,
            "sentences": passage.sentences,
            "page": passage.page,
            "line": passage.line,
            "section": passage.section,
            "parts": pack_parts(passage.parts),
            "vector": key,
        }
        for passage, key in lexicon.passages_of(source)
    ]
    return {
        "source": asdict(article.source),
        "text": article.text,
        "pages": article.pages,
        "notice": article.notice,
        "tags": article.tags,
        "blocks": pack_blocks(article.blocks),
        "passages": passages,
    }


def _unpack(value: Any) -> tuple[Article, Sequence[Passage], Sequence[str]]:
    source, pages = Source(**value["source"]), tuple(value["pages"])
    blocks = unpack_blocks(value["blocks"])
    article = Article(
        *(source, value["text"], pages),
        notice=value["notice"],
        blocks=blocks,
        tags=tuple(value["tags"]),
    )
    passages = [
        Passage(
            article.source.path,
            article.text[entry["start"] : entry["end"]],
            entry["start"],
            entry["end"],
            tuple((start, end) for start, end in entry["sentences"]),
            entry["page"],
            entry["line"],
            tuple(entry["section"]),
            unpack_parts(entry["parts"]),
        )
        for entry in value["passages"]
    ]
    return article, passages, [entry["vector"] for entry in value["passages"]]


def bring_up_to_date(folder: Path, before: Path | None, head: Head, records: Records) -> None:
    """Make the lexicon of the published generation in `folder`.

    It starts as the one in the folder `before`, which is of the same build.
    Raises MissingRecordError where another generation is published meanwhile.
    """
    manifest = Manifest.of(records.read([head.manifest])[head.manifest])
    contents: dict[str, tuple[str, str | None]] = {}
    if before is not None:
        with closing(DocumentStore(before)) as lexicon:
            contents = lexicon.contents()
    with DocumentStoreWriter(folder, before) as writer:
        for source in contents.keys() - manifest.articles.keys():
            writer.delete(source)
        differing = [
            source
            for source, (content, _) in manifest.articles.items()
            if contents.get(source, ("",))[0] != content
        ]
        for first in range(0, len(differing), _AT_ONCE):
            _put(writer, differing[first : first + _AT_ONCE], head, manifest, records)
        for source, (_, stale) in manifest.articles.items():
            if source in differing or contents[source][1] != stale:
                writer.mark_stale(source, stale)
        writer.finish()


def _put(
    writer: DocumentStoreWriter,
    sources: Sequence[str],
    head: Head,
    manifest: Manifest,
    records: Records,
) -> None:
    ids = {
        source: record_id(head.build, source, manifest.articles[source][0]) for source in sources
    }
    values = records.read(list(ids.values()))
    for source, id_ in ids.items():
        article, passages, keys = _unpack(values[id_])
        writer.put(article, manifest.articles[source][0], passages, keys)

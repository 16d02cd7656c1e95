"""Writes the lexicon of a generation that is not published yet."""

import hashlib
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from vouch.documents.packing import pack_blocks, pack_parts
from vouch.index.document_store import FILE, SCHEMA
from vouch.index.integrity import forget_rows, record_rows
from vouch.text.tokens import fold
from vouch.types import Article, Passage


class DocumentStoreWriter:
    """A staged generation's lexicon: a new one, or a copy of the one before, to be changed.

    Only the holder of the writer's lock uses it, in one thread; the file is of
    no use to anyone before `finish`.
    """

    def __init__(self, folder: Path, before: Path | None) -> None:
        path = folder / FILE
        if before is not None:
            shutil.copyfile(before / FILE, path)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.create_function("fold", 1, fold, deterministic=True)
        # A staged file that is not finished is thrown away: no journal, no flushing.
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        if before is None:
            self._db.executescript(SCHEMA)
        self._db.execute("BEGIN")

    def put(
        self, article: Article, content: str, passages: Sequence[Passage], vectors: Sequence[str]
    ) -> set[str]:
        """Store an article with its passages and the keys of their vectors.

        Returns the keys of the vectors that the article's former passages had.
        """
        former = self.delete(article.source.path)
        source = article.source
        values = (source.path, content, source.title, source.author, source.date, source.url)
        cursor = self._db.execute(
            "INSERT INTO articles (source, content, title, author, date, url, date_source,"
            " pages, text, notice, blocks, tags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *values,
                source.date_source,
                json.dumps(article.pages),
                article.text,
                article.notice,
                _json(pack_blocks(article.blocks)),
                _json(article.tags),
            ),
        )
        number = cursor.lastrowid
        self._db.executemany(
            "INSERT INTO passages (id, article, vector, title, text, start, sentences, page, line,"
            " section, path, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (id_, number, key, source.title, p.text, p.start, *_structure(p))
                for id_, key, p in zip(passage_ids(passages), vectors, passages, strict=True)
            ],
        )
        self._db.execute(
            "INSERT INTO words (rowid, title, section, text)"
            " SELECT number, fold(title), fold(section), fold(text)"
            " FROM passages WHERE article = ?",
            (number,),
        )
        record_rows(self._db, "articles", "id = ?", number)
        record_rows(self._db, "passages", "article = ?", number)
        return former

    def delete(self, source: str) -> set[str]:
        """Remove an article, if it is there; returns the keys of its passages' vectors."""
        row = self._db.execute("SELECT id FROM articles WHERE source = ?", (source,)).fetchone()
        if row is None:
            return set()
        keys = self._db.execute("SELECT vector FROM passages WHERE article = ?", row).fetchall()
        self._db.execute(
            "INSERT INTO words (words, rowid, title, section, text)"
            " SELECT 'delete', number, fold(title), fold(section), fold(text)"
            " FROM passages WHERE article = ?",
            row,
        )
        forget_rows(self._db, "passages", "article = ?", *row)
        forget_rows(self._db, "articles", "id = ?", *row)
        self._db.execute("DELETE FROM passages WHERE article = ?", row)
        self._db.execute("DELETE FROM articles WHERE id = ?", row)
        return {key for (key,) in keys}

    def mark_stale(self, source: str, reason: str | None) -> None:
        """Say why an article's file could not be read again; None where it could."""
        self._db.execute("UPDATE articles SET stale = ? WHERE source = ?", (reason, source))
        record_rows(self._db, "articles", "source = ?", source)

    def unneeded(self, keys: Iterable[str]) -> list[str]:
        """Those keys of vectors that no passage has."""
        sql = "SELECT 1 FROM passages WHERE vector = ? LIMIT 1"
        return [key for key in keys if self._db.execute(sql, (key,)).fetchone() is None]

    def finish(self) -> None:
        """Write everything to the file and close it."""
        self._db.execute("COMMIT")
        self._db.close()

    def close(self) -> None:
        """Close without finishing; does nothing after `finish`."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def passage_ids(passages: Sequence[Passage]) -> list[str]:
    """An id for each passage of an article: it keeps it while its article's path and text stay."""
    seen: Counter[str] = Counter()
    ids = []
    for passage in passages:
        seen[passage.text] += 1
        identity = f"{passage.source}\0{seen[passage.text]}\0{passage.text}"
        ids.append(hashlib.blake2b(identity.encode(), digest_size=16).hexdigest())
    return ids


def _structure(passage: Passage) -> tuple[str, int | None, int, str, str, str]:
    """A passage's sentences, page, line, words above it to be searched, headings and parts."""
    spans = [(start - passage.start, end - passage.start) for start, end in passage.sentences]
    searched = [*passage.section, *dict.fromkeys(part.lead for part in passage.parts if part.lead)]
    heads = dict.fromkeys(cell.head for part in passage.parts for cell in part.cells if cell.head)
    path = _json(passage.section) if passage.section else ""
    parts = _json(pack_parts(passage.parts)) if passage.parts else ""
    above = "\n".join([*searched, *heads])
    return _json(spans), passage.page, passage.line, above, path, parts


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))

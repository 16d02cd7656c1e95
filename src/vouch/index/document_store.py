"""The lexicon: articles and passages in SQLite, searched by FTS5's BM25.

One file per generation. It is written once, before it is published, and only
read afterwards, so that readers open it as immutable and need no locks.
"""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vouch.documents.packing import unpack_blocks, unpack_parts
from vouch.index.errors import IndexDamagedError
from vouch.index.integrity import DIGESTS, Table, verify_all_rows, verify_rows
from vouch.selection import Selection
from vouch.text.en import ENGLISH
from vouch.text.tokens import fold
from vouch.types import Article, Passage, Source

FILE = "lexicon.sqlite3"

SCHEMA_VERSION = 6

SCHEMA = (
    """
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, content TEXT NOT NULL,
    title TEXT NOT NULL, author TEXT, date TEXT, url TEXT, pages TEXT NOT NULL,
    text TEXT NOT NULL, stale TEXT, date_source TEXT, notice TEXT, blocks TEXT NOT NULL,
    tags TEXT NOT NULL
);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article INTEGER NOT NULL,
    vector TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, start INTEGER NOT NULL,
    sentences TEXT NOT NULL, page INTEGER, line INTEGER NOT NULL,
    section TEXT NOT NULL, path TEXT NOT NULL, parts TEXT NOT NULL
);
CREATE INDEX passages_article ON passages (article);
CREATE INDEX passages_vector ON passages (vector);
CREATE VIRTUAL TABLE words USING fts5 (
    title, section, text, content='',
    tokenize="porter unicode61 remove_diacritics 2"
);
"""
    + DIGESTS
)

_CHOSEN = " IN (SELECT number FROM passages WHERE article IN (SELECT value FROM json_each(?)))"

_WORD = re.compile(r"[^\W_]+")
_AT_ONCE = 500  # values bound in one statement


@dataclass(frozen=True, slots=True)
class ArticleRecord:
    """An article as `vouch sources` lists it.

    `stale` says why a changed file could not be read again; its last good
    passages are kept. It is None for an article that is up to date.
    `date_source`, `notice` and `tags` are those of `Source` and `Article`.
    """

    source: str
    title: str
    author: str | None
    date: str | None
    url: str | None
    passages: int
    stale: str | None
    date_source: str | None = None
    notice: str | None = None
    tags: tuple[str, ...] = ()


class DocumentStore:
    """One generation's articles and passages, for reading.

    One connection, which SQLite serialises: safe to use from several threads.
    """

    _chosen: str | None = None  # the numbers of the articles of `within`, as JSON

    def __init__(self, folder: Path) -> None:
        path = folder / FILE
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, words, row)")
            self.size = int(self._rows("SELECT count(*) FROM passages")[0][0])
        except sqlite3.Error as error:
            raise IndexDamagedError(f"{FILE} cannot be opened ({error})") from error

    def close(self) -> None:
        self._db.close()

    def within(self, selection: Selection) -> "DocumentStore":
        """The same generation as if it had only the articles of a selection.

        It is searched and counted so; a passage or article that is asked for by its id or path
        is found in the whole of it.
        """
        rows = self._rows("SELECT id, source, tags FROM articles")
        view = copy(self)
        view._chosen = json.dumps(
            [number for number, source, tags in rows if selection.has(source, json.loads(tags))]
        )
        view.size = len(view.passage_ids())
        return view

    def _only(self, column: str, joined: str = "AND") -> tuple[str, tuple[str, ...]]:
        """The condition on passages' numbers that keeps to the chosen articles; its values."""
        # The sign keeps SQLite from looking up each number in the index of words.
        return (
            ("", ()) if self._chosen is None else (f" {joined} +{column}{_CHOSEN}", (self._chosen,))
        )

    def search(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Ids and BM25 scores (positive) of the passages with the query's words, best first."""
        match = any_of(content_words(query))
        if not match:
            return []
        only, chosen = self._only("rowid")
        rows = self._rows(
            f"SELECT p.id, -best.rank FROM (SELECT rowid, rank FROM words WHERE words MATCH ?{only}"  # noqa: S608
            " ORDER BY rank LIMIT ?) AS best JOIN passages p ON p.number = best.rowid"
            " ORDER BY best.rank, p.id",
            *(match, *chosen, limit),
        )
        return [(id_, float(score)) for id_, score in rows]

    def document_frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """For each term, in how many passages its stem stands, titles and headings included.

        A term of several words counts the passages in which they stand next to each other.
        """
        counts, (only, chosen) = {}, self._only("rowid")
        sql = f"SELECT count(*) FROM words WHERE words MATCH ?{only}"  # noqa: S608
        for term in dict.fromkeys(terms):
            match = phrase(term)
            counts[term] = int(self._rows(sql, match, *chosen)[0][0]) if match else 0
        return counts

    def terms(self, prefix: str) -> list[str]:
        """The stems of the passages' words that begin with `prefix`, in order."""
        last = prefix + chr(0x10FFFF)
        rows = self._rows("SELECT term FROM temp.terms WHERE term >= ? AND term < ?", prefix, last)
        return [term for (term,) in rows]

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        only, chosen = self._only("number", "WHERE")
        sql = f"SELECT id FROM passages{only} ORDER BY number"  # noqa: S608
        return [id_ for (id_,) in self._rows(sql, *chosen)]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """The passages with these ids; ids that this generation lacks are left out.

        Raises IndexDamagedError where one of them, or its article, is not what was written.
        """
        self._verify("passages", "id", ids)
        articles = self._rows_with("SELECT DISTINCT article FROM passages WHERE id IN", ids)
        self._verify("articles", "id", sorted({number for (number,) in articles}))
        sql = (
            "SELECT p.id, a.source, p.text, p.start, p.sentences, p.page, p.line, p.path, p.parts"
            " FROM passages p JOIN articles a ON a.id = p.article WHERE p.id IN"
        )
        rows = self._rows_with(sql, ids)
        found = {id_: _passage(*values) for id_, *values in rows}
        return {id_: found[id_] for id_ in ids if id_ in found}

    def passages_of(self, source: str) -> list[tuple[Passage, str]]:
        """An article's passages, in order, each with the key of its vector."""
        numbers = self._rows("SELECT id FROM articles WHERE source = ?", source)
        self._verify("passages", "article", [number for (number,) in numbers])
        rows = self._rows(
            "SELECT a.source, p.text, p.start, p.sentences, p.page, p.line, p.path,"
            " p.parts, p.vector"
            " FROM passages p JOIN articles a ON a.id = p.article"
            " WHERE a.source = ? ORDER BY p.number",
            source,
        )
        return [(_passage(*values), key) for *values, key in rows]

    def by_vector(self, keys: Sequence[str]) -> dict[str, list[str]]:
        """For each vector's key, the ids of the passages that have it."""
        found: dict[str, list[str]] = {}
        for key, id_ in self._rows_with("SELECT vector, id FROM passages WHERE vector IN", keys):
            found.setdefault(key, []).append(id_)
        return found

    def vector_keys(self, ids: Sequence[str]) -> dict[str, str]:
        """For each passage's id, the key of its vector."""
        return dict(self._rows_with("SELECT id, vector FROM passages WHERE id IN", ids))

    def all_vector_keys(self) -> set[str]:
        """The keys of all vectors that the passages need."""
        return {key for (key,) in self._rows("SELECT DISTINCT vector FROM passages")}

    def article(self, source: str) -> Article:
        """The article at this path in the corpus. Raises KeyError where there is none."""
        rows = self._rows(
            "SELECT title, author, date, url, date_source, text, pages, notice, blocks, tags"
            " FROM articles WHERE source = ?",
            source,
        )
        if not rows:
            raise KeyError(source)
        self._verify("articles", "source", [source])
        *details, text, pages, notice, blocks, tags = rows[0]
        return Article(
            Source(source, *details),
            text,
            tuple(json.loads(pages)),
            notice=notice,
            blocks=unpack_blocks(json.loads(blocks)),
            tags=tuple(json.loads(tags)),
        )

    def articles(self) -> list[ArticleRecord]:
        """All articles, in the order of their paths."""
        only = "" if self._chosen is None else " WHERE a.id IN (SELECT value FROM json_each(?))"
        rows = self._rows(
            "SELECT a.source, a.title, a.author, a.date, a.url, count(p.number), a.stale,"  # noqa: S608
            " a.date_source, a.notice, a.tags"
            f" FROM articles a LEFT JOIN passages p ON p.article = a.id{only}"
            " GROUP BY a.id ORDER BY a.source",
            *filter(None, [self._chosen]),
        )
        whole = [[*row, tuple(json.loads(tags))] for *row, tags in rows]
        return [ArticleRecord(*row) for row in whole]

    def contents(self) -> dict[str, tuple[str, str | None]]:
        """For each article's path, the hash of its file's content and why it is stale."""
        rows = self._rows("SELECT source, content, stale FROM articles")
        return {source: (content, stale) for source, content, stale in rows}

    def check(self) -> None:
        """Raises IndexDamagedError where the file is not sound all through."""
        result = self._rows("PRAGMA quick_check(1)")[0][0]
        if result != "ok":
            raise IndexDamagedError(f"{FILE}: {result}")

    def check_rows(self) -> None:
        """Raises IndexDamagedError where an article or a passage is not what was written."""
        with _damage_named():
            verify_all_rows(self._db)

    def _verify(self, table: Table, column: str, values: Sequence[object]) -> None:
        with _damage_named():
            verify_rows(self._db, table, column, values)

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with _damage_named():
            return self._db.execute(sql, values).fetchall()

    def _rows_with(self, sql: str, values: Sequence[str]) -> list[Any]:
        rows = []
        for first in range(0, len(values), _AT_ONCE):
            some = values[first : first + _AT_ONCE]
            rows += self._rows(f"{sql} ({','.join('?' * len(some))})", *some)
        return rows


@contextmanager
def _damage_named() -> Iterator[None]:
    """What SQLite raises over an unreadable file becomes IndexDamagedError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise IndexDamagedError(f"{FILE} cannot be read ({error})") from error


def _passage(
    source: str,
    text: str,
    start: int,
    sentences: str,
    page: int | None,
    line: int,
    path: str,
    parts: str,
) -> Passage:
    spans = tuple((start + first, start + last) for first, last in json.loads(sentences))
    known = unpack_parts(json.loads(parts)) if parts else ()
    section = tuple(json.loads(path)) if path else ()
    return Passage(source, text, start, start + len(text), spans, page, line, section, known)


def content_words(query: str) -> list[str]:
    """The words of a question, once each, without function words unless nothing else is left."""
    words = list(dict.fromkeys(_WORD.findall(fold(query))))
    return [word for word in words if word not in ENGLISH.function_words] or words


def any_of(words: Iterable[str]) -> str:
    """An FTS5 query for passages with any of the words, or "" without words."""
    return " OR ".join(f'"{word}"' for word in words)


def phrase(text: str) -> str:
    """An FTS5 query for passages in which the words of `text` stand next to each other."""
    words = _WORD.findall(fold(text))
    return f'"{" ".join(words)}"' if words else ""

"""Which articles are new since they were last announced, by comparing versions of the index."""

from collections.abc import Callable, Sequence

from vouch_bot.common.database import Database
from vouch_bot.common.engine import ArticleLine

_BEGUN = "article news begun"


class ArticleNews:
    """Compares the indexed articles with those that were known, however they came in.

    `sources` lists the indexed articles. What is new is kept as not yet announced until
    `announced` is called, so that a restart in between loses nothing.
    """

    def __init__(self, database: Database, sources: Callable[[], Sequence[ArticleLine]]) -> None:
        self._database = database
        self._sources = sources

    def unannounced(self) -> list[ArticleLine]:
        """The articles to announce, by path; the first call takes all there are as known.

        A file that was only moved, with its title and date as before, is not new.
        """
        articles = {article.source: article for article in self._sources()}
        with self._database.transaction() as connection:
            begun = connection.execute("SELECT 1 FROM facts WHERE name = ?", (_BEGUN,)).fetchone()
            rows = connection.execute("SELECT * FROM known_articles").fetchall()
            known = {row["source"]: row for row in rows}
            gone = [row for source, row in known.items() if source not in articles]
            moved = {row["mark"] for row in gone if row["announced"]}
            new = [
                (source, _mark(article), begun is None or _mark(article) in moved)
                for source, article in articles.items()
                if source not in known
            ]
            connection.executemany(
                "DELETE FROM known_articles WHERE source = ?", [(row["source"],) for row in gone]
            )
            connection.executemany("INSERT INTO known_articles VALUES (?, ?, ?)", new)
            connection.execute("INSERT OR IGNORE INTO facts VALUES (?, '')", (_BEGUN,))
        waiting = {source for source, row in known.items() if not row["announced"]}
        waiting |= {source for source, _, announced in new if not announced}
        return [article for source, article in articles.items() if source in waiting]

    def announced(self, articles: Sequence[ArticleLine]) -> None:
        """Note that these have been announced."""
        with self._database.transaction() as connection:
            connection.executemany(
                "UPDATE known_articles SET announced = 1 WHERE source = ?",
                [(article.source,) for article in articles],
            )


def _mark(article: ArticleLine) -> str:
    return f"{article.title}\n{article.date}\n{article.url}"

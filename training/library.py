"""The labelled paragraphs by article, with what is nearest to a question."""

from collections.abc import Sequence
from functools import cached_property
from random import Random

from sklearn.feature_extraction.text import TfidfVectorizer

from training.records import Paragraph, Question, Span
from training.text import mentions, names


class Library:
    """Paragraphs in order, their articles, and retrieval by TF-IDF over them."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = list(paragraphs)
        self.rows_of: dict[str, list[int]] = {}
        for row, paragraph in enumerate(self.paragraphs):
            self.rows_of.setdefault(paragraph.article, []).append(row)
        self.asked = [
            (row, question)
            for row, paragraph in enumerate(self.paragraphs)
            for question in paragraph.questions
        ]
        self._article_texts: dict[str, str] = {}

    @cached_property
    def _vectorizer(self) -> TfidfVectorizer:
        return TfidfVectorizer(sublinear_tf=True, stop_words="english")

    @cached_property
    def _matrix(self):  # type: ignore[no-untyped-def]
        return self._vectorizer.fit_transform(
            f"{paragraph.article} {paragraph.text}" for paragraph in self.paragraphs
        ).tocsr()

    @cached_property
    def strangers(self) -> list[str]:
        """Names from all articles, to stand in for a name."""
        step = max(1, len(self.paragraphs) // 4000)
        found = {name for p in self.paragraphs[::step] for name in names(p.text)}
        return sorted(name for name in found if len(name.split()) <= 4)

    def some_strangers(self, rng: Random, count: int = 60) -> list[str]:
        return rng.choices(self.strangers, k=count) if self.strangers else []

    def article_text(self, article: str) -> str:
        """The article's paragraphs as one text."""
        if article not in self._article_texts:
            rows = self.rows_of[article]
            self._article_texts[article] = "\n".join(self.paragraphs[row].text for row in rows)
        return self._article_texts[article]

    def near(
        self, row: int, question: Question, *, same_article: bool, depth: int = 4
    ) -> list[int]:
        """The rows nearest to a question, nearest first, that do not contain an answer to it."""
        matrix = self._matrix
        query = self._vectorizer.transform([question.text])
        article = self.paragraphs[row].article
        if same_article:
            rows = [other for other in self.rows_of[article] if other != row]
            scores = (matrix[rows] @ query.T).toarray().ravel() if rows else []
            ranked = sorted(zip(scores, rows, strict=True), key=lambda pair: (-pair[0], pair[1]))
        else:
            scores = (matrix @ query.T).tocoo()
            ranked = sorted(
                (-score, other)
                for score, other in zip(scores.data, scores.row, strict=True)
                if score > 0.1 and self.paragraphs[other].article != article
            )
            ranked = [(-score, int(other)) for score, other in ranked]
        return [
            other
            for _, other in ranked[: depth + 4]
            if not any(
                mentions(self.paragraphs[other].text, answer) for answer, _ in question.answers
            )
        ][:depth]

    def lengthened(
        self, row: int, span: Span | None, rng: Random, answers: Sequence[str] = ()
    ) -> tuple[str, Span | None]:
        """The passage with its neighbour in the article before or after it, and the span in it.

        A neighbour that mentions one of `answers` is not joined.
        """
        paragraph = self.paragraphs[row]
        rows = self.rows_of[paragraph.article]
        at = rows.index(row)
        before = rng.random() < 0.5
        beside = at - 1 if before else at + 1
        if not 0 <= beside < len(rows):
            return paragraph.text, span
        other = self.paragraphs[rows[beside]].text
        if any(mentions(other, answer) for answer in answers):
            return paragraph.text, span
        if not before:
            return f"{paragraph.text}\n{other}", span
        other = other[-(rng.randint(150, 500)) :].partition(" ")[2]
        shift = len(other) + 1
        moved = None if span is None else (span[0] + shift, span[1] + shift)
        return f"{other}\n{paragraph.text}", moved

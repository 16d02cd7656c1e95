"""Summaries by quotation: the sentences that carry an article, or what is said on a subject."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vouch.answer.context import in_context
from vouch.answer.extractive import quote_of
from vouch.collection import on_subject
from vouch.embedding import Embedder
from vouch.index import ArticleRecord, Snapshot
from vouch.messages import counted, no_article_on, no_summary
from vouch.text.tokens import content_words, fold, stems, words
from vouch.types import (
    Answer,
    AnswerForm,
    Citation,
    Passage,
    Quote,
    Refusal,
    RefusalCode,
    Reply,
    Source,
    Statement,
    Trace,
)

READ = 120
"""How many sentences of an article, or on a subject, are weighed; of more the first."""

SHORTEST, LONGEST = 6, 60
"""How many words a sentence has that may stand in a summary."""

CENTRALITY, LEAD, NOVELTY = 1.0, 0.35, 0.6
"""What a sentence's likeness to all, its place and its likeness to those chosen weigh."""

_EACH = 8
"""How many articles a summary of all of them quotes from."""

_ABOUT = re.compile(
    r"\b(?:on|about|of|from|regarding|über|zum|zur|sur|sobre|del|de|sul|sulla|von|про|о)\s+"
    r"(?P<subject>\S.*)$",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:the|this|that|an?|last|latest|newest)\s+(?:\w+\s+)?"
    r"(?:article|report|interview|piece|story|text|study|document)\b|\bden artikel\b|\bl'article\b"
    r"|\bel artículo\b|\bl'articolo\b",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:the|all|these|your|die|les|los|gli)\s+(?:the\s+)?(?:articles?|artikel|artículos"
    r"|articoli|documents|texts|reports)\b",
    re.IGNORECASE,
)
_NEWEST = re.compile(r"\b(?:newest|latest|most recent|last)\b", re.IGNORECASE)
_NOISE = frozenset(
    """summarise summarize summary sum up gist tldr recap brief key main points point takeaways
    outline overview digest abstract article articles report reports piece story text please pls
    can could would short quick give tell say says said everything news coverage discussion
    interview compare newest latest last what's whats""".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that may stand in a summary."""

    source: Source
    passage: Passage
    index: int

    @property
    def text(self) -> str:
        return self.passage.sentence(self.passage.sentences[self.index])

    @property
    def quote(self) -> Quote:
        """The sentence, with those before it that it leans on."""
        return quote_of(self.source, self.passage, in_context(self.passage, self.index))


def summarize(message: str, snapshot: Snapshot, embedder: Embedder, limit: int) -> Reply:
    """The sentences that carry what is asked to be summarised, at most `limit` of an article.

    A refusal where no article is on it.
    """
    articles = snapshot.articles()
    subject = subject_of(message)
    if not subject:
        if _NEWEST.search(message) or len(articles) == 1:
            newest = max(articles, key=lambda article: article.date or "")
            return summary_of(message, newest.source, snapshot, embedder, limit)
        return _of_all(message, articles, snapshot, embedder)
    if path := titled(subject, articles):
        return summary_of(message, path, snapshot, embedder, limit)
    paths = on_subject(subject, snapshot, embedder)
    if not paths:
        return Refusal(message, no_article_on(subject), code=RefusalCode.OFF_TOPIC)
    if _ONE.search(message) and not _ALL.search(message):
        return summary_of(message, closest(subject, paths, articles), snapshot, embedder, limit)
    return _on_subject(message, subject, paths, snapshot, embedder, limit)


def subject_of(message: str) -> str:
    """What a message wants summarised, in its words; empty where it names nothing."""
    match = _ABOUT.search(message.rstrip(" ?.!"))
    subject = match["subject"] if match else message
    kept = [
        word
        for word in subject.split()
        if (folded := "".join(words(word))) and folded not in _NOISE
    ]
    while kept and not content_words(kept[0]):
        kept = kept[1:]
    while kept and not content_words(kept[-1]):
        kept = kept[:-1]
    text = " ".join(kept).strip(" ?.!:,\"'\u201c\u201d")
    return text if set(content_words(text)) - _NOISE else ""


def titled(subject: str, articles: Sequence[ArticleRecord]) -> str | None:
    """The path of the article that a subject names by its whole title or its path."""
    wanted = fold(subject)
    for article in articles:
        if wanted in {fold(article.title), fold(article.source)}:
            return article.source
    return None


def closest(subject: str, paths: Sequence[str], articles: Sequence[ArticleRecord]) -> str:
    """Of the articles on a subject that whose title has most of its words, the first of equals."""
    titles = {article.source: set(stems(article.title)) for article in articles}
    wanted = set(stems(subject))
    return max(paths, key=lambda path: (len(wanted & titles[path]), -paths.index(path)))


def summary_of(
    message: str, path: str, snapshot: Snapshot, embedder: Embedder, limit: int
) -> Reply:
    """The sentences that carry one article, in the order of its text."""
    lines = lines_of(path, snapshot)
    if not lines:
        return Refusal(message, no_summary())
    vectors = embedder.encode([line.text for line in lines])
    chosen = choose(vectors, vectors.mean(axis=0), limit)
    return quoted(message, [lines[row] for row in sorted(chosen)], None)


def _of_all(
    message: str, articles: Sequence[ArticleRecord], snapshot: Snapshot, embedder: Embedder
) -> Reply:
    """The sentence that carries each article, of the newest articles."""
    newest = sorted(articles, key=lambda article: article.date or "", reverse=True)
    chosen = []
    for article in newest[:_EACH]:
        lines = lines_of(article.source, snapshot)[:20]
        if lines:
            vectors = embedder.encode([line.text for line in lines])
            chosen.append(lines[choose(vectors, vectors.mean(axis=0), 1)[0]])
    more = len(articles) - _EACH
    opening = f"The newest {_EACH} of {counted(len(articles), 'article')}:" if more > 0 else None
    return quoted(message, chosen, opening)


def _on_subject(
    message: str,
    subject: str,
    paths: Sequence[str],
    snapshot: Snapshot,
    embedder: Embedder,
    limit: int,
) -> Reply:
    """What the articles say on a subject, grouped by article."""
    query = np.asarray(embedder.embed_query(subject), dtype=np.float32)
    wanted = set(stems(subject))
    lines = [line for path in paths[:_EACH] for line in lines_of(path, snapshot)]
    named = [line for line in lines if wanted & set(stems(line.text))]
    lines = (named if len(named) >= limit else lines)[:READ]
    vectors = embedder.encode([line.text for line in lines])
    centre = query + vectors.mean(axis=0)
    chosen = choose(vectors, centre, limit, lead=False)
    order = {path: rank for rank, path in enumerate(paths)}
    ordered = sorted(chosen, key=lambda row: (order[lines[row].source.path], row))
    return quoted(message, [lines[row] for row in ordered], None)


def lines_of(path: str, snapshot: Snapshot) -> list[Line]:
    """The sentences of an article that may stand in a summary, each once, in order."""
    source = snapshot.article(path).source
    title = fold(source.title)
    seen: set[tuple[int, int]] = set()
    lines: list[Line] = []
    for passage in snapshot.passages_of(path):
        for index, place in enumerate(passage.sentences):
            text = passage.sentence(place)
            if place not in seen and _tells(text) and fold(text) != title:
                lines.append(Line(source, passage, index))
            seen.add(place)
    return lines[:READ]


def _tells(text: str) -> bool:
    """Whether a sentence is whole and tells something: no question, heading or label."""
    return SHORTEST <= len(text.split()) <= LONGEST and bool(
        re.search(r"[.!\u2026][\"'\u201d\u2019)\]]*$", text.strip())
    )


def choose(
    vectors: NDArray[np.float32], centre: NDArray[np.float32], limit: int, *, lead: bool = True
) -> list[int]:
    """The rows of the sentences that carry a text: central, early, and each new beside the others.

    Maximal marginal relevance (Carbonell and Goldstein 1998), with the place in
    the text as a second merit: the lead of a news report tells most of it.
    """
    centre = centre / max(float(np.linalg.norm(centre)), 1e-9)
    merit = CENTRALITY * (vectors @ centre)
    if lead:
        merit = merit + LEAD / (1 + np.arange(len(vectors)))
    chosen: list[int] = []
    likeness = vectors @ vectors.T
    while len(chosen) < min(limit, len(vectors)):
        repeats = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(vectors))
        score = merit - NOVELTY * repeats
        score[chosen] = -np.inf
        chosen.append(int(score.argmax()))
    return chosen


def quoted(message: str, lines: Sequence[Line], opening: str | None = None) -> Reply:
    """The quotes of the lines, none inside another, each with its citation."""
    if not lines:
        return Refusal(message, no_summary())
    quotes: list[Quote] = []
    for quote in (line.quote for line in lines):
        before = quotes[-1] if quotes else None
        if before and before.source == quote.source and quote.start < before.end:
            continue
        quotes.append(quote)
    citations = tuple(Citation(n, quote) for n, quote in enumerate(quotes, start=1))
    statements = tuple(Statement(quote.text, (n,)) for n, quote in enumerate(quotes, start=1))
    trace = Trace().with_step("summary", sentences=len(quotes))
    return Answer(
        message, statements, citations, trace=trace, opening=opening, form=AnswerForm.SUMMARY
    )

"""What the collection of articles says of itself: how many, from when, on which subjects."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from vouch.answer.extractive import quote_of
from vouch.embedding import Embedder
from vouch.index import ArticleRecord, Snapshot
from vouch.messages import counted, more_articles, no_article_dated, no_article_on
from vouch.temporal import Asked, asked_time
from vouch.text.periods import period_of
from vouch.text.tokens import content_words, fold, stems
from vouch.types import (
    Answer,
    AnswerForm,
    Citation,
    Quote,
    Refusal,
    RefusalCode,
    Reply,
    Statement,
    Trace,
)

LISTED = 20
"""How many articles a reply names; the note says how many more there are."""

ON_SUBJECT, BESIDE_NAMED = 0.35, 0.5
"""The cosine similarity from which a passage is about a subject that it does not name.

The second where other passages do name it.
"""

SAME_SUBJECT = 0.42
"""The cosine similarity of two articles (of their passages' means) on one subject."""

COMPARED = 2_000
"""How many articles are grouped by subject; of more the newest."""

_SUBJECT = re.compile(
    r"\b(?:articles?|anything|something|everything|texts?|reports?|documents?|stories|information"
    r"|else|have|artikel|articles|artículos|articoli)\b"
    r"(?:(?:\s+(?:are|is|there|do|you|have|that|which|in|published|written))*\s+"
    r"(?:on|about|over|regarding|concerning|covering|cover|mention|mentions|mentioning|discuss"
    r"|deal with|talk about|über|zum|zur|sur|sobre|su|sul|sulla))\s+(?P<subject>\S.*)$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*\b(?:are there|is there|do you have|have you got|in there|in here|please|pls"
    r"|in the (?:articles|collection|corpus|index)|were published|was published|exist)\b.*$"
    r"|[\s?.!]+$",
    re.IGNORECASE,
)
_NEWEST = re.compile(
    r"\b(?:newest|latest|most recent|recent|last|new|neueste\w*|dernier\w*|último)\b"
)
_OLDEST = re.compile(r"\b(?:oldest|earliest|first|älteste\w*)\b")
_COUNT = re.compile(
    r"\b(?:how many|number of|count|wie viele|combien|cuántos|quanti|сколько|скільки)\b"
)
_MENTIONS = re.compile(r"\bmention(?:s|ing)?\b")
_ABOUT = re.compile(
    r"\babout\W*$|\b(?:topics?|subjects?|themes?|overview|covered|cover|worum|de quoi"
    r"|de qué|di cosa|о ч[её]м|про що|what (?:is|are) (?:this|these|the articles?)\b.*\babout)\b"
)
_EMPTY = frozenset("it this that these them they all".split())


@dataclass(frozen=True, slots=True)
class Request:
    """What of the collection is asked for: a subject and a time, and which of it."""

    text: str
    subject: str | None
    when: Asked
    newest: bool = False
    oldest: bool = False
    count: bool = False
    about: bool = False
    mentions: bool = False


def request(message: str, today: date) -> Request:
    """What a message asks of the collection."""
    folded = fold(message)
    when = asked_time(message, today)
    plain = when.plain if when.period else message
    match = _SUBJECT.search(plain)
    subject = _TAIL.sub("", match["subject"]).strip(" \"'\u201c\u201d") if match else ""
    subject = re.sub(r"^(?:the|a|an)\s+", "", subject, flags=re.IGNORECASE)
    told = set(content_words(subject)) - _EMPTY
    return Request(
        text=message,
        subject=subject if told else None,
        when=when,
        newest=bool(_NEWEST.search(folded)),
        oldest=bool(_OLDEST.search(folded)),
        count=bool(_COUNT.search(folded)),
        about=bool(_ABOUT.search(folded)),
        mentions=bool(_MENTIONS.search(folded)),
    )


def describe(message: str, snapshot: Snapshot, embedder: Embedder, today: date) -> Reply:
    """What the collection says of itself; a refusal where no article is on what is asked for."""
    wanted = request(message, today)
    found = _dated(snapshot.articles(), wanted)
    if not found and wanted.when.period:
        return _refusal(message, no_article_dated(wanted.when.words))
    if wanted.subject:
        paths = on_subject(wanted.subject, snapshot, embedder, by_words=wanted.mentions)
        found = [article for article in found if article.source in paths]
        if not found:
            return _refusal(message, no_article_on(wanted.subject))
        if not (wanted.newest or wanted.oldest or wanted.count):
            found.sort(key=lambda article: paths.index(article.source))
    elif wanted.about and not (wanted.newest or wanted.oldest):
        return _by_subject(message, found, snapshot)
    return _listing(wanted, found, snapshot)


def _refusal(message: str, reason: str) -> Refusal:
    return Refusal(message, reason, code=RefusalCode.OFF_TOPIC)


def _dated(articles: Sequence[ArticleRecord], wanted: Request) -> list[ArticleRecord]:
    """The articles of the wanted time, the newest first; those without a date last."""
    kept = list(articles)
    if wanted.when.period:
        period = wanted.when.period
        dated = ((article, period_of(article.date)) for article in articles)
        kept = [article for article, written in dated if written and period.overlaps(written)]
    kept.sort(key=lambda article: (article.date or "", article.source), reverse=True)
    return kept


def on_subject(
    subject: str, snapshot: Snapshot, embedder: Embedder, *, by_words: bool = False
) -> list[str]:
    """The paths of the articles on a subject, the closest first: by its words and by meaning.

    An article is on it where a passage, with the title, has all of its words, or,
    unless it is asked for `by_words`, where a passage is close to it in meaning.
    """
    wanted = set(stems(subject))
    scores: dict[str, float] = {}
    ids = [id_ for id_, _ in snapshot.lexical(subject, 200)]
    passages = snapshot.passages(ids)
    titles = {article.source: article.title for article in snapshot.articles()}
    for rank, id_ in enumerate(ids):
        passage = passages[id_]
        if wanted and wanted <= set(stems(f"{titles[passage.source]}\n{passage.text}")):
            scores.setdefault(passage.source, 2.0 - rank / len(ids))
    if not by_words:
        near = snapshot.dense(embedder.embed_query(subject), 50)
        close = snapshot.passages([id_ for id_, _ in near])
        least = BESIDE_NAMED if scores else ON_SUBJECT
        for id_, similarity in near:
            if similarity >= least and id_ in close:
                path = close[id_].source
                scores[path] = max(scores.get(path, 0.0), similarity)
    return sorted(scores, key=lambda path: (-scores[path], path))


def _listing(wanted: Request, found: Sequence[ArticleRecord], snapshot: Snapshot) -> Reply:
    dated = [article for article in found if article.date]
    chosen = list(found)
    if wanted.oldest and dated:
        chosen = dated[::-1]
    one = re.search(r"\b(?:article|artikel|text|report)\b", fold(wanted.text)) and not wanted.count
    if (wanted.newest or wanted.oldest) and dated:
        chosen = [a for a in chosen if a.date][: 1 if one else 5]
    return _answer(wanted.text, _opening(wanted, found, dated), chosen, snapshot)


def _opening(
    wanted: Request, found: Sequence[ArticleRecord], dated: Sequence[ArticleRecord]
) -> str:
    if wanted.newest and dated:
        return f"The newest of {counted(len(found), 'article')}:"
    if wanted.oldest and dated:
        return f"The oldest of {counted(len(found), 'article')}:"
    subject = f" on {wanted.subject}" if wanted.subject else ""
    if wanted.mentions and wanted.subject:
        subject = f" that mention {wanted.subject}"
        subject = subject.replace("mention", "mentions") if len(found) == 1 else subject
    when = f" dated {wanted.when.words}" if wanted.when.period else ""
    span = "" if when else span_of([article.date for article in dated if article.date])
    are = "is" if len(found) == 1 else "are"
    return f"There {are} {counted(len(found), 'article')}{subject}{when}{span}."


def span_of(dates: Sequence[str]) -> str:
    """The first and last of some dates, in words; empty where there are none."""
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    return f", dated {first}" if first == last else f", dated from {first} to {last}"


def _answer(
    message: str, opening: str, articles: Sequence[ArticleRecord], snapshot: Snapshot
) -> Answer:
    """A line for each article, which cites its first words."""
    shown = articles[:LISTED]
    citations = tuple(
        Citation(number, first_words(article.source, snapshot))
        for number, article in enumerate(shown, start=1)
    )
    statements = tuple(
        Statement(title_line(article), (number,)) for number, article in enumerate(shown, start=1)
    )
    more = len(articles) - len(shown)
    notes = (more_articles(more),) if more else ()
    trace = Trace().with_step("collection", articles=len(articles))
    return Answer(
        message, statements, citations, notes, trace, opening=opening, form=AnswerForm.COLLECTION
    )


def title_line(article: ArticleRecord) -> str:
    """An article's title with its date."""
    return f"{article.title} ({article.date})" if article.date else article.title


def first_words(path: str, snapshot: Snapshot) -> Quote:
    """The first sentence of an article that does more than repeat the title."""
    article = snapshot.article(path)
    passages = snapshot.passages_of(path)
    for passage in passages:
        for place in passage.sentences:
            if fold(passage.sentence(place)) != fold(article.source.title):
                return quote_of(article.source, passage, place)
    return quote_of(article.source, passages[0], passages[0].sentences[0])


def _by_subject(message: str, articles: Sequence[ArticleRecord], snapshot: Snapshot) -> Answer:
    """The titles in groups of one subject, the largest group first."""
    groups = grouped(articles[:COMPARED], snapshot)
    ordered = [article for group in groups for article in group]
    dates = [article.date for article in articles if article.date]
    opening = f"There are {counted(len(articles), 'article')}{span_of(dates)}."
    if len(articles) == 1:
        return _answer(message, f"There is 1 article{span_of(dates)}.", ordered, snapshot)
    whole = _answer(message, opening, ordered, snapshot)
    statements: list[Statement] = []
    number = 1
    for group in groups:
        size = min(len(group), LISTED - number + 1)
        if size <= 0:
            break
        text = "; ".join(title_line(article) for article in group[:size])
        statements.append(Statement(text, tuple(range(number, number + size))))
        number += size
    return replace(whole, statements=tuple(statements))


def grouped(articles: Sequence[ArticleRecord], snapshot: Snapshot) -> list[list[ArticleRecord]]:
    """The articles in groups of one subject, the largest first.

    Each article joins the first group whose mean it is close to (leader clustering).
    """
    vectors = article_vectors([article.source for article in articles], snapshot)
    groups: list[list[int]] = []
    means: list[NDArray[np.float32]] = []
    for row, vector in enumerate(vectors):
        close = [float(mean @ vector) / float(np.linalg.norm(mean)) for mean in means]
        best = int(np.argmax(close)) if close else -1
        if best >= 0 and close[best] >= SAME_SUBJECT:
            groups[best].append(row)
            means[best] = means[best] + vector
        else:
            groups.append([row])
            means.append(vector)
    groups.sort(key=len, reverse=True)
    return [[articles[row] for row in group] for group in groups]


def article_vectors(paths: Sequence[str], snapshot: Snapshot) -> NDArray[np.float32]:
    """The unit mean of each article's passage vectors: shape (articles, dimension)."""
    wanted = set(paths)
    ids = snapshot.passage_ids()
    sources = {id_: passage.source for id_, passage in snapshot.passages(ids).items()}
    ids = [id_ for id_ in ids if sources[id_] in wanted]
    rows = snapshot.vectors(ids)
    sums: dict[str, NDArray[np.float32]] = {}
    for id_, row in zip(ids, rows, strict=True):
        sums[sources[id_]] = sums.get(sources[id_], np.zeros_like(row)) + row
    return np.stack([sums[path] / np.linalg.norm(sums[path]) for path in paths])

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.vouch.index.fakes import WordEmbedder
from vouch.index import Snapshot, open_index, sync
from vouch.index.document_store import content_words
from vouch.settings import Settings
from vouch.types import Article


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("lexicon")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "harbour.md").write_text(
        "---\ntitle: The Harbours of Lindau\nauthor: Ada Berg\ndate: 2025-03-01\n"
        "url: https://example.org/h\n---\nThe café by the harbour was sold in 2021.\n\n"
        "Nobody said who bought it.",
        "utf-8",
    )
    (corpus / "mayor.md").write_text("The mayor’s office sold maps. “Military Committee” met.")
    settings = Settings(corpus_dir=corpus, data_dir=folder / "data")
    sync(settings, WordEmbedder())
    return open_index(settings, WordEmbedder()).snapshot()


def sources(snapshot: Snapshot, query: str) -> list[str]:
    ids = [id_ for id_, _ in snapshot.lexical(query, 10)]
    return [passage.source for passage in snapshot.passages(ids).values()]


def test_finds_words_by_stem_without_accents_and_in_titles(snapshot: Snapshot) -> None:
    assert sources(snapshot, "Who buys cafes?") == ["harbour.md"]
    assert sources(snapshot, "lindau") == ["harbour.md"]
    assert sources(snapshot, "Mayor's") == ["mayor.md"]


def test_the_passage_with_more_of_the_words_comes_first(snapshot: Snapshot) -> None:
    scores = [score for _, score in snapshot.lexical("Which harbour was sold?", 10)]
    assert sources(snapshot, "Which harbour was sold?") == ["harbour.md", "mayor.md"]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


def test_stop_words_count_only_when_nothing_else_is_left(snapshot: Snapshot) -> None:
    assert content_words("Who was the mayor?") == ["mayor"]
    assert content_words("Who was it?") == ["who", "was", "it"]
    assert sources(snapshot, "who was it") == ["harbour.md"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.text(max_size=60) | st.text(alphabet='"*()^:-+ ANDORNEAR{}\\', max_size=30))
def test_no_question_is_taken_for_query_syntax(snapshot: Snapshot, query: str) -> None:
    found = snapshot.lexical(query, 5)
    assert all(score > 0 for _, score in found)
    assert snapshot.document_frequency(query) >= 0


def test_counts_passages_with_a_term_or_a_phrase(snapshot: Snapshot) -> None:
    counted = snapshot.document_frequencies(["sell", "sold", "harbours", "Macron", "2021", "?"])
    assert counted == {"sell": 0, "sold": 2, "harbours": 1, "Macron": 0, "2021": 1, "?": 0}
    assert snapshot.mentions("military committee") == 1
    assert snapshot.mentions("committee military") == 0


def test_articles_come_back_as_they_went_in(snapshot: Snapshot) -> None:
    article = snapshot.article("harbour.md")
    assert isinstance(article, Article)
    assert (article.source.author, article.source.date) == ("Ada Berg", "2025-03-01")
    assert article.source.url == "https://example.org/h"
    for record in snapshot.articles():
        text = snapshot.article(record.source).text
        for passage in snapshot.passages(snapshot.passage_ids()).values():
            if passage.source == record.source:
                assert text[passage.start : passage.end] == passage.text
    with pytest.raises(KeyError):
        snapshot.article("nowhere.md")


def test_unknown_ids_are_left_out(snapshot: Snapshot) -> None:
    known = snapshot.passage_ids()[0]
    assert list(snapshot.passages(["no such id", known])) == [known]


def test_asks_for_many_at_once(
    tmp_path: Path, settings: Settings, write: Callable[[str, str], Path]
) -> None:
    for number in range(700):
        write(f"{number}.md", f"Article number {number} tells of subject{number}.")
    embedder = WordEmbedder()
    sync(settings, embedder)
    snapshot = open_index(settings, embedder).snapshot()
    ids = snapshot.passage_ids()
    assert len(snapshot.passages(ids)) == 700
    assert snapshot.vectors(ids).shape == (700, embedder.dimension)
    assert len(snapshot.dense(embedder.embed_query("subject5"), 400)) == 400
    assert snapshot.dense(embedder.embed_query("subject5"), 0) == []

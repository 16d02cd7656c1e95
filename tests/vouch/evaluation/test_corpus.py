"""Documents become articles, indexed once."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.vouch.evaluation.conftest import DOCUMENTS
from vouch.documents.text import parse_text
from vouch.embedding import Embedder
from vouch.evaluation.corpus import MeasuredCorpus, article_file, index_documents
from vouch.index import open_index
from vouch.settings import Settings

LINE = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1)


NOTHING = {"", "~", "null", "none"}  # what front matter takes for no title


@given(LINE.filter(lambda line: line.strip().lower() not in NOTHING))
def test_an_article_keeps_its_title_whatever_marks_it_has(title: str) -> None:
    parsed = parse_text(article_file(title, "Rain *fell* on `Monday`.").encode())
    assert parsed.details.title == " ".join(title.split())
    assert parsed.text.strip() == "Rain *fell* on `Monday`."


def test_every_document_is_an_article_with_its_text(
    indexed: MeasuredCorpus, embedder: Embedder
) -> None:
    snapshot = open_index(indexed.settings, embedder).snapshot()
    found = {indexed.ids[record.source]: record.title for record in snapshot.articles()}
    assert set(found) == {document.id for document in DOCUMENTS}
    assert found["ferry/1"] == 'The "Tern": a ferry'
    for path, id_ in indexed.ids.items():
        (document,) = (document for document in DOCUMENTS if document.id == id_)
        assert snapshot.article(path).text.strip() == document.text


def test_a_second_time_only_what_changed_is_encoded(tmp_path: Path, embedder: Embedder) -> None:
    settings = Settings()
    index_documents(DOCUMENTS, tmp_path, settings, embedder)
    again = index_documents(DOCUMENTS, tmp_path, settings, embedder).report
    assert (again.unchanged, again.passages_encoded) == (len(DOCUMENTS), 0)
    fewer = index_documents(DOCUMENTS[:-1], tmp_path, settings, embedder).report
    assert (fewer.unchanged, fewer.deleted) == (len(DOCUMENTS) - 1, 1)


def test_an_index_of_other_settings_or_a_damaged_one_is_made_anew(
    tmp_path: Path, embedder: Embedder
) -> None:
    index_documents(DOCUMENTS, tmp_path, Settings(), embedder)
    again = index_documents(DOCUMENTS, tmp_path, Settings(passage_tokens=64), embedder)
    assert again.report.added == len(DOCUMENTS)
    (tmp_path / "index" / "current.json").write_text("{")
    again = index_documents(DOCUMENTS, tmp_path, Settings(), embedder)
    assert again.report.added == len(DOCUMENTS)
    assert len(open_index(again.settings, embedder).snapshot().articles()) == len(DOCUMENTS)

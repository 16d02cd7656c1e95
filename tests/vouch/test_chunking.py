"""Articles are cut into whole sentences with exact offsets."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.chunking import (
    SPECIAL_TOKENS,
    TITLE_SHARE,
    embedding_text,
    split_article,
)
from vouch.text.sentences import sentence_spans
from vouch.types import Article, Source

WHOLE_SENTENCES = [
    "The U.S. agreed on Jan. 20 at 3.5 percent.",
    "‘The issue remains open,’ Mr. Dragone said, ‘for now.’",
    "“Who decides?” the source asked.",
    "According to reports from *Euractiv*, talks between U.S. President Trump and others went on.",
    "No. 10 did not comment on the $3.2 billion plan.",
    "J. R. R. Tolkien was read aloud by Gen. Smith, Lt. Col. Doe and Sen. Lee (R-Utah).",
    "‘Trump is wrong,’ one diplomat said, ‘but his policies differ. That is where power lies.’",
]


def words_counted(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


@pytest.mark.parametrize("sentence", WHOLE_SENTENCES)
def test_a_sentence_stays_whole_between_others(sentence: str) -> None:
    text = f"It began early. {sentence} Then it ended."
    found = [text[slice(*span)] for span in sentence_spans(text)]
    assert found == ["It began early.", sentence, "Then it ended."]


def test_a_line_break_after_an_abbreviation_ends_nothing() -> None:
    text = "Talks between U.S.\nPresident Trump and others go on. They\nare slow."
    found = [text[slice(*span)] for span in sentence_spans(text)]
    assert found == [
        "Talks between U.S.\nPresident Trump and others go on.",
        "They\nare slow.",
    ]


def test_bullets_and_headings_stand_alone() -> None:
    text = "What is new\n\n- two ferries\n- one bridge\n\nThe bridge opens in May."
    found = [text[slice(*span)] for span in sentence_spans(text)]
    assert found == ["What is new", "- two ferries", "- one bridge", "The bridge opens in May."]


def test_emphasis_at_a_full_stop_ends_nothing() -> None:
    text = "It was *Euractiv.* reported first."
    assert [text[slice(*span)] for span in sentence_spans(text)] == [text]


def test_passages_overlap_by_one_sentence() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten eleven twelve."
    passages = split_article(Article(Source("a", "T"), text), words_counted, 9)
    assert [p.text for p in passages] == [
        "One two three. Four five six.",
        "Four five six. Seven eight nine.",
        "Seven eight nine. Ten eleven twelve.",
    ]


def test_a_sentence_too_long_is_cut_at_a_clause() -> None:
    text = "He came to the harbour early, he saw the ships that lay there, he went home."
    passages = split_article(Article(Source("a", "T"), text), words_counted, 12)
    assert [p.text for p in passages] == [
        "He came to the harbour early,",
        "he saw the ships that lay there,",
        "he went home.",
    ]


def test_a_word_without_end_is_cut_too() -> None:
    article = Article(Source("a", "T"), "x" * 5000)
    passages = split_article(article, words_counted, 10)
    assert sum(len(p.text) for p in passages) >= 5000
    assert all(len(p.text) <= 1000 for p in passages)


def test_pages_and_lines_are_told() -> None:
    article = Article(Source("a", "T"), "One two.\nThree four.\nFive six.", pages=(0, 9))
    passages = split_article(article, words_counted, 5)
    assert [(p.page, p.line) for p in passages] == [(1, 1), (2, 2), (2, 3)]


ARTICLES = st.lists(
    st.one_of(
        st.sampled_from(WHOLE_SENTENCES),
        st.text(min_size=1, max_size=60),
        st.text(alphabet="ab .,\n\u2018\u2019\u201c\u201d*-!?", min_size=1, max_size=200),
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(ARTICLES.filter(lambda text: text.strip()), st.integers(8, 60))
def test_passages_quote_the_article_and_lose_nothing(text: str, limit: int) -> None:
    article = Article(Source("a", "A title of words"), text)
    passages = split_article(article, words_counted, limit)
    covered: set[int] = set()
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text
        covered.update(range(passage.start, passage.end))
        for span in passage.sentences:
            assert article.text[slice(*span)] == passage.sentence(span)
            assert passage.sentence(span).strip()
    assert all(i in covered for i, char in enumerate(text) if char.isalnum())
    room = limit - SPECIAL_TOKENS - min(4, limit // TITLE_SHARE)
    assert all(words_counted([p.text])[0] <= room for p in passages)


@pytest.mark.parametrize(
    ("title", "telling"),
    [("Bridge news", True), ("000 a9f051abcd23c03d", False), ("Öl", False), ("1984, a book", True)],
)
def test_a_title_without_a_word_is_not_embedded(title: str, telling: bool) -> None:
    assert (embedding_text(title, "It rained.") == f"{title}\nIt rained.") is telling

"""Every format becomes an article that says what its file says, and no more."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vouch.documents.making import FORMATS, Sketch, write
from vouch.documents import FoundFile, discover, read_article
from vouch.documents.parsed import PROPERTIES
from vouch.types import Article

MAX_BYTES = 1_000_000

SKETCH = Sketch(
    paragraphs=(
        "The harbour bridge opens in May. It cost 4.5 million, said J. R. Okoro.",
        "“We waited long,” the mayor said; ‘too long’, others say – é, ß & co.",
        "A last word follows. 3 < 4, and a_b_c * 2 = d.",
    ),
    title="The bridge opens: at last",
    author="Ada Fenwick",
    date="2025-08-24",
    url="https://example.org/bridge",
)


def read(path: Path) -> Article:
    [found] = [file for file in discover(path.parent).files if file.source == path.name]
    return read_article(found, MAX_BYTES)


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("suffix", FORMATS)
def test_round_trip(tmp_path: Path, suffix: str) -> None:
    article = read(write(tmp_path / f"a{suffix}", SKETCH))
    for paragraph in SKETCH.paragraphs:
        assert flat(paragraph) in flat(article.text)
    assert article.source.path == f"a{suffix}"
    assert article.source.title == SKETCH.title
    assert article.source.author == SKETCH.author
    assert article.source.date == (None if suffix == ".docx" else SKETCH.date)
    assert article.source.url == (None if suffix in {".docx", ".pdf"} else SKETCH.url)


@pytest.mark.parametrize("suffix", FORMATS)
def test_nothing_is_invented(tmp_path: Path, suffix: str) -> None:
    only = "The bridge was opened by the mayor on 3 May 2021, wrote Ada Fenwick of the Herald."
    article = read(write(tmp_path / f"harbour_news-2{suffix}", Sketch((only, only[:-1] + " too."))))
    assert article.source.title == "Harbour news 2"
    assert (article.source.author, article.source.url) == (None, None)
    # a PDF tells when it was made, which is said to be no more than that
    made = PROPERTIES if suffix == ".pdf" else None
    assert (article.source.date_source, article.source.date is None) == (made, made is None)


WORDS = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, categories=("Lu", "Ll", "Nd")),
    min_size=1,
    max_size=14,
)
LETTERS = st.text("abcdefghijklmnopqrstuvwxyzäéß", min_size=2, max_size=12)
MARKS = st.sampled_from(["", "", "", ",", ";", " –", " (so)", " & co", " a*b*c", " x_y_z", " 3.5%"])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.tuples(WORDS, MARKS), min_size=2, max_size=15))
    return "So " + " ".join(word + mark for word, mark in words) + draw(st.sampled_from(".!?"))


PARAGRAPHS = st.lists(sentences(), min_size=1, max_size=6).map(" ".join)
SKETCHES = st.builds(
    Sketch,
    # a page that says the same twice is trafilatura's to cut
    paragraphs=st.lists(PARAGRAPHS, min_size=1, max_size=8, unique=True).map(tuple),
    title=sentences().map(lambda words: words[:60].strip()),
    author=st.sampled_from(["Ada Fenwick", "J. R. Okoro", None]),
    date=st.dates().map(lambda day: day.isoformat()),
)


@pytest.mark.parametrize("suffix", FORMATS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sketch=SKETCHES)
def test_all_paragraphs_whole(tmp_path: Path, suffix: str, sketch: Sketch) -> None:
    article = read(write(tmp_path / f"a{suffix}", sketch))
    text = flat(article.text)
    place = 0
    for paragraph in sketch.paragraphs:
        found = text.find(flat(paragraph), place)
        assert found >= 0, (paragraph, text[place:])
        place = found + len(flat(paragraph))
    assert article.source.title == flat(sketch.title or "")
    assert "\r" not in article.text
    assert "\0" not in article.text


@settings(max_examples=10, deadline=None)
@given(
    chance=st.randoms(use_true_random=False),
    words=st.lists(LETTERS, min_size=30, max_size=60, unique=True),
)
def test_pages_start_where_their_text_does(
    tmp_path_factory: pytest.TempPathFactory, chance: Random, words: list[str]
) -> None:
    paragraphs = tuple(
        f"So {number}: {' '.join(chance.choices(words, k=chance.randint(3, 90)))}."
        for number in range(70)
    )
    article = read(write(tmp_path_factory.mktemp("pages") / "a.pdf", Sketch(paragraphs)))
    assert len(article.pages) > 1
    assert article.pages[0] == 0
    assert all(not article.text[start].isspace() for start in article.pages)
    assert article.page_at(len(article.text) - 1) == len(article.pages)
    assert all(flat(paragraph) in flat(article.text) for paragraph in paragraphs)


def test_a_changed_file_is_not_read_as_what_it_was(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", Sketch(("First.",)))
    found = FoundFile("a.txt", path, 0, 0)
    assert "First" in read_article(found, MAX_BYTES).text
    write(path, Sketch(("Second.",)))
    assert "Second" in read_article(found, MAX_BYTES).text


def test_the_process_that_parses_is_given_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    from vouch.documents import process

    monkeypatch.setenv("VOUCH_DISCORD_TOKEN", "secret")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in process._environment().values()

"""The collection that comes with Vouch reads without failure, and tells what it should."""

import re
from pathlib import Path

import pytest

from vouch.documents import discover, read_article
from vouch.types import Article

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"

DATES = {
    "borrowing-from-the-library-of-things.docx": None,
    "how-to-read-a-tide-table.txt": None,
    "interview-bridge-engineer.md": "2025-06-30",
    "kingsreach-bridge-opening-date.md": "2025-02-11",
    "kingsreach-bridge-postponed.html": "2025-05-20",
    "lantern-festival-police-count.md": "2025-07-23",
    "lantern-festival-record.txt": "2025-07-21",
    "museum-opening-hours.html": "2025-04-01",
    "nato-contingents-early-stage.md": "2025-08-24",
    "nato-guarantees-open-questions.html": "2025-08-25",
    "night-bus-trial.md": "2025-09-12",
    "river-tarn-restoration-report.pdf": "2025-03-18",
    "salmon-return-to-the-tarn.md": "2025-10-09",
}


@pytest.fixture(scope="module")
def articles() -> dict[str, Article]:
    discovery = discover(ROOT / "corpus")
    assert discovery.failures == []
    return {found.source: read_article(found, 20_000_000) for found in discovery.files}


def test_every_article_has_its_date_and_a_title(articles: dict[str, Article]) -> None:
    assert {source: article.source.date for source, article in articles.items()} == DATES
    for source, article in articles.items():
        assert article.source.title in article.text or source.endswith((".md", ".txt"))
        assert len(article.text.split()) > 150


def test_the_pdf_has_pages_and_sentences_go_on_over_them(articles: dict[str, Article]) -> None:
    report = articles["river-tarn-restoration-report.pdf"]
    assert len(report.pages) == 2
    assert "grow" not in report.text[: report.pages[1]].split("\n")[-1]
    for paragraph in report.text.split("\n\n"):
        assert paragraph[-1] in ".?!" or len(paragraph) < 60, paragraph


def test_articles_touch_the_same_subjects(articles: dict[str, Article]) -> None:
    def naming(words: str) -> set[str]:
        return {source for source, article in articles.items() if words in article.text}

    assert len(naming("Kingsreach Bridge")) >= 4
    assert len(naming("Giuseppe Cavo Dragone")) == 2
    assert naming("14 June") == {
        "kingsreach-bridge-opening-date.md",
        "kingsreach-bridge-postponed.html",
    }
    assert naming("42,000") >= naming("31,500") == {"lantern-festival-police-count.md"}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed articles are not beside the project")
def test_no_sentence_of_the_seeds_is_copied(articles: dict[str, Article]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.lower())
        return set(zip(*(words[start:] for start in range(9)), strict=False))

    seeds = set().union(*(runs(path.read_text()) for path in SEEDS.glob("*.txt")))
    for source in ("nato-contingents-early-stage.md", "nato-guarantees-open-questions.html"):
        assert runs(articles[source].text) & seeds == set()

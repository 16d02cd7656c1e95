"""The first lines of a text say who wrote it and when, and nothing else says it for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.documents.bylines import is_byline, opening_details
from vouch.documents.loader import article_of
from vouch.documents.parsed import PROPERTIES, Details, Parsed
from vouch.types import Source

TITLE = "The bridge opens"
PROSE = (
    "The bridge opens in May, and it is the longest of the coast by far, the council of the town "
    "of Norvik said on Monday evening; the ferry of 1 March 2019 is to go on sailing till autumn."
)


@pytest.mark.parametrize(
    ("opening", "author", "date", "source"),
    [
        ("By Ada Fenwick, 12 October 2025", "Ada Fenwick", "2025-10-12", "byline"),
        ("BY ADA FENWICK\n12 October 2025", "ADA FENWICK", "2025-10-12", "date line"),
        (
            "By Ada Fenwick and J.D. Okoro | Oct. 12, 2025 | 4 min read",
            "Ada Fenwick and J.D. Okoro",
            "2025-10-12",
            "byline",
        ),
        (
            "By Ole Vik, Science Correspondent\n\nSunday 12 October 2025 07:30 BST",
            "Ole Vik",
            "2025-10-12",
            "date line",
        ),
        ("Von Ada Fenwick, 12. Oktober 2025", "Ada Fenwick", "2025-10-12", "byline"),
        ("By AFP", "AFP", None, None),
        ("Published on 12 October 2025", None, "2025-10-12", "published line"),
        ("Publié le 12 octobre 2025 à 10h30", None, "2025-10-12", "published line"),
        ("Published 12 Oct 2025, updated 14 Oct 2025", None, "2025-10-12", "published line"),
        ("Last updated 14 October 2025", None, None, None),
        ("12 October 2025", None, "2025-10-12", "date line"),
        ("October 2025", None, "2025-10", "date line"),
        ("Norvik, 12 October 2025", None, "2025-10-12", "date line"),
        ("The deck is a sentence.\n\nBy Ole Vik, 12 May 2025", "Ole Vik", "2025-05-12", "byline"),
        ("By Friday, 12 October 2025", None, None, None),
        ("By the numbers", None, None, None),
    ],
)
def test_lines_under_the_title(
    opening: str, author: str | None, date: str | None, source: str | None
) -> None:
    details = opening_details(f"{TITLE}\n\n{opening}\n\n{PROSE}", TITLE)
    assert (details.author, details.date, details.date_source) == (author, date, source)


@pytest.mark.parametrize(
    ("dateline", "date"),
    [
        ("NORVIK, Oct. 12, 2025 (AP) — ", "2025-10-12"),
        ("NORVIK, Norway, 12 October 2025 – ", "2025-10-12"),
        ("Norvik, 12 October 2025. ", "2025-10-12"),
        ("12 October 2025 -- ", "2025-10-12"),
        ("On 12 October 2025 the mayor came - late - and said: ", None),
        ("In May 2025, ", None),
        ("NORVIK (AP) — ", None),
    ],
)
def test_datelines(dateline: str, date: str | None) -> None:
    assert opening_details(f"{TITLE}\n\n{dateline}{PROSE}", TITLE).date == date


def test_a_note_at_the_end() -> None:
    text = f"{TITLE}\n\n{PROSE}\n\n{PROSE}\n\nFirst published on 12 October 2025."
    assert opening_details(text, TITLE).date == "2025-10-12"


def test_dates_of_entries_are_not_the_article_s() -> None:
    entries = "\n\n".join(f"{day} May 2025\n\n{PROSE}" for day in (3, 4, 5))
    assert opening_details(f"Diary\n\n{entries}", "Diary").date is None


def test_a_date_in_the_middle_is_of_something_else() -> None:
    text = f"{TITLE}\n\n{PROSE}\n\n{PROSE}\n\n{PROSE}\n\n3 July 2026\n\n{PROSE}"
    assert opening_details(text, TITLE).date is None


@given(st.text(max_size=3000))
def test_no_text_breaks_it(text: str) -> None:
    details = opening_details(text)
    assert (details.date is None) == (details.date_source is None)
    is_byline(text[:200])


def test_bylines_are_told_from_prose() -> None:
    for line in ("By Ada Fenwick", "Published on 12 October 2025", "Sunday 12 October 2025"):
        assert is_byline(line)
    for line in (PROSE, "By the sea", "The bridge opens on 12 October 2025.", "October sale"):
        assert not is_byline(line)


def source_of(name: str, date: str | None, date_source: str | None) -> Source:
    details = Details(date=date, date_source=date_source)
    return article_of(name, Parsed(PROSE, details)).source


def test_a_file_s_name_dates_what_says_nothing_better() -> None:
    source = source_of("2025-10-12-bridge.md", None, None)
    assert (source.date, source.date_source) == ("2025-10-12", "file name")
    assert source_of("2025-10-12-bridge.pdf", "2026-01-01", PROPERTIES).date == "2025-10-12"
    assert source_of("2025-10-12-bridge.md", "2025-10-11", "byline").date == "2025-10-11"
    assert source_of("2025-bridge.md", None, None).date is None
    assert source_of("2025-13-12-bridge.md", None, None).date is None

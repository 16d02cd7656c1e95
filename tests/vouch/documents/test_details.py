"""Titles, dates and front matter: what the article says, never more."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.documents.dates import iso_date
from vouch.documents.frontmatter import split_front_matter
from vouch.documents.parsed import MAX_TITLE, UnreadableError, in_one_line, web_address
from vouch.documents.titles import first_heading, title_from_name


@pytest.mark.parametrize(
    ("given_date", "iso"),
    [
        ("2025-08-24", "2025-08-24"),
        ("2025-8-4", "2025-08-04"),
        ("2025-08", "2025-08"),
        ("2025", "2025"),
        ("2025-08-24T23:30:00-05:00", "2025-08-24"),
        ("2025-08-24 10:00:00", "2025-08-24"),
        ("2025/08/24", "2025-08-24"),
        ("24.08.2025", "2025-08-24"),
        ("August 24, 2025", "2025-08-24"),
        ("24 Aug 2025", "2025-08-24"),
        ("Sept 4, 2025", "2025-09-04"),
        ("August 2025", "2025-08"),
        ("03/04/2025", None),
        ("13/04/2025", "2025-04-13"),
        ("Oct. 12, 2025", "2025-10-12"),
        ("12. Oktober 2025", "2025-10-12"),
        ("12 de octubre de 2025", "2025-10-12"),
        ("1er octobre 2025", "2025-10-01"),
        ("12 октября 2025", "2025-10-12"),
        ("2025年10月12日", "2025-10-12"),
        ("Sun, 12 Oct 2025 23:30:00 -0500", "2025-10-12"),
        ("Sunday, October 12, 2025 at 7:30 p.m. EST", "2025-10-12"),
        ("lundi 13 octobre 2025", "2025-10-13"),
        ("20251012", "2025-10-12"),
        ("12th of May 1894", "1894-05-12"),
        ("Chapter 12, 2025", None),
        ("2025-02-30", None),
        ("2025-13", None),
        ("0000", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates(given_date: str | None, iso: str | None) -> None:
    assert iso_date(given_date) == iso


@pytest.mark.parametrize(
    ("language", "iso"),
    [
        ("en-GB", "2025-06-05"),
        ("en-US", "2025-05-06"),
        ("en_AU", "2025-06-05"),
        ("de", "2025-06-05"),
        ("en", None),
        ("xx-YY", None),
        (None, None),
    ],
)
def test_numbers_are_read_by_the_language(language: str | None, iso: str | None) -> None:
    assert iso_date("05/06/2025", language) == iso


def test_months_that_two_languages_share_are_read_by_the_language() -> None:
    assert iso_date("12 listopad 2025", "hr") == "2025-10-12"
    assert iso_date("12 listopad 2025", "cs") == "2025-11-12"


@given(st.dates())
def test_every_date_in_every_form(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year:04d}/{day.month}/{day.day}",
        f"{day:%d %B} {day.year:04d}",
    )
    assert {iso_date(form) for form in forms} == {day.isoformat()}


@given(st.text())
def test_whatever_is_no_date_is_none_or_iso(words: str) -> None:
    found = iso_date(words)
    assert found is None or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", found)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Bridge opens late\n\nThe bridge opens in May.", "Bridge opens late"),
        ("\n\n  Bridge  opens late \n\nText.", "Bridge opens late"),
        ("Who pays for it?\n\nText.", "Who pays for it?"),
        ("Bridge opens late\n=================\nText.", "Bridge opens late"),
        ("# Bridge opens late #\nText.", "Bridge opens late"),
        ("The bridge opens in May.\n\nIt is long.", None),
        ("The bridge opens, the mayor\nsaid on Monday.", None),
        ("“The bridge opens.”\n\nIt is long.", None),
        ("He said:\n\n“It is long.”", None),
        ("Only a line", None),
        ("* * *\n\nText.", None),
        ("A" * 200 + "\n\nText.", None),
        ("", None),
    ],
)
def test_first_heading(text: str, title: str | None) -> None:
    assert first_heading(text) == title


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("news/2025/new-bridge_plan.txt", "New bridge plan"),
        ("000_a9f051.txt", "000 a9f051"),
        ("___.txt", "___"),
        ("a\nb\u202ec.txt", "A b c"),
        ("iPhone.v2.md", "IPhone.v2"),
        ("_posts/2025-10-12-new-bridge.md", "New bridge"),
        ("2025-10-12.md", "2025 10 12"),
    ],
)
def test_title_from_name(source: str, title: str) -> None:
    assert title_from_name(source) == title


@given(st.text(max_size=2000))
def test_one_line_is_one_line(words: str) -> None:
    line = in_one_line(words)
    assert line is None or (line.splitlines() == [line] and len(line) <= MAX_TITLE + 2)


def test_only_pages_have_addresses() -> None:
    assert web_address(" https://example.org/a?b=c#d ") == "https://example.org/a?b=c#d"
    for bad in (
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://a b",
        "example.org",
        "",
        None,
    ):
        assert web_address(bad) is None


def test_front_matter() -> None:
    text = (
        "---\nTitle: Yes\nauthors:\n  - Ada Fenwick\n  - name: J. R. Okoro\ndate: 2025-08-24\n"
        "url: https://example.org\ntags: [a]\n---\nText.\n---\nMore."
    )
    details, body = split_front_matter(text)
    assert (details.title, details.author) == ("Yes", "Ada Fenwick, J. R. Okoro")
    assert (details.date, details.url) == ("2025-08-24", "https://example.org")
    assert body.strip() == "Text.\n---\nMore."
    assert body.split("\n").index("Text.") == text.split("\n").index("Text.")


@pytest.mark.parametrize("value", ["[1, 2]", "{a: b}", "null", "~", "''", "2025-02-30", "soon"])
def test_a_wrong_value_counts_as_not_given(value: str) -> None:
    details, body = split_front_matter(
        f"---\ntitle: Bridge\ndate: {value}\nurl: {value}\n---\nText."
    )
    assert (details.title, details.date, details.url) == ("Bridge", None, None)
    assert body.strip() == "Text."


def test_dates_that_yaml_would_change_stay() -> None:
    for value, iso in (
        ("2025", "2025"),
        ("2025-08", "2025-08"),
        ("2025-08-24 23:30:00 -5", "2025-08-24"),
    ):
        assert split_front_matter(f"---\ndate: {value}\n---\nText.")[0].date == iso
    assert (
        split_front_matter(f"---\ndate: {datetime(2025, 8, 24)}\n---\nT.")[0].date == "2025-08-24"
    )


@pytest.mark.parametrize(
    "text",
    ["Text.", "---\nText between\n---\nruled lines.", "---\nOne ruled line.", "----", "a\n---\nb"],
)
def test_text_without_front_matter_stays_whole(text: str) -> None:
    details, body = split_front_matter(text)
    assert (details.title, body) == (None, text)


def test_malformed_front_matter_names_the_line_of_the_file() -> None:
    with pytest.raises(UnreadableError, match="line 3"):
        split_front_matter("---\ntitle: A\nauthor: [b]]\n---\nText.")
    with pytest.raises(UnreadableError, match="TOML"):
        split_front_matter("+++\ntitle: A\n+++\nText.")


@pytest.mark.parametrize(
    "value",
    ["Ferries: the plan", "Harbour - why: part 2", "What next? One: nothing", "@home: a #1"],
)
def test_a_colon_without_quotes_costs_no_article(value: str) -> None:
    details, body = split_front_matter(f"---\ntitle: {value}\ndate: 2025-10-12\n---\nText.")
    assert (details.title, details.date, body.strip()) == (value, "2025-10-12", "Text.")


def test_front_matter_in_toml() -> None:
    details, body = split_front_matter(
        '+++\ntitle = "The bridge: at last"\ndate = 2025-10-12T23:30:00-05:00\n'
        'authors = ["Ada Fenwick", "J. R. Okoro"]\n+++\n\nText.'
    )
    assert (details.title, details.author) == ("The bridge: at last", "Ada Fenwick, J. R. Okoro")
    assert (details.date, details.date_source) == ("2025-10-12", "front matter")
    assert body.split("\n").index("Text.") == 6


@pytest.mark.parametrize(
    "key", ["published", "pubDate", "publishedAt", "date_published", "publish-date", "Date"]
)
def test_keys_of_the_date(key: str) -> None:
    written = f"---\nupdated: 2026-01-01\n{key}: Sun, 12 Oct 2025 08:00:00 GMT\n---\nText."
    assert split_front_matter(written)[0].date == "2025-10-12"


def test_the_language_of_the_front_matter_reads_its_date() -> None:
    written = "---\ndate: 05/06/2025\nlang: en-US\n---\nText."
    assert split_front_matter(written)[0].date == "2025-05-06"


def test_empty_lines_before_front_matter() -> None:
    text = "\n\n---\ntitle: Bridge\n---\nText."
    details, body = split_front_matter(text)
    assert details.title == "Bridge"
    assert body.split("\n").index("Text.") == text.split("\n").index("Text.")


def test_front_matter_is_bounded() -> None:
    with pytest.raises(UnreadableError, match="too long"):
        split_front_matter(f"---\ntitle: {'a' * 200_000}\n---\nText.")
    with pytest.raises(UnreadableError, match="nested too deeply"):
        split_front_matter(f"---\na: {'[' * 50_000}\n---\nText.")

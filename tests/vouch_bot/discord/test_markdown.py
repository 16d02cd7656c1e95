"""Text made harmless, and cut to size."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vouch_bot.discord.hostile import ATTACKS, hostile_text, live_markup, units
from vouch_bot.discord import markdown


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_show_as_they_are(attack: str) -> None:
    assert live_markup(markdown.escape(attack)) == []


def test_the_eye_of_these_tests_sees_attacks() -> None:
    assert live_markup("@everyone") == ["mention"]
    assert live_markup("[x](javascript:y)") == ["link"]
    assert live_markup("see https://evil.example") == ["link"]
    assert live_markup(r"\\`x`") == ["code"]
    assert live_markup("a\u202eb") == ["unseen"]


@given(hostile_text)
def test_nothing_live_is_left(text: str) -> None:
    assert live_markup(markdown.escape(text)) == []
    assert live_markup(markdown.escape_line(text)) == []


@given(hostile_text)
def test_escapes_taken_away_the_visible_text_is_left(text: str) -> None:
    shown = re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown.escape(text))
    assert shown == markdown.visible(text)


@given(hostile_text, st.integers(min_value=2, max_value=80))
def test_a_text_is_fitted_whole_or_with_an_ellipsis(text: str, limit: int) -> None:
    fitted = markdown.fit(text, limit)
    assert units(fitted) <= limit
    assert live_markup(fitted) == []
    assert fitted == markdown.escape_line(text) or fitted.endswith("…")


@given(hostile_text, st.integers(min_value=1, max_value=60))
def test_spans_cover_a_text(text: str, limit: int) -> None:
    spans = list(markdown.cut(text, limit))
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(0 < end - start <= limit for start, end in spans)


def test_a_cut_falls_between_sentences() -> None:
    text = "The bridge is open. The mayor said so. " + "Ferries run again. " * 3
    start, end = next(markdown.cut(text, 45))
    assert text[start:end] == "The bridge is open. The mayor said so. "


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://bank.example@evil.example/",
        "https://evil.example/\u202egpj.exe",
        "https://evil.example/ x",
        "https://evil.example:99999/",
        "ftp://files.example/",
        "//evil.example",
        "https://",
        "https://x.example/" + "a" * 600,
        "",
        None,
    ],
)
def test_such_addresses_are_no_links(url: str | None) -> None:
    assert markdown.link(url) is None


def test_an_address_of_an_article_is_a_link() -> None:
    url = "https://www.news.example/2025/08/bridge?id=3#top"
    assert markdown.link(url) == url
    assert markdown.host(url) == "news.example"
    assert markdown.host("https://аpple.example/") == "xn--pple-43d.example"
    assert markdown.host("https://straße.example/") == "xn--strae-oqa.example"


def test_joiners_are_kept_where_a_script_needs_them() -> None:
    assert markdown.visible("می‌خواهم 👨‍👩‍👧") == "می‌خواهم 👨‍👩‍👧"
    assert markdown.visible("ev\u200dil\u200c") == "evil"

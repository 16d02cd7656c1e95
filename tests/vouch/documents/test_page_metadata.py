# ruff: noqa: E501  (a piece of HTML is read best on one line)
"""The date and the author of a page are those of its own article, or none."""

import json

import pytest

from vouch.documents.formats import parse
from vouch.documents.html import parse_html
from vouch.documents.parsed import Details

PROSE = "The bridge opens in May, and it is the longest of the coast by far, said the council. " * 3


def details(head: str = "", top: str = "", before: str = "", after: str = "") -> Details:
    body = f"{before}<article><h1>The bridge</h1>{top}<p>{PROSE}</p></article>{after}"
    page = (
        f'<html lang="en-GB"><head><title>The bridge</title>{head}</head><body>{body}</body></html>'
    )
    return parse_html(page.encode()).details


def ld(*things: object) -> str:
    return "".join(
        f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things
    )


ARTICLE = {"@type": "NewsArticle", "headline": "The bridge", "datePublished": "2025-10-12"}
OTHER = {"@type": "NewsArticle", "headline": "The ferry", "datePublished": "2019-03-02"}
VIDEO = {"@type": "VideoObject", "name": "The storm", "datePublished": "2019-03-02"}


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (ld(ARTICLE), "2025-10-12"),
        (ld(VIDEO, ARTICLE), "2025-10-12"),
        (ld({"@graph": [{"@type": "WebPage"}, VIDEO, ARTICLE]}), "2025-10-12"),
        (ld([OTHER, ARTICLE]), "2025-10-12"),
        (ld({**ARTICLE, "video": VIDEO, "datePublished": "2025-10-12T23:30:00-05:00"}), "2025-10-12"),
        (ld(VIDEO), None),
        (ld({"@type": "ItemList", "itemListElement": [OTHER]}), None),
        (ld([OTHER, {**OTHER, "headline": "The pool"}]), None),
        (ld({**ARTICLE, "datePublished": None, "dateModified": "2026-01-01"}), None),
        (ld({**OTHER, "url": "https://a.example/ferry"})
         + '<link rel="canonical" href="https://a.example/bridge">', None),
        ('<meta property="article:modified_time" content="2026-01-01">', None),
        ('<meta property="article:published_time" content="2025-10-12T08:00Z">'
         '<link rel="canonical" href="https://a.example/2024/01/02/bridge">', "2025-10-12"),
        ('<link rel="canonical" href="https://a.example/2025/10/12/bridge">', "2025-10-12"),
        ('<meta name="date" content="2025-05">', "2025-05"),
        ('<meta name="date" content="05/06/2025">', "2025-06-05"),
        ('<meta name="pubdate" content="1987-03-04">', "1987-03-04"),
        ('<script type="application/ld+json">{not json</script>', None),
    ],
)  # fmt: skip
def test_dates_of_the_head(head: str, date: str | None) -> None:
    assert details(head).date == date


@pytest.mark.parametrize(
    ("place", "marked", "date"),
    [
        ("top", '<p class="byline">By Ada Lind, <time datetime="2025-10-12">then</time></p>', "2025-10-12"),
        ("top", '<p><time datetime="2025-10-12">12 Oct</time> · 4 min read</p>', "2025-10-12"),
        ("top", '<p>Updated <time datetime="2026-01-01">1 Jan</time></p>', None),
        ("top", '<p>The council meets on <time datetime="2026-01-15">15 January</time>.</p>', None),
        ("before", '<div><a href="/x">Storm</a> <time datetime="2018-05-01">1 May</time></div>', None),
        ("after", '<div class="comment"><time datetime="2026-02-02">2 Feb</time><p>Yes.</p></div>', None),
        ("after", '<article><h2>Teaser</h2><time datetime="2018-05-01">1 May</time></article>', None),
        ("top", '<span itemprop="datePublished" content="2025-10-12">Sunday</span>', "2025-10-12"),
        ("top", "<p>12 October 2025</p>", "2025-10-12"),
        ("top", "<p>Published on 12 October 2025</p>", "2025-10-12"),
    ],
)  # fmt: skip
def test_dates_of_the_body(place: str, marked: str, date: str | None) -> None:
    parts = {"top": "", "before": "", "after": "", place: marked}
    body = f"{parts['before']}<article><h1>The bridge</h1>{parts['top']}<p>{PROSE}</p></article>"
    page = f"<head><title>The bridge</title></head><body>{body}{parts['after']}</body>"
    assert parse(page.encode(), ".html").details.date == date


@pytest.mark.parametrize(
    ("head", "top", "author"),
    [
        ('<meta name="author" content="J.D. Vance">', "", "J.D. Vance"),
        ('<meta name="author" content="AFP">', "", "AFP"),
        ('<meta name="author" content="By Ada Lind">', "", "Ada Lind"),
        ('<meta property="article:author" content="https://a.example/lind">', "", None),
        (
            ld(
                {**ARTICLE, "author": [{"@type": "Person", "name": "Ada Lind"}, "Ole Vik"]},
                {"@type": "Person", "name": "The Owner"},
            ),
            "",
            "Ada Lind, Ole Vik",
        ),
        ("", '<p>By <a rel="author" href="/l">Ada Lind</a></p>', "Ada Lind"),
        ("", '<p class="byline">By A. B. Lind and Ole Vik</p>', "A. B. Lind and Ole Vik"),
    ],
)
def test_authors_are_as_written(head: str, top: str, author: str | None) -> None:
    body = f"<article><h1>The bridge</h1>{top}<p>{PROSE}</p></article>"
    page = f"<head><title>The bridge</title>{head}</head><body>{body}</body>"
    assert parse(page.encode(), ".html").details.author == author

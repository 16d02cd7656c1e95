"""A page says what a reader sees: no hidden text, no marks of notes, whole sentences."""

import time

import pytest
from lxml import html as lxml_html  # type: ignore[import-untyped]

from benchmarks.extraction import counted
from benchmarks.extraction_pages import Page, pages
from vouch.documents.formats import PAGE, parse
from vouch.documents.html import parse_html
from vouch.documents.markdown import parse_markdown
from vouch.documents.page_cleaning import clean
from vouch.documents.superscripts import is_note_mark, raised


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.shape)
def test_the_article_is_kept_whole_and_nothing_else(page: Page) -> None:
    assert counted(page, parse_html(page.html.encode()).text) == (len(page.words), 0)


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.shape)
def test_a_page_saved_as_markdown_reads_the_same(page: Page) -> None:
    saved = parse(page.html.encode(), PAGE).text
    assert counted(page, parse_markdown(saved.encode()).text) == (len(page.words), 0)


def cleaned(fragment: str) -> str:
    tree = lxml_html.fragment_fromstring(fragment, create_parent="div")
    clean(tree)
    return " ".join("".join(tree.itertext()).split())


@pytest.mark.parametrize(
    ("fragment", "read"),
    [
        ("has 12,400<sup>3</sup> members", "has 12,400 members"),
        ("in 2019<sup>1</sup> and <b>Norvik</b><sup>2, 3</sup>.", "in 2019 and Norvik."),
        ("gives 10<sup>6</sup> candela", "gives 10⁶ candela"),
        ("of 90 km<sup>2</sup>, 3 · 10<sup>−3</sup>", "of 90 km², 3 · 10⁻³"),
        ("a<sup>2</sup> + b<sup>2</sup>", "a² + b²"),
        ("on the 1<sup>st</sup> of May", "on the 1st of May"),
        ("of 45<sup><a href='#n3'>3</a></sup> people", "of 45 people"),
        ("of 45<sup>3</sup> people <p><sup>3</sup> In 2024.</p>", "of 45 people In 2024."),
        ("a text<sup>[citation needed]</sup> here<sup>*</sup>", "a text here"),
        ("CO<sub>2</sub>", "CO2"),
        ("he said <q>no <q>never</q></q>.", "he said “no ‘never’”."),
        ("costs <s>12</s> <del>11</del> 9 euros", "costs 9 euros"),
        ("<p hidden>a</p><p style='display: none'>b</p><p aria-hidden=true>c</p>d", "d"),
        ("<i style='text-decoration:line-through'>12</i> 9", "9"),
        ("<style>.x, #y {display:none}</style><b class='a x'>1</b><b id=y>2</b>3", "3"),
        ("<p>press <button>Enter</button> now</p>", "press Enter now"),
        ("<p>text</p><div><button>Share</button></div>", "text"),
        ("auto\u00admatic\u200bally", "automatically"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup><annotation>x^2</annotation></math>", "x²"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt></ruby>字", "漢字"),
    ],
)
def test_what_a_reader_sees(fragment: str, read: str) -> None:
    assert cleaned(fragment) == read


@pytest.mark.parametrize(
    ("before", "words", "mark"),
    [
        ("members in Norvik", "3", True),
        ("the end.", "12", True),
        ("12,400", "3", True),
        ("in 2019", "1", True),
        ("", "4", True),
        ("gives 10", "6", False),
        ("of 5 m", "2", False),
        ("2", "10", False),
        ("x", "n", False),
        ("on the 1", "st", False),
        ("Norvik", "†", True),
    ],
)
def test_marks_and_exponents(before: str, words: str, mark: bool) -> None:
    assert is_note_mark(before, words) is mark


def test_raised_words() -> None:
    assert [raised(words) for words in ("6", "-3", "n", "st", "2/3")] == [
        "⁶",
        "⁻³",
        "ⁿ",
        "st",
        "2/3",
    ]


def test_two_breaks_end_a_paragraph_and_one_before_a_small_letter_ends_nothing() -> None:
    page = b"<body><p>One line.<br><br>Another.<br>Third<br>goes on.</p><p>Last words.</p></body>"
    assert parse_html(page).text == "One line.\n\nAnother.\nThird goes on.\n\nLast words."


def test_much_that_is_left_out_is_reported() -> None:
    furniture = "<aside><p>" + "Nothing of the article stands here. " * 60 + "</p></aside>"
    page = (
        f"<body><article><h1>A</h1><p>{'The bridge opens. ' * 20}</p></article>{furniture}</body>"
    )
    notice = parse_html(page.encode()).notice
    assert notice is not None
    assert "is not taken for the article" in notice
    assert parse_html(b"<article><p>The bridge opens.</p></article>").notice is None


def test_many_marks_take_linear_time() -> None:
    started = time.process_time()
    cleaned("<p>" + "word<sup>1</sup> <q>a</q><br> " * 20_000 + "</p>")
    assert time.process_time() - started < 20

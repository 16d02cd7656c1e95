"""What each format's own marks become."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from vouch.documents.decoding import decode
from vouch.documents.formats import SUFFIXES, suffix_of
from vouch.documents.html import parse_html
from vouch.documents.markdown import parse_markdown, plain_text
from vouch.documents.pdf_layout import Line, flow
from vouch.documents.word import parse_word

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\ufeff\r"), min_size=1)


def test_suffixes() -> None:
    assert suffix_of("a.b.PDF") == ".pdf"
    assert [suffix_of(name) for name in ("a", ".md", "md", "a.md~", "a.mdx", "a.doc")] == [None] * 6
    assert all(suffix_of("a" + suffix) == suffix for suffix in SUFFIXES)


@given(st.text(st.characters(categories=("L", "N", "P", "Zs"), codec="utf-8"), min_size=3))
def test_text_of_every_unicode_encoding(text: str) -> None:
    text = "a" + text.replace("\ufeff", "") + "b"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The café – “Épsilon” – opens at 9 o’clock; entry costs 5 €."),
        ("latin-1", "Die Brücke öffnet im März, größer als geplant."),
        ("cp1251", "Новый мост через гавань откроется в мае, сообщил портовый совет города."),
        ("gb18030", "新的港口大桥将于五月通车，港务局周一宣布。费用为四千八百万。" * 3),
        ("shift_jis", "港の新しい橋は五月に開通すると、港湾局が月曜日に発表した。" * 3),
        ("euc_kr", "새로운 항구 다리는 오월에 개통된다고 항만청이 월요일에 발표했다." * 3),
    ],
)
def test_detected_encodings(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_encoding_is_tried_before_detection() -> None:
    text = "Nowy most: żółć, gęś, źdźbło."
    assert decode(text.encode("iso-8859-2"), "iso-8859-2") == text
    assert decode(text.encode(), "iso-8859-2") == text
    assert decode(b"plain", "no-such-encoding") == "plain"


MARKED = """\
# The *bridge*
It is **long**, see [the plan](https://a.example/x_y)
and ![a map](m.png).

- One `thing`
- Two

  more

3. Three
4. Four

> A quote &amp; a\\*b.

| a | b |
|---|---|
| 1 | 2 |

```py
x = 1
```
<div>Inside<!-- no --></div>

Neither 2 * 3 nor a_b_c, ~~gone~~.<br>Next. <https://b.example>

[ref]: https://c.example
"""

READ = """\
The bridge

It is long, see the plan
and a map.

- One thing
- Two

more

3. Three
4. Four

A quote & a*b.

a | b
1 | 2

x = 1

Inside

Neither 2 * 3 nor a_b_c, .
Next. https://b.example
"""


def test_markdown_reads_as_plain_sentences() -> None:
    text, heading = plain_text(MARKED)
    assert heading == "The bridge"
    assert [line for line in text.split("\n") if line] == [
        line for line in READ.split("\n") if line
    ]
    assert "The bridge\n\nIt is" in text
    assert "- One thing\n- Two" in text


def test_markdown_blocks_keep_their_lines() -> None:
    source = "---\ntitle: A\n---\n\n# Head\n\nOne.\n\n\n\nTwo\nwrapped.\n\n- a\n- b\n\nThree.\n"
    lines = parse_markdown(source.encode()).text.split("\n")
    for words in ("Head", "One.", "Two", "wrapped.", "- a", "- b", "Three."):
        assert lines.index(words) == source.replace("# ", "").split("\n").index(words)


@given(
    st.lists(
        st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{1,9}){0,9}\.", fullmatch=True),
        min_size=1,
        max_size=4,
    )
)
def test_markdown_without_marks_stays(paragraphs: list[str]) -> None:
    assert plain_text("\n\n".join(paragraphs))[0] == "\n\n".join(paragraphs)


@given(TEXT)
def test_no_text_breaks_markdown(text: str) -> None:
    plain_text(text)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def test_html_says_when_it_was_published_not_changed() -> None:
    head = (
        '<meta property="article:modified_time" content="2026-02-02">'
        '<meta property="article:published_time" content="2025-03-04T23:30:00-05:00">'
    )
    body = "<article><h1>Bridge</h1><p>On 1 January 2020 the bridge was planned.</p></article>"
    footer = "<footer>© 2019–2026. Last updated 5 May 2026.</footer>"
    assert parse_html(page(body + footer, head)).details.date == "2025-03-04"
    assert parse_html(page(body + footer)).details.date is None
    published = '<script type="application/ld+json">{"@type": "NewsArticle", ' + (
        '"dateModified": "2026-02-02", "datePublished": "2025-03-04"}</script>'
    )
    assert parse_html(page(published + body + footer)).details.date == "2025-03-04"


@pytest.mark.parametrize(
    ("marked", "date"),
    [
        ('<p class="date">4 March 2025</p>', "2025-03-04"),
        ('<p>By Ada Fenwick, <time datetime="2025-03-04">4 March</time></p>', "2025-03-04"),
        ('<div class="meta">Posted <time datetime="2025-03-04">then</time></div>', "2025-03-04"),
        ('<p class="update-date">4 March 2025</p>', None),
        ('<footer><time datetime="2025-03-04">today</time></footer>', None),
        (
            '<p>In the spring of <time datetime="1887">1887</time> a computer of brass was '
            "built for the tides, and it is still set in motion every day at noon.</p>",
            None,
        ),
    ],
)
def test_html_dates_in_the_body(marked: str, date: str | None) -> None:
    body = f"<article><h1>Bridge</h1>{marked}<p>The bridge opens on 1 May 2030.</p></article>"
    assert parse_html(page(body)).details.date == date


def test_html_with_stray_control_characters() -> None:
    long = "It is the longest of the coast, and four hundred people built it. " * 12
    body = (
        f"<article><p>The \x0bbridge&#2; opens in <b>M&#x1f;ay</b>.\x03</p><p>{long}</p></article>"
    )
    parsed = parse_html(page(body, "<title>Br\x02idge</title>"))
    assert "The bridge opens in May." in parsed.text
    assert parsed.details.title == "Bridge"


def test_html_title_is_not_a_dialogues() -> None:
    dialogue = '<div id="help" style="display: none"><h2>Keyboard shortcuts</h2></div>'
    body = dialogue + "<main><h1>Lints</h1><p>The bridge opens in May, they said.</p></main>"
    head = "<title>Lints - The rustdoc book</title>"
    assert parse_html(page(body, head)).details.title == "Lints"
    assert parse_html(page(body, "<title>All about them</title>")).details.title == "Lints"
    assert parse_html(page("<p>The bridge opens.</p>", head)).details.title == "Lints"


def test_html_leaves_out_what_is_not_the_article() -> None:
    text = parse_html(
        page(
            "<nav><a href=/>Home</a><a href=/b>Sport</a></nav><article><h1>Bridge</h1>"
            "<p>The bridge<br>opens in <b>May</b> &amp; stays.</p><script>var a</script></article>"
            "<footer>Imprint</footer>"
        )
    ).text
    assert "The bridge opens in May & stays." in text
    assert not {"Home", "Imprint", "var"} & set(text.split())


@pytest.mark.parametrize(
    "body",
    [
        "<p>The bridge opens.</p>",
        "The bridge opens.",
        "<div>The bridge opens.</div>",
        "<table><tr><td>The bridge opens.</td></tr></table>",
        "<ul><li>The bridge opens.</li></ul>",
        "<blockquote>The bridge opens.</blockquote>",
    ],
)
def test_html_of_one_sentence(body: str) -> None:
    assert "The bridge opens." in parse_html(page(body)).text


def test_xhtml_with_a_declaration() -> None:
    source = '<?xml version="1.0" encoding="ISO-8859-1"?><html><body><p>Un café.</p></body></html>'
    assert "Un café." in parse_html(source.encode("latin-1")).text


def test_pdf_lines_become_sentences() -> None:
    first = [
        Line("Bridge opens", 50, 800, 18),
        Line("The harbour bridge, which is well-", 50, 770, 11),
        Line("known, opens in May. It is an inter-", 50, 757, 11),
        Line("national matter, the ﬁrst of its kind and", 50, 744, 11),
        Line("7", 300, 30, 9),
    ]
    second = [
        Line("goes on here. The well-known end.", 50, 800, 11),
        Line("A new paragraph.", 50, 775, 11),
        Line("• one", 50, 762, 11),
        Line("• two", 50, 749, 11),
        Line("8", 300, 30, 9),
    ]
    found = flow([[]] * 6 + [first, second])
    text, starts = found.text, found.starts
    assert found.large == {0: 1}
    assert text == (
        "Bridge opens\n\nThe harbour bridge, which is well-known, opens in May. It is an "
        "international matter, the first of its kind and goes on here. The well-known end."
        "\n\nA new paragraph.\n\n• one\n• two"
    )
    assert text[starts[7] :].startswith("goes on here")
    assert starts[:7] == (0,) * 7


def test_pdf_leaves_out_running_titles() -> None:
    pages = [
        [
            Line("The Courier", 50, 820),
            Line(f"Story {name} begins.", 50, 800),
            Line("It goes on.", 50, 788),
            Line(f"Page {number} of 4", 50, 30),
        ]
        for number, name in enumerate("ABCD", 1)
    ]
    text, starts = flow(pages).text, flow(pages).starts
    assert "Courier" not in text
    assert "Page" not in text
    assert [text[start : start + 7] for start in starts] == [f"Story {name}" for name in "ABCD"]


def test_pdf_leaves_out_numbered_titles_within_a_sentence() -> None:
    pages = [
        [
            Line(f"Chapter {chapter}: Bridges {number}", 50, 820, 11),
            Line(f"and number {number} goes on here", 50, 800, 11),
            Line(f"until it says {chapter} and more", 50, 788, 11),
        ]
        for number, chapter in zip(range(4, 9), (1, 1, 2, 2, 3), strict=True)
    ]
    text = flow(pages).text
    assert "Chapter" not in text
    assert text.startswith("and number 4 goes on here until it says 1 and more and number 5 goes")


def test_pdf_keeps_numbers_of_its_own() -> None:
    pages = [[Line("In the year", 50, 800), Line(year, 50, 788)] for year in ("1887", "1931")]
    assert flow(pages).text == "In the year 1887 In the year 1931"


@given(st.lists(st.lists(st.text(min_size=1).map(lambda text: Line(text.strip() or "x")))))
def test_pages_are_in_order_whatever_they_hold(pages: list[list[Line]]) -> None:
    text, starts = flow(pages).text, flow(pages).starts
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts)
    assert not starts or (starts[0] == 0 and starts[-1] <= len(text))


def word_bytes(document: "docx.document.Document") -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_properties_of_the_template_are_nobodys() -> None:
    document = docx.Document()
    document.add_paragraph("The bridge opens.")
    details = parse_word(word_bytes(document)).details
    assert (details.title, details.author, details.date) == (None, None, None)


def test_word_tables_lists_and_tracked_changes(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Bridge", 1)
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet")
    table = document.add_table(2, 2)
    for number, cell in enumerate(table._cells):
        cell.text = f"c{number}"
    paragraph = document.add_paragraph("The bridge ")
    for tag, words in (("w:ins", "opens"), ("w:del", "closes")):
        change, run = OxmlElement(tag), OxmlElement("w:r")
        text = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    inner = document.add_paragraph("In a control.")
    content.append(inner._p)
    control.append(content)
    paragraph._p.addnext(control)
    assert control.tag == qn("w:sdt")
    parsed = parse_word(word_bytes(document))
    assert parsed.details.title == "Bridge"
    assert parsed.text == (
        "Bridge\n\n- one\n- two\n\nc0 | c1\nc2 | c3\n\nThe bridge opens\n\nIn a control."
    )

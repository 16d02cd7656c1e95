"""The blocks that each format's parser finds, and the passages made of them."""

import io
from collections.abc import Sequence

import docx
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from vouch.chunking import split_article
from vouch.documents.html import parse_html
from vouch.documents.markdown import parse_markdown
from vouch.documents.packing import pack_blocks, unpack_blocks
from vouch.documents.parsed import Parsed
from vouch.documents.pdf import parse_pdf
from vouch.documents.text import parse_text
from vouch.documents.word import parse_word
from vouch.types import Article, BlockKind, Passage, Source

H, P, Q, I = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.QUESTION, BlockKind.ITEM  # noqa: E741


def found(parsed: Parsed) -> list[tuple[BlockKind, str]]:
    return [(b.kind, parsed.text[b.body : b.end]) for b in parsed.blocks]


def words_counted(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def passages(parsed: Parsed, limit: int = 120) -> tuple[Passage, ...]:
    article = Article(Source("a.md", "The title"), parsed.text, blocks=parsed.blocks)
    return split_article(article, words_counted, limit)


def markdown(text: str) -> Parsed:
    return parse_markdown(text.encode())


def test_markdown_marks() -> None:
    parsed = markdown(
        "# The title\n\nThe sites are:\n\n- One\n  1. First *of all*\n\n> Said.\n\n"
        "| Basin | Rent |\n|---|---|\n| East | 9 |\n\n```\nx\n```\n"
    )
    assert found(parsed) == [
        (H, "The title"),
        (P, "The sites are:"),
        (I, "One"),
        (I, "First of all"),
        (BlockKind.QUOTATION, "Said."),
        (BlockKind.TABLE_HEAD, "Basin | Rent"),
        (BlockKind.ROW, "East | 9"),
        (BlockKind.CODE, "x"),
    ]
    row = parsed.blocks[6]
    cells = [(parsed.text[c.start : c.end], c.head) for c in row.cells]
    assert cells == [("East", "Basin"), ("9", "Rent")]
    assert [b.level for b in parsed.blocks if b.kind is I] == [0, 1]


def test_html_in_markdown_is_read_as_blocks() -> None:
    parsed = markdown(
        "<table><tr><th>Item</th><th>2025</th></tr><tr><td>Roads</td><td>7</td></tr></table>\n\n"
        "<ul><li>One</li><li>Two <b>and</b> more</li></ul>\n\n"
        "<details><summary>How long is it?</summary>It is long.</details>\n"
    )
    assert found(parsed) == [
        (BlockKind.TABLE_HEAD, "Item | 2025"),
        (BlockKind.ROW, "Roads | 7"),
        (I, "One"),
        (I, "Two and more"),
        (H, "How long is it?"),
        (P, "It is long."),
    ]


def test_merged_cells_stand_in_each_row_and_column() -> None:
    parsed = markdown(
        "<table><tr><th rowspan='2'>Line</th><th colspan='2'>Saturday</th></tr>"
        "<tr><th>First</th><th>Last</th></tr>"
        "<tr><td rowspan='2'>Red</td><td>6:10</td><td>22:40</td></tr>"
        "<tr><td>7:00</td><td>23:00</td></tr></table>"
    )
    rows = [b for b in parsed.blocks if b.kind is BlockKind.ROW]
    assert [[parsed.text[c.start : c.end] for c in row.cells] for row in rows] == [
        ["Red", "6:10", "22:40"],
        ["Red", "7:00", "23:00"],
    ]
    assert [c.head for c in rows[0].cells] == ["Line", "Saturday First", "Saturday Last"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("**How old is it?**\n\nNine years.", [Q, P]),
        ("*How old is it?*\n\nNine years.", [Q, P]),
        ("Q: How old is it?\n\nA: Nine years.\n\nQ: Why?\n\nA: Because.", [Q, P, Q, P]),
        ("Tolna News: How old?\n\nLind: Nine.\n\nTolna News: Why?\n\nLind: So.", [Q, P, Q, P]),
        ("**Fire.** It burned.\n\n**Run.** She won.", [H, P, H, P]),
        ("**18:40** It closed.\n\n**17:15** It opened.", [H, P, H, P]),
        ("**Only one bold word** starts this.\n\nMore.", [P, P]),
        ("**A head of its own**\n\nText follows.", [H, P]),
        ("By Ada Lind\n\nText follows.", [BlockKind.BYLINE, P]),
        ("By Monday the bridge was open.\n\nText.", [P, P]),
        ("*Correction, 3 May: It was six.*\n\nText.", [BlockKind.CORRECTION, P]),
        ("Text.\n\n## Corrections\n\nIt was six.", [P, H, BlockKind.CORRECTION]),
        ("Text.\n\nThis article was amended on 3 May: it was six.", [P, BlockKind.CORRECTION]),
        ("Text.\n\nAn earlier version of this story said five.", [P, BlockKind.CORRECTION]),
        ("Is that so? It is.\n\nWho knows?\n\nA.\n\nB.\n\nC.\n\nD.", [P] * 6),
    ],
)
def test_what_paragraphs_are_for(text: str, kinds: list[BlockKind]) -> None:
    assert [b.kind for b in markdown(text).blocks] == kinds


def test_plain_text_by_its_shape() -> None:
    text = (
        "Bathing places\n\nThe lake is clean.\n\n2. What to bring\n\nBring these:\n- a towel\n"
        "- soap,\n  liquid\n\nName | Depth\n-----|------\nLake | 3 m\n\nThe end.\n"
    )
    parsed = parse_text(text.encode())
    assert found(parsed) == [
        (H, "Bathing places"),
        (P, "The lake is clean."),
        (H, "2. What to bring"),
        (P, "Bring these:"),
        (I, "a towel"),
        (I, "soap,\n  liquid"),
        (BlockKind.TABLE_HEAD, "Name | Depth"),
        (BlockKind.ROW, "Lake | 3 m"),
        (P, "The end."),
    ]
    assert parsed.text == text


def test_lines_that_all_look_like_headings_are_none() -> None:
    lines = ("Roses are red", "Violets are blue too", "Sugar is as sweet as honey is")
    parsed = parse_text("\n\n".join([*lines, "And so, so very sweet are all of you"]).encode())
    assert {kind for kind, _ in found(parsed)} == {P}


def test_word_lists_show_their_numbers() -> None:
    document = docx.Document()
    document.add_heading("Rules", 2)
    document.add_paragraph("Bring:", style="Normal")
    for words in ("a towel", "soap"):
        document.add_paragraph(words, style="List Number")
    run = document.add_paragraph().add_run("Who may come?")
    run.bold = True
    document.add_paragraph("Everybody.")
    out = io.BytesIO()
    document.save(out)
    parsed = parse_word(out.getvalue())
    assert [b.kind for b in parsed.blocks] == [H, P, I, I, Q, P]
    assert "1. a towel\n2. soap" in parsed.text


def test_html_pages_have_sections() -> None:
    page = (
        b"<html><body><article><h1>The title</h1><p>It opens in May, the council said.</p>"
        b"<h2>Prices</h2><ul><li>adults: six euros</li><li>children: two euros</li></ul>"
        b"</article></body></html>"
    )
    sections = [(p.section, p.text) for p in passages(parse_html(page))]
    assert sections[0] == ((), "It opens in May, the council said.")
    assert sections[1][0] == ("Prices",)


def test_a_table_of_a_page_keeps_its_heads_below_a_caption() -> None:
    page = (
        b"<html><body><article><h1>Fares</h1><p>The fares of the ferry rise in May, it says.</p>"
        b"<table><caption>From 1 May</caption><tr><th>Who</th><th>Return</th></tr>"
        b"<tr><td>Child</td><td>7.00</td></tr></table></article></body></html>"
    )
    rows = [b for b in parse_html(page).blocks if b.kind is BlockKind.ROW]
    assert [[cell.head for cell in row.cells] for row in rows] == [["Who", "Return"]]


def test_headings_and_questions_are_no_passages_but_above_them() -> None:
    made = passages(markdown("# The title\n\n## Roof\n\n**Who pays?**\n\nThe county. All of it."))
    assert [(p.section, p.text) for p in made] == [
        (("Roof", "Who pays?"), "The county. All of it.")
    ]


def test_a_list_is_read_with_its_lead_in() -> None:
    items = "\n".join(f"- item number {n} of many" for n in range(40))
    made = passages(markdown(f"They have to bring:\n\n{items}\n"), 60)
    assert len(made) > 2
    assert all(p.part(i).lead == "They have to bring:" for p in made[1:] for i in (0, 1))
    assert made[1].sentence(made[1].sentences[0]).startswith("item number")


def test_headings_alone_make_a_passage() -> None:
    assert "".join(p.text for p in passages(markdown("# One\n\n## Two\n")))


PIECES = st.sampled_from(
    [
        "# Head one",
        "## Head **two**",
        "A sentence of words. And one more!",
        "**Who is it?**\n\nNobody.",
        "- one\n- two\n  - three\n\n  more",
        "3. three\n4. four",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| | x |",
        "> Said *she*.",
        "Correction: it was six.",
        "<p>One <b>two</b></p><table><tr><td>x<td>9</table>",
        "<ul><li>a<ul><li>b</ul></ul>",
        "**Run in.** Text after it.",
        "By Ada Lind",
    ]
)


@given(
    st.lists(PIECES | st.text(alphabet="ab?*#-|.:<>\n 1", max_size=20), max_size=12).map(
        "\n\n".join
    ),
    st.integers(8, 40),
)
def test_blocks_tile_the_text_and_passages_stay_within_a_section(text: str, limit: int) -> None:
    if not text.strip():
        return
    for parsed in (markdown(text), parse_text(text.encode())):
        if not parsed.text.strip():
            continue
        inside: set[int] = set()
        for block in parsed.blocks:
            assert not inside & set(range(block.start, block.end))
            inside.update(range(block.start, block.end))
        assert all(n in inside for n, letter in enumerate(parsed.text) if letter.isalnum())
        assert unpack_blocks(pack_blocks(parsed.blocks)) == parsed.blocks
        heads = [b for b in parsed.blocks if b.kind in (H, Q)]
        only_heads = all(b.kind in (H, Q, BlockKind.BYLINE) for b in parsed.blocks)
        for passage in passages(parsed, limit):
            assert parsed.text[passage.start : passage.end] == passage.text
            if not only_heads:
                assert not any(passage.start < h.end and h.start < passage.end for h in heads)


def pdf(*lines: tuple[str, int], table: Sequence[Sequence[str]] = ()) -> Parsed:
    """A PDF of paragraphs with the sizes of their letters, and a table below them."""
    document = FPDF()
    document.add_page()
    for words, size in lines:
        document.set_font("Helvetica", size=size)
        document.multi_cell(0, size * 0.5, words, new_x="LMARGIN", new_y="NEXT")
        document.ln(3)
    for row in table:
        for cell in row:
            document.cell(50, 7, cell)
        document.ln(7)
    return parse_pdf(bytes(document.output()))


def test_a_pdf_s_headings_are_told_by_their_size() -> None:
    long = "What the town council said of the harbour, and why it took so long to say so in public"
    parsed = pdf(
        ("The harbour", 20),
        (f"The town has a harbour, and it is {'very ' * 40}old.", 11),
        (long, 14),
        ("It is said that it was asleep.", 11),
        ("A large lead ends as a sentence does.", 14),
    )
    heads = [words for kind, words in found(parsed) if kind is H]
    assert heads == ["The harbour", long]
    assert [b.level for b in parsed.blocks if b.kind is H] == [1, 2]
    assert found(parsed)[-1] == (P, "A large lead ends as a sentence does.")


def test_a_pdf_s_table_has_rows_and_heads() -> None:
    rows = [["Kind", "2023", "2024"], ["Kayaks", "14", "22"], ["Swimmers", "11", "9"]]
    parsed = pdf(("The crew went out often.", 11), table=rows)
    assert found(parsed)[1:] == [
        (BlockKind.TABLE_HEAD, "Kind | 2023 | 2024"),
        (BlockKind.ROW, "Kayaks | 14 | 22"),
        (BlockKind.ROW, "Swimmers | 11 | 9"),
    ]
    assert [cell.head for cell in parsed.blocks[-1].cells] == ["Kind", "2023", "2024"]

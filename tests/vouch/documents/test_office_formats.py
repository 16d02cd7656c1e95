"""OpenDocument and Rich Text say what their readers see, with their notes."""

import io
from pathlib import Path

import pytest
from odfdo import Document, Header, List, Paragraph, Span, Style, Table

from vouch.documents.opendocument import parse_opendocument
from vouch.documents.parsed import UnreadableError
from vouch.documents.rtf import parse_rtf
from vouch.types import BlockKind


def odt() -> Document:
    document = Document("text")
    document.body.clear()
    return document


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_an_opendocument_text() -> None:
    document = odt()
    document.meta.title = "The bridge"
    body = document.body
    body.append(Header(1, "Bridges"))
    paragraph = Paragraph("It cost 12 crowns.")
    paragraph.insert_note(after="12", note_id="n1", citation="1", body="Without the gift.")
    body.append(paragraph)
    body.append(List(["Iron", "Stone"]))
    table = Table("T", width=2, height=1)
    table.set_value((0, 0), "Adults")
    table.set_value((1, 0), "6 crowns")
    body.append(table)
    parsed = parse_opendocument(saved(document))
    assert parsed.text.split("\n\n") == [
        "Bridges",
        "It cost 12 crowns.",
        "Without the gift.",
        "- Iron\n- Stone",
        "Adults | 6 crowns",
    ]
    assert parsed.details.title == "The bridge"
    kinds = [block.kind for block in parsed.blocks]
    assert kinds[0] is BlockKind.HEADING
    assert kinds[-1] is BlockKind.ROW


def test_hidden_text_of_an_opendocument_is_not_told() -> None:
    document = odt()
    struck = Style("text", name="Struck", area="text")
    struck.set_properties({"style:text-line-through-style": "solid"}, area="text")
    document.insert_style(struck, automatic=True)
    paragraph = Paragraph("It costs ")
    paragraph.append(Span("12 ", style="Struck"))
    paragraph.append(Span("9 crowns."))
    document.body.append(paragraph)
    assert parse_opendocument(saved(document)).text == "It costs 9 crowns."


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04no", b"text"])
def test_what_is_no_opendocument(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse_opendocument(data)


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title The bridge}{\author Ada Lind}"
    r"{\creatim\yr2025\mo10\dy2}}"
    r"\pard The bridge cost 12{\super\chftn{\footnote\pard Without the gift.}} crowns.\par"
    r"\pard It opens in {\strike May}{\v secret}{\deleted April}June, caf\'e9 and \u8364?9.\par}"
)


def test_rich_text() -> None:
    parsed = parse_rtf(RTF.encode())
    assert parsed.text == (
        "The bridge cost 12 crowns.\n\nWithout the gift.\n\nIt opens in June, café and €9."
    )
    details = parsed.details
    assert (details.title, details.author, details.date) == ("The bridge", "Ada Lind", "2025-10-02")


@pytest.mark.parametrize("data", [b"", b"text", b"{\\rtf1 }", b"{\\rtf1 " + b"{" * 5000])
def test_what_is_no_rich_text(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        parse_rtf(data)


def test_both_are_read_from_a_corpus(tmp_path: Path) -> None:
    from vouch.documents import discover, read_article

    document = odt()
    document.body.append(Paragraph("The mill opens in May."))
    (tmp_path / "a.odt").write_bytes(saved(document))
    (tmp_path / "b.rtf").write_bytes(RTF.encode())
    found = [read_article(file, 1_000_000).text for file in discover(tmp_path).files]
    assert found[0] == "The mill opens in May."
    assert found[1].startswith("The bridge cost 12 crowns.")

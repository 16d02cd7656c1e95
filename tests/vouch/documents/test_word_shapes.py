# ruff: noqa: E501  (a piece of XML is read best on one line)
"""Word documents say what a reader of them sees, once, with their notes."""

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from vouch.documents.parsed import Parsed
from vouch.documents.word import parse_word
from vouch.types import BlockKind

_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def data_of(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def read(document: docx.document.Document) -> Parsed:
    return parse_word(data_of(document))


def add(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace("<w:r>", f"<w:r {nsdecls('w')}>", 1)))


def test_hidden_and_struck_out_runs_are_not_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It costs ")
    paragraph.add_run("12 ").font.strike = True
    paragraph.add_run("11 ").font.double_strike = True
    paragraph.add_run("a secret ").font.hidden = True
    paragraph.add_run("9 crowns.").font.strike = False
    style = document.styles.add_style("Secret", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    document.add_paragraph("Nobody sees this.", style)
    assert read(document).text == "It costs 9 crowns."


def test_raised_words() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It carried 31,500")
    paragraph.add_run("5").font.superscript = True
    paragraph.add_run(" people with 10")
    paragraph.add_run("6").font.superscript = True
    paragraph.add_run(" candela on the 1")
    paragraph.add_run("st").font.superscript = True
    assert read(document).text == "It carried 31,500 people with 10⁶ candela on the 1st"


@pytest.mark.parametrize(
    ("code", "font", "sign"),
    [("F0B0", "Symbol", "°"), ("F0A3", "Symbol", "≤"), ("F06D", "Symbol", "μ"),
     ("20AC", "Arial", "€"), ("F04A", "Wingdings", ""), ("zz", "Symbol", "")],
)  # fmt: skip
def test_symbols(code: str, font: str, sign: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("at 5 ")
    add(paragraph, f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>')
    assert read(document).text == f"at 5 {sign}".strip()


def test_formulas() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("So ")

    def run(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    square = f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"
    half = f"<m:f><m:num>{run('a+b')}</m:num><m:den>{run('2')}</m:den></m:f>"
    add(paragraph, f"<m:oMath {_M}>{square}{run('=')}{half}</m:oMath>")
    paragraph.add_run(" holds.")
    assert read(document).text == "So x²=(a+b)/2 holds."


def test_nested_tables_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Outer"
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text = "Inner"
    inner.cell(0, 1).text = "Last"
    text = read(document).text
    assert [text.count(word) for word in ("Outer", "Inner", "Last")] == [1, 1, 1]


def test_a_box_and_a_large_first_letter() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The bridge opens. ")
    box = (
        f"<w:r {nsdecls('w')}><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<w:txbxContent><w:p><w:r><w:t>A box.</w:t></w:r></w:p></w:txbxContent>"
        "</v:textbox></w:pict></w:r>"
    )
    paragraph._p.append(parse_xml(box))
    paragraph.add_run("It is long.")
    cap = document.add_paragraph("T")
    cap._p.get_or_add_pPr().append(parse_xml(f'<w:framePr {nsdecls("w")} w:dropCap="drop"/>'))
    document.add_paragraph("he harbour is old.")
    text = read(document).text
    assert text == "The bridge opens. It is long.\n\nA box.\n\nThe harbour is old."


def with_notes(document: docx.document.Document, kind: str, notes: dict[str, str]) -> bytes:
    """The document with footnotes or endnotes, which python-docx cannot write."""
    xml = f"<w:{kind}s {nsdecls('w')}>" + "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{words}</w:t></w:r></w:p></w:{kind}>'
        for number, words in notes.items()
    )
    changed = io.BytesIO()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    with (
        zipfile.ZipFile(io.BytesIO(data_of(document))) as package,
        zipfile.ZipFile(changed, "w") as copy,
    ):
        for part in package.infolist():
            words = package.read(part).decode("latin-1")
            if part.filename == "word/_rels/document.xml.rels":
                relation = f'<Relationship Id="rIdN" Type="{office}/{kind}s" Target="{kind}s.xml"/>'
                words = words.replace("</Relationships>", relation + "</Relationships>")
            elif part.filename == "[Content_Types].xml":
                override = (
                    f'<Override PartName="/word/{kind}s.xml" ContentType="{content}.{kind}s+xml"/>'
                )
                words = words.replace("</Types>", override + "</Types>")
            copy.writestr(part.filename, words.encode("latin-1"))
        copy.writestr(f"word/{kind}s.xml", f"{xml}</w:{kind}s>")
    return changed.getvalue()


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_below_the_paragraph_with_their_mark(kind: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("It cost 12")
    add(paragraph, f'<w:r><w:{kind}Reference w:id="2"/></w:r>')
    paragraph.add_run(" crowns.")
    document.add_paragraph("It is long.")
    data = with_notes(document, kind, {"2": "Without the gift.", "3": "Of another text."})
    parsed = parse_word(data)
    assert parsed.text == "It cost 12 crowns.\n\nWithout the gift.\n\nIt is long."
    assert [b.kind for b in parsed.blocks][1] is BlockKind.FOOTNOTE


def test_strict_open_xml() -> None:
    document = docx.Document()
    document.add_paragraph("The bridge opens.")
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data_of(document))) as package,
        zipfile.ZipFile(changed, "w") as copy,
    ):
        for part in package.infolist():
            words = package.read(part)
            for usual, strict in (
                (
                    b"schemas.openxmlformats.org/officeDocument/2006",
                    b"purl.oclc.org/ooxml/officeDocument",
                ),
                (
                    b"schemas.openxmlformats.org/wordprocessingml/2006",
                    b"purl.oclc.org/ooxml/wordprocessingml",
                ),
            ):
                words = words.replace(usual, strict)
            copy.writestr(part.filename, words)
    assert parse_word(changed.getvalue()).text == "The bridge opens."


def test_the_title_of_a_print_job_is_none() -> None:
    document = docx.Document()
    document.core_properties.title = "Microsoft Word - report.docx"
    document.add_paragraph("The bridge opens in May.")
    assert parse_word(data_of(document)).details.title is None

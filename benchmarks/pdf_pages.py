"""PDFs in the shapes in which reports are laid out, with their sentences known."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from fpdf import FPDF

from benchmarks.extraction_pages import Text


@dataclass(slots=True)
class Made:
    """A PDF, the sentences of its text, and words that stand in its furniture alone."""

    shape: str
    sentences: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    data: bytes = b""


class _Report(FPDF):
    """A report with running heads."""

    heads: tuple[str, ...] = ()
    sides: tuple[str, str] | None = None
    foot = ""

    def header(self) -> None:
        self.set_font("Helvetica", size=9)
        heads = self.heads
        if self.sides:
            heads = (self.sides[self.page_no() % 2],)
        for line in heads:
            align = "R" if self.sides and self.page_no() % 2 else "L"
            self.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT", align=align)
        if heads:
            self.ln(6)

    def footer(self) -> None:
        if self.foot:
            self.set_y(-15)
            self.set_font("Helvetica", size=8)
            self.cell(0, 5, self.foot.format(self.page_no()), align="C")


def _started(pdf: _Report, title: str = "") -> None:
    pdf.set_auto_page_break(True, margin=22)
    pdf.add_page()
    if title:
        pdf.set_font("Helvetica", "B", 16)
        pdf.cell(0, 9, title, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    pdf.set_font("Helvetica", size=11)


def _paragraph(pdf: FPDF, text: Text, made: Made, sentences: int = 4) -> None:
    said = [text.sentence() for _ in range(sentences)]
    made.sentences += said
    pdf.set_font("Helvetica", size=11)
    pdf.multi_cell(0, 5.5, " ".join(said), new_x="LMARGIN", new_y="NEXT", align="L")
    pdf.ln(3)


def _flow(pdf: _Report, text: Text, made: Made, paragraphs: int) -> None:
    _started(pdf, f"The plan of {text.name()}")
    for _ in range(paragraphs):
        _paragraph(pdf, text, made)


def _two_line_heads(pdf: _Report, text: Text, made: Made) -> None:
    pdf.heads = (f"{text.name()} Harbour Board", f"Annual report of the {text.name()} works")
    pdf.foot = "Page {} of 4"
    made.furniture += list(pdf.heads)
    _flow(pdf, text, made, 34)


def _left_and_right(pdf: _Report, text: Text, made: Made) -> None:
    pdf.sides = (f"{text.name()} County Council", f"School meals in {text.name()}")
    made.furniture += list(pdf.sides)
    _flow(pdf, text, made, 40)


def _two_pages(pdf: _Report, text: Text, made: Made) -> None:
    pdf.heads = (f"The {text.name()} Society Bulletin 14",)
    made.furniture += list(pdf.heads)
    _flow(pdf, text, made, 13)


def _wrapped(pdf: FPDF, words: str, width: float) -> list[str]:
    lines: list[str] = []
    for word in words.split():
        if lines and pdf.get_string_width(f"{lines[-1]} {word}") < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _columns(pdf: _Report, text: Text, made: Made, *, across: bool, count: int = 2) -> None:
    _started(pdf, f"News from {text.name()}")
    width = (pdf.epw - 8 * (count - 1)) / count
    pdf.set_font("Helvetica", size=10)
    columns = []
    for _ in range(count):
        said = [text.sentence() for _ in range(5)]
        made.sentences += said
        columns.append(_wrapped(pdf, " ".join(said), width - 2))
    top = pdf.get_y()
    places = [
        (column, row, line)
        for column, lines in enumerate(columns)
        for row, line in enumerate(lines)
    ]
    if across:
        places.sort(key=lambda place: (place[1], place[0]))
    for column, row, line in places:
        pdf.set_xy(pdf.l_margin + column * (width + 8), top + row * 5)
        pdf.cell(width, 5, line)


def _drop_cap(pdf: _Report, text: Text, made: Made) -> None:
    _started(pdf, f"The {text.name()} light")
    said = text.sentence()
    made.sentences.append(said)
    top, left = pdf.get_y(), pdf.l_margin
    pdf.set_font("Helvetica", size=36)
    pdf.text(left, top + 10.5, said[0])
    pdf.set_font("Helvetica", size=11)
    lines = _wrapped(pdf, said[1:], pdf.epw - 14)
    for row, line in enumerate(lines):
        pdf.set_xy(left + (11 if row < 2 else 0), top + row * 5.5)
        pdf.cell(0, 5.5, line)
    pdf.set_xy(left, top + len(lines) * 5.5 + 3)
    for _ in range(3):
        _paragraph(pdf, text, made)


def _note_marks(pdf: _Report, text: Text, made: Made) -> None:
    _started(pdf, f"The {text.name()} club")
    for number in (2, 3):
        name = text.name()
        made.sentences.append(f"The rowing club of {name} has 8,200 members on the coast.")
        pdf.set_font("Helvetica", size=11)
        pdf.write(5.5, f"The rowing club of {name} has 8,200")
        pdf.set_font("Helvetica", size=7)
        x, y = pdf.get_x(), pdf.get_y()
        pdf.set_xy(x, y - 1.2)
        pdf.cell(2, 5.5, str(number))
        pdf.set_xy(x + 2, y)
        pdf.set_font("Helvetica", size=11)
        pdf.write(5.5, " members on the coast.")
        pdf.ln(9)
    _paragraph(pdf, text, made)
    said = text.sentence()
    made.sentences.append(said)
    pdf.set_y(-40)
    pdf.set_font("Helvetica", size=8)
    pdf.multi_cell(0, 4, f"2 {said}", new_x="LMARGIN", new_y="NEXT", align="L")


def _text_box(pdf: _Report, text: Text, made: Made) -> None:
    _started(pdf, f"The {text.name()} wall")
    _paragraph(pdf, text, made, 5)
    width, top = pdf.epw, pdf.get_y()
    said, boxed = [text.sentence() for _ in range(4)], [text.sentence() for _ in range(3)]
    made.sentences += said + boxed
    pdf.set_font("Helvetica", size=11)
    rows = _wrapped(pdf, " ".join(said), width * 0.58)
    pdf.set_font("Helvetica", size=9)
    box = _wrapped(pdf, " ".join(boxed), width * 0.32)
    for row in range(max(len(rows), len(box))):
        if row < len(rows):
            pdf.set_font("Helvetica", size=11)
            pdf.set_xy(pdf.l_margin, top + row * 5.5)
            pdf.cell(10, 5.5, rows[row])
        if row < len(box):
            pdf.set_font("Helvetica", size=9)
            pdf.set_xy(pdf.l_margin + width * 0.65, top + row * 5.5)
            pdf.cell(10, 5.5, box[row])
    pdf.rect(pdf.l_margin + width * 0.63, top - 1, width * 0.37, len(box) * 5.5 + 2)
    pdf.set_xy(pdf.l_margin, top + max(len(rows), len(box)) * 5.5 + 4)
    _paragraph(pdf, text, made)


def _table(pdf: _Report, text: Text, made: Made) -> None:
    _started(pdf, f"Fares of {text.name()}")
    _paragraph(pdf, text, made)
    rows = [("Place", "Adults", "Children")]
    rows += [(text.name(), str(text.number()), str(text.number())) for _ in range(5)]
    made.sentences += [" | ".join(row) for row in rows]
    with pdf.table(width=int(pdf.epw), align="LEFT") as table:
        for row in rows:
            line = table.row()
            for cell in row:
                line.cell(cell)
    pdf.ln(4)
    _paragraph(pdf, text, made)


def _parted_words(pdf: _Report, text: Text, made: Made) -> None:
    _started(pdf, f"The well-known {text.name()}")
    random = Random(7)
    for _ in range(6):
        said = f"The well-known {text.name()} and {text.sentence()[4:]}"
        made.sentences.append(said)
        words, lines = said.split(), [""]
        for word in words:
            if len(lines[-1]) > 45 and len(word) > 6 and "-" not in word and random.random() < 0.8:
                lines[-1] += f" {word[:4]}-"
                lines.append(word[4:])
            else:
                lines[-1] = f"{lines[-1]} {word}".strip()
        for line in lines:
            pdf.cell(0, 5.5, line, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)


_SHAPES: dict[str, Callable[[_Report, Text, Made], None]] = {
    "running heads of two lines": _two_line_heads,
    "running heads left and right": _left_and_right,
    "a running head on two pages": _two_pages,
    "two columns": lambda p, t, m: _columns(p, t, m, across=False),
    "two columns drawn across": lambda p, t, m: _columns(p, t, m, across=True),
    "three columns drawn across": lambda p, t, m: _columns(p, t, m, across=True, count=3),
    "a drop cap": _drop_cap,
    "raised marks and a footnote": _note_marks,
    "a box beside the text": _text_box,
    "a table": _table,
    "words parted at line ends": _parted_words,
}


def pdfs() -> list[Made]:
    """All PDFs."""
    result = []
    for number, (shape, draw) in enumerate(_SHAPES.items()):
        made, pdf = Made(shape), _Report()
        pdf.core_fonts_encoding = "cp1252"
        draw(pdf, Text(number + 1), made)
        made.data = bytes(pdf.output())
        result.append(made)
    return result

"""Articles written out as files of every format, for tests to read back."""

import html
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import docx
from fpdf import FPDF

FORMATS = (".txt", ".md", ".html", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What an article is to say; a format leaves out what it has no place for."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    author: str | None = None
    date: str | None = None
    url: str | None = None


def write(path: Path, sketch: Sketch) -> Path:
    """Writes the sketch as a file of the format that the path's suffix names; the path."""
    writers: dict[str, Callable[[Sketch], bytes]] = {
        ".txt": text_bytes,
        ".md": markdown_bytes,
        ".html": html_bytes,
        ".pdf": pdf_bytes,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".docx":
        _write_word(path, sketch)
    else:
        path.write_bytes(writers[path.suffix](sketch))
    return path


def front_matter(sketch: Sketch) -> str:
    """The sketch's details as YAML front matter; empty when it has none."""
    details = {
        key: getattr(sketch, key)
        for key in ("title", "author", "date", "url")
        if getattr(sketch, key)
    }
    # a JSON string is a YAML string
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in details.items()]
    return "\n".join(["---", *lines, "---", "", ""]) if lines else ""


def text_bytes(sketch: Sketch) -> bytes:
    return (front_matter(sketch) + "\n\n".join(sketch.paragraphs) + "\n").encode()


def markdown_bytes(sketch: Sketch) -> bytes:
    marked = [re.sub(r"([\\`*_{}\[\]<>()#+\-.!|&~])", r"\\\1", text) for text in sketch.paragraphs]
    marked = [re.sub(r"^(\d+)\\?([.)])", r"\1\\\2", text) for text in marked]
    return (front_matter(sketch) + "\n\n".join(marked) + "\n").encode()


def html_bytes(sketch: Sketch) -> bytes:
    def tag(template: str, value: str | None) -> str:
        return template.format(html.escape(value)) if value else ""

    head = "".join(
        (
            '<meta charset="utf-8">',
            tag("<title>{}</title>", sketch.title),
            tag('<meta name="author" content="{}">', sketch.author),
            tag('<meta property="article:published_time" content="{}">', sketch.date),
            tag('<link rel="canonical" href="{}">', sketch.url),
        )
    )
    body = tag("<h1>{}</h1>\n", sketch.title)
    body += "".join(f"<p>{html.escape(text)}</p>\n" for text in sketch.paragraphs)
    page = f"<!DOCTYPE html><html><head>{head}</head><body><article>{body}</article></body></html>"
    return page.encode()


def pdf_bytes(sketch: Sketch) -> bytes:
    """A PDF in a built-in font, which writes Windows' western encoding alone."""
    pdf = FPDF()
    pdf.core_fonts_encoding = "cp1252"
    pdf.add_page()
    if sketch.title:
        pdf.set_title(sketch.title)
        pdf.set_font("Helvetica", "B", 16)
        pdf.multi_cell(0, 8, sketch.title, new_x="LMARGIN", new_y="NEXT", align="L")
        pdf.ln(4)
    if sketch.author:
        pdf.set_author(sketch.author)
    if sketch.date:
        pdf.set_xmp_metadata(_xmp(sketch.date))
    pdf.set_font("Helvetica", size=11)
    for text in sketch.paragraphs:
        pdf.multi_cell(0, 5.5, text, new_x="LMARGIN", new_y="NEXT", align="L")
        pdf.ln(3)
    return bytes(pdf.output())


def _xmp(date: str) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:date><rdf:Seq><rdf:li>{date}</rdf:li></rdf:Seq></dc:date>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def _write_word(path: Path, sketch: Sketch) -> None:
    document = docx.Document()
    document.core_properties.title = sketch.title or ""
    document.core_properties.author = sketch.author or ""
    if sketch.title:
        document.add_heading(sketch.title, 0)
    for text in sketch.paragraphs:
        document.add_paragraph(text)
    document.save(str(path))

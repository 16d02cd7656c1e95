"""PDF: the text of its pages, with whole sentences."""

import io
from dataclasses import replace
from datetime import datetime

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.pdf_layout import Line, flow
from vouch.documents.titles import first_heading

MAX_PAGES = 5000
_BROKEN = (ValueError, TypeError, AttributeError, NotImplementedError)
_NO_TITLES = ("untitled", "microsoft word -", "slide 1", "powerpoint presentation")
_NO_AUTHORS = {"anonymous", "(anonymous)", "unknown", "user", "admin", "administrator", "author"}


def parse_pdf(data: bytes) -> Parsed:
    """The text of a PDF, the offset at which each page starts, and its own details.

    The date is the document's (`dc:date` in its metadata), else when the file
    was made; when it was changed says nothing of it. Raises UnreadableError.
    """
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("is no PDF" if data.strip() else "is empty")
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        # many are encrypted with an empty password, to forbid printing alone
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("is encrypted")
        if len(reader.pages) > MAX_PAGES:
            raise UnreadableError(f"has more than {MAX_PAGES} pages")
        pages = [_lines(reader, number) for number in range(len(reader.pages))]
        details = _details(reader)
    except (PyPdfError, LookupError, *_BROKEN) as error:
        raise UnreadableError(f"is a damaged PDF ({in_one_line(str(error), 80)})") from None
    text, starts = flow(pages)
    if not text.strip():
        raise UnreadableError("has no text (a scan, perhaps: it needs text recognition first)")
    title = details.title or first_heading(text)
    return Parsed(text, replace(details, title=title), starts)


def _lines(reader: PdfReader, number: int) -> list[Line]:
    """A page's lines, top to bottom as the PDF has them, each with its place and size."""
    lines: list[Line] = []
    words: list[str] = []
    places: list[tuple[float, float, float, int]] = []

    def end_line() -> None:
        if places:
            x, y, *_ = places[0]
            size = max(places, key=lambda place: place[3])[2]  # of the longest part: no bullet's
            lines.append(Line(" ".join("".join(words).split()), x, y, size))
        words.clear()
        places.clear()

    def visit(
        text: str, user: list[float], matrix: list[float], _font: object, size: float
    ) -> None:
        for part in text.splitlines(keepends=True):
            if part.strip():
                x = matrix[4] * user[0] + matrix[5] * user[2] + user[4]
                y = matrix[4] * user[1] + matrix[5] * user[3] + user[5]
                places.append((x, y, size * abs(matrix[3] or 1.0), len(part)))
            words.append(part)
            if part.endswith(("\n", "\r")):
                end_line()

    reader.pages[number].extract_text(visitor_text=visit)
    end_line()
    return lines


def _details(reader: PdfReader) -> Details:
    """What the PDF's own metadata say; programs' fillings count as nothing."""
    info = reader.metadata
    title = in_one_line(str((info and info.title) or ""))
    author = in_one_line(str((info and info.author) or ""))
    if title and (title.lower().startswith(_NO_TITLES) or _is_file_name(title)):
        title = None
    if author and author.lower() in _NO_AUTHORS:
        author = None
    date, made = _date(reader), _made(reader)
    source = "metadata" if date else PROPERTIES if made else None
    return Details(title, author, date or made, date_source=source)


def _is_file_name(title: str) -> bool:
    return " " not in title and title.lower().endswith((".pdf", ".doc", ".docx", ".indd", ".tex"))


def _made(reader: PdfReader) -> str | None:
    """The day on which the file was made, as its own clock had it."""
    try:
        made = reader.metadata and reader.metadata.creation_date
    except Exception:  # noqa: BLE001  damaged metadata lose no article, whatever is wrong in them
        return None
    return made.date().isoformat() if made else None


def _date(reader: PdfReader) -> str | None:
    try:
        xmp = reader.xmp_metadata
        dates = [date for date in ((xmp and xmp.dc_date) or []) if isinstance(date, datetime)]
    except Exception:  # noqa: BLE001  damaged metadata lose no article, whatever is wrong in them
        return None
    return dates[0].date().isoformat() if dates else None

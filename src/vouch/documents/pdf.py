"""PDF: the text of its pages, with whole sentences."""

import io
from dataclasses import replace
from datetime import datetime

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdfium2 import PdfDocument, PdfiumError

from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.pdf_columns import lines_in_order
from vouch.documents.pdf_layout import Line, flow
from vouch.documents.pdf_pieces import pieces
from vouch.documents.plain import plain_blocks
from vouch.documents.titles import first_heading

MAX_PAGES = 5000
_BROKEN = (PdfiumError, ValueError, TypeError, AttributeError, NotImplementedError)
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
        pages = _pages(data)
        details = _details(reader)
    except (PyPdfError, LookupError, *_BROKEN) as error:
        raise UnreadableError(f"is a damaged PDF ({in_one_line(str(error), 80)})") from None
    found = flow(pages)
    text = found.text
    if not text.strip():
        raise UnreadableError("has no text (a scan, perhaps: it needs text recognition first)")
    title = details.title or first_heading(text)
    return Parsed(
        text, replace(details, title=title), found.starts, blocks=plain_blocks(text, found.large)
    )


def _pages(data: bytes) -> list[list[Line]]:
    """Each page's lines in the order in which they are read, with their places and sizes."""
    document = PdfDocument(data)
    try:
        found = []
        for number in range(len(document)):
            page = document[number]
            found.append(lines_in_order(pieces(page)))
            page.close()
        return found
    finally:
        document.close()


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

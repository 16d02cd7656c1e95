"""The formats that are read, by the ends of the files' names."""

from dataclasses import replace

from vouch.documents.parsed import PROPERTIES, Details, Parsed

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "word",
    ".odt": "opendocument",
    ".rtf": "rtf",
    ".epub": "epub",
}
"""The format of each suffix, in lower case, that is read."""


def suffix_of(name: str) -> str | None:
    """The suffix of a file's name in lower case, or None when no format goes by it."""
    stem, dot, end = name.rpartition(".")
    suffix = "." + end.lower()
    return suffix if stem and dot and suffix in SUFFIXES else None


PAGE = "page"
FEED = "feed"
"""What comes from elsewhere: a page to be saved as Markdown, and a list of pages."""


def parse(data: bytes, kind: str, declared: str | None = None) -> Parsed:
    """What bytes say, as the format of `kind` has it: a suffix, PAGE or FEED.

    `declared` is the encoding that came with them, if any. An author and a date
    that the details lack are read from the text's first lines. Raises
    UnreadableError, with the reason. A format's libraries are loaded when the
    first of that format comes.
    """
    parsed = _parse(data, kind, declared)
    if kind == FEED:
        return parsed
    parsed = replace(parsed, details=_completed(parsed))
    if kind == PAGE:
        from vouch.documents.markdown_writer import write_markdown

        return Parsed(write_markdown(parsed), parsed.details, notice=parsed.notice)
    return parsed


def _completed(parsed: Parsed) -> Details:
    """A file's details with what its first lines say; that is better than when it was made."""
    from vouch.documents.bylines import opening_details

    details = parsed.details
    if details.author and details.date and details.date_source != PROPERTIES:
        return details
    opening = opening_details(parsed.text, details.title, parsed.language)
    if opening.date and (details.date is None or details.date_source == PROPERTIES):
        details = replace(details, date=opening.date, date_source=opening.date_source)
    return replace(details, author=details.author or opening.author)


def _parse(data: bytes, kind: str, declared: str | None) -> Parsed:
    match SUFFIXES.get(kind, kind):
        case "text":
            from vouch.documents.text import parse_text

            return parse_text(data, declared)
        case "markdown":
            from vouch.documents.markdown import parse_markdown

            return parse_markdown(data)
        case "html" | "page":
            from vouch.documents.html import parse_html

            return parse_html(data, declared)
        case "pdf":
            from vouch.documents.pdf import parse_pdf

            return parse_pdf(data)
        case "word":
            from vouch.documents.word import parse_word

            return parse_word(data)
        case "opendocument":
            from vouch.documents.opendocument import parse_opendocument

            return parse_opendocument(data)
        case "epub":
            from vouch.documents.epub import parse_epub

            return parse_epub(data)
        case "rtf":
            from vouch.documents.rtf import parse_rtf

            return parse_rtf(data)
        case _:
            from vouch.documents.feed import parse_feed

            return parse_feed(data)

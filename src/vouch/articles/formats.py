"""The formats that are read, by the ends of the files' names."""

from vouch.articles.parsed import Parsed

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
}
"""The format of each suffix, in lower case, that is read."""


def suffix_of(name: str) -> str | None:
    """The suffix of a file's name in lower case, or None when no format goes by it."""
    stem, dot, end = name.rpartition(".")
    suffix = "." + end.lower()
    return suffix if stem and dot and suffix in SUFFIXES else None


def parse(data: bytes, suffix: str) -> Parsed:
    """What a file's bytes say, as the format of `suffix` has it.

    Raises UnreadableError, with the reason. A format's libraries are loaded when
    the first file of that format comes.
    """
    match SUFFIXES[suffix]:
        case "text":
            from vouch.articles.text import parse_text as parse_format
        case "markdown":
            from vouch.articles.markdown import parse_markdown as parse_format
        case "html":
            from vouch.articles.html import parse_html as parse_format
        case "pdf":
            from vouch.articles.pdf import parse_pdf as parse_format
        case _:
            from vouch.articles.word import parse_word as parse_format
    return parse_format(data)

"""A found file becomes an article."""

from dataclasses import asdict, replace

from vouch.documents.dates import date_from_name
from vouch.documents.discovery import FoundFile
from vouch.documents.files import read_bytes
from vouch.documents.formats import suffix_of
from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError
from vouch.documents.process import shared_process
from vouch.documents.titles import title_from_name
from vouch.errors import ArticleError
from vouch.types import Article, Source


def read_article(found: FoundFile, max_bytes: int) -> Article:
    """The article of a file. Raises ArticleError, with the reason, whatever is wrong with it.

    The parsing runs in a process of its own, with bounds on time and memory
    (see `process`). May be called from several threads.
    """
    suffix = suffix_of(found.source)
    if suffix is None:
        raise ArticleError(found.source, "is of no format that is read")
    try:
        data = read_bytes(found.path, max_bytes)
        if not data.strip():
            raise UnreadableError("is empty")
        parsed = shared_process().parse(data, suffix)
        if found.sidecar is not None:
            parsed = replace(parsed, details=_with_sidecar(parsed.details, found.sidecar))
        return article_of(found.source, parsed)
    except UnreadableError as error:
        raise ArticleError(found.source, error.reason, costly=error.costly) from None


def _with_sidecar(details: Details, sidecar: FoundFile) -> Details:
    """A file's details with those that its sidecar gives instead."""
    from vouch.documents.frontmatter import MAX_FRONT_MATTER, described_yaml

    data = read_bytes(sidecar.path, MAX_FRONT_MATTER)
    try:
        given = described_yaml(data.decode("utf-8-sig"), "sidecar file")
    except (UnicodeDecodeError, UnreadableError) as error:
        reason = error.reason if isinstance(error, UnreadableError) else "has no UTF-8"
        raise UnreadableError(f"is not read: {sidecar.source} {reason}") from None
    changed = {name: value for name, value in asdict(given).items() if value}
    return replace(details, **changed)


def article_of(source: str, parsed: Parsed) -> Article:
    """The article that a parsed file makes; UnreadableError when it has no text."""
    if not parsed.text.strip():
        raise UnreadableError("has no text")
    about = parsed.details
    title = about.title or title_from_name(source)
    date, date_source = about.date, about.date_source
    # when a file was made says less of the article than the name that it was given
    named = date_from_name(source) if date is None or date_source == PROPERTIES else None
    if named:
        date, date_source = named, "file name"
    return Article(
        Source(source, title, about.author, date, about.url, date_source),
        parsed.text,
        parsed.pages,
        sentences=parsed.sentences,
        notice=parsed.notice,
        blocks=parsed.blocks,
        tags=about.tags,
    )

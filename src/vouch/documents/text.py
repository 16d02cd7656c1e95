"""Plain text: as it stands, but for front matter."""

from dataclasses import replace

from vouch.documents.decoding import decode
from vouch.documents.frontmatter import split_front_matter
from vouch.documents.parsed import Parsed
from vouch.documents.plain import plain_blocks
from vouch.documents.titles import first_heading


def parse_text(data: bytes, declared: str | None = None) -> Parsed:
    """The text of a plain text file; its heading is its title where nothing else is.

    Hard-wrapped lines stay wrapped. Raises UnreadableError.
    """
    details, body = split_front_matter(decode(data, declared))
    if details.title is None:
        details = replace(details, title=first_heading(body))
    return Parsed(body, details, blocks=plain_blocks(body))

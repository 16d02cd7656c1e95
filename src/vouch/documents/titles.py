"""A title for a text that names none: its heading, or its file's name."""

import re
from pathlib import PurePosixPath

from vouch.documents.dates import name_without_date
from vouch.documents.parsed import in_one_line

MAX_HEADING = 120
_STORY_ENDS = re.compile(r"[.,;:…](?:[\"'’”»)\]*_]*)$|[.!?][\"'’”»]$")
_UNDERLINE = re.compile(r"(=+|-+|~+|\*+)\s*")
_MARKED = re.compile(r"#{1,6}\s+(.*?)\s*#*")


def first_heading(text: str) -> str | None:
    """The first line of a plain text, where it is a heading; else None.

    A heading is short, does not end as a sentence does, and stands alone:
    an empty line or an underline follows it, and then text. A line that starts
    with `#` is one as well.
    """
    head, _, rest = text.lstrip()[: 20 * MAX_HEADING].partition("\n")
    line = head.strip()
    marked = _MARKED.fullmatch(line)
    if marked:
        return in_one_line(marked.group(1))
    if not line or len(line) > MAX_HEADING or not rest.strip() or _STORY_ENDS.search(line):
        return None
    second = rest.partition("\n")[0]
    stands_alone = not second.strip() or _UNDERLINE.fullmatch(second.strip())
    has_words = any(letter.isalnum() for letter in line)
    return in_one_line(line) if stands_alone and has_words else None


def title_from_name(source: str) -> str:
    """A file's name made readable: `2025-10-12-new-bridge_plan.txt` is "New bridge plan"."""
    stem = name_without_date(PurePosixPath(source).stem)
    words = in_one_line(re.sub(r"[_\-+]+", " ", stem).replace("%20", " "))
    if words is None:
        return in_one_line(stem) or "Untitled"
    return words[0].upper() + words[1:]

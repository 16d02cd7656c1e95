"""Rich Text Format (.rtf): its paragraphs, by striprtf, without hidden text and with its notes."""

import re
from collections.abc import Iterator

from striprtf.striprtf import rtf_to_text

from vouch.documents.parsed import PROPERTIES, Details, Parsed, UnreadableError, in_one_line
from vouch.documents.plain import plain_blocks
from vouch.documents.titles import first_heading

_TOKEN = re.compile(
    r"\\(?P<word>[a-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'[0-9a-fA-F]{2}|\\[^a-z]|[{}]|[^\\{}]+",
    re.DOTALL,
)
_HIDING = frozenset({"v", "strike", "striked", "deleted", "webhidden"})
_INFO = r"\{{\\{name}\s([^{{}}]{{0,500}})\}}"
_MADE = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
MAX_DEPTH = 1000


def parse_rtf(data: bytes) -> Parsed:
    """Read a document of Rich Text Format.

    Notes stand below the paragraph with their mark; hidden, struck-out and
    deleted text is left out. Raises UnreadableError.
    """
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError("is no RTF file" if data.strip() else "is empty")
    source = data.decode("latin-1")
    text = _plain("".join(_seen(source)))
    text = "\n\n".join(line.rstrip(" \t") for line in text.split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if not text:
        raise UnreadableError("has no text")
    match = _MADE.search(source)
    day = "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else None
    title = _said(source, "title") or first_heading(text)
    details = Details(title, _said(source, "author"), day, date_source=PROPERTIES if day else None)
    return Parsed(text, details, blocks=plain_blocks(text))


def _said(source: str, name: str) -> str | None:
    match = re.search(_INFO.format(name=name), source)
    return in_one_line(_plain("{\\rtf1 " + match[1] + "}")) if match else None


def _plain(source: str) -> str:
    return str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]


def _seen(source: str) -> Iterator[str]:
    """The document's source without what a reader does not see; notes after their paragraph."""
    hidden: list[frozenset[str]] = [frozenset()]
    notes: list[str] = []
    note_depth = 0
    for match in _TOKEN.finditer(source):
        piece, word = match.group(), match["word"]
        if piece == "{":
            hidden.append(hidden[-1])
            if len(hidden) > MAX_DEPTH:
                raise UnreadableError("is nested too deeply")
        elif piece == "}":
            if len(hidden) > 1:
                hidden.pop()
            if note_depth and len(hidden) < note_depth:
                note_depth = 0
                notes[-1] += "\\par "
        elif word in _HIDING:
            off = match["number"] == "0"
            hidden[-1] = hidden[-1] - {word} if off else hidden[-1] | {word}
            continue
        elif word == "plain":
            hidden[-1] = frozenset()
        elif word == "footnote":
            note_depth = len(hidden)
            notes.append("")
            continue
        elif hidden[-1]:
            continue
        if note_depth:
            notes[-1] += piece if piece not in "{}" else ""
        elif word in ("par", "sect") and notes:
            yield piece + "".join(notes)
            notes = []
        else:
            yield piece
    if notes:
        yield "\\par " + "".join(notes)

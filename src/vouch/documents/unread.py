"""Documents that lie beside the articles and are of a format that is not read."""

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

_CONVERSIONS = {
    ".doc": "docx", ".docm": "docx", ".dot": "docx", ".wpd": "docx", ".wps": "docx",
    ".pages": "docx", ".xls": "html", ".xlsx": "html", ".ods": "html", ".numbers": "html",
    ".ppt": "pdf", ".pptx": "pdf", ".odp": "pdf", ".key": "pdf", ".ps": "pdf", ".djvu": "pdf",
}  # fmt: skip
"""Formats of documents, and what LibreOffice or the program that made them saves them as."""
_OTHERS = frozenset(
    """.csv .tsv .json .xml .tex .rst .org .adoc .asciidoc .wiki .mobi .azw3 .fb2 .eml .msg .mht
    .mhtml .log .srt .vtt""".split()
)
MAX_NAMED = 10


def unread_documents(ignored: Sequence[str]) -> tuple[str, ...]:
    """Those of the ignored files that hold text; pictures, styles and scripts do not."""
    return tuple(name for name in ignored if _suffix(name) in _CONVERSIONS.keys() | _OTHERS)


def unread_lines(unread: Sequence[str]) -> list[str]:
    """What is to be said of the documents that are not read: how many, which, and what to do."""
    if not unread:
        return []
    count = f"{len(unread)} file{'s are' if len(unread) > 1 else ' is'} of no format that is read:"
    lines = [f"{name} is not read{_advice(name)}" for name in unread[:MAX_NAMED]]
    if len(unread) > MAX_NAMED:
        rest = Counter(_suffix(name) for name in unread[MAX_NAMED:])
        lines.append("and " + ", ".join(f"{n} {suffix}" for suffix, n in rest.most_common()))
    return [count, *lines]


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _advice(name: str) -> str:
    target = _CONVERSIONS.get(_suffix(name))
    if target is None:
        return ""
    return f": save it as .{target} (soffice --headless --convert-to {target} {name!r})"

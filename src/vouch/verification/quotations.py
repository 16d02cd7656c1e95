"""Words inside quotation marks are the article's very words."""

import re

from vouch.text.tokens import fold
from vouch.verification.basis import Basis

QUOTED = re.compile(
    r"[\u201c\"]([^\u201c\u201d\"]+)[\u201d\"]|(?<!\w)\u2018([^\u2018\u2019]{3,})\u2019(?!\w)"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+|(?<!\w)@\w+|<[@#][^<>]*>"
)
_ELLIPSIS = re.compile(r"(?<!\s)\s*(?:\[?(?:\u2026|\.\.\.)\]?)\s*")
_TURNS = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|unless|if|only|but|except|hardly"
    r"|than|although|cannot|before|until)\b|n't\b|[.?!;]"
)
"""What a quotation may not leave out: it would say something else."""


def quoted(text: str) -> list[str]:
    """The words in quotation marks, in order."""
    return [match[1] or match[2] for match in QUOTED.finditer(text)]


def check_quotations(fact: str, basis: Basis) -> list[str]:
    """The quotations of a fact that are not word for word in the cited sentences."""
    titles = {_flat(source.title) for source in basis.sources}
    return [
        f"\u201c{words}\u201d is not word for word in the cited sentences."
        for words in quoted(fact)
        if _flat(words) not in titles and not holds(basis.text, words)
    ]


def check_addresses(fact: str, basis: Basis) -> list[str]:
    """The links, mail addresses and mentions of a fact that are not in the cited sentences."""
    return [
        f"The address \u201c{found}\u201d is not in the cited sentences."
        for found in (match[0].rstrip(".,;:!?)") for match in _ADDRESS.finditer(fact))
        if found not in basis.text
    ]


def holds(text: str, words: str) -> bool:
    """Whether a text has these words in one piece, or its parts in order about an ellipsis."""
    flat = _flat(text)
    parts = [_flat(part) for part in _ELLIPSIS.split(words) if _flat(part)]
    at = None
    for part in parts:
        start = _find(flat, part, at or 0)
        if start < 0 or (at is not None and _TURNS.search(flat[at:start])):
            return False
        at = start + len(part)
    return bool(parts) and not (_ELLIPSIS.search(words) and _turns_after(flat, at or 0, words))


def _find(flat: str, part: str, start: int) -> int:
    match = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", flat[start:])
    return start + match.start() if match else -1


def _turns_after(flat: str, at: int, words: str) -> bool:
    """Whether an ellipsis at the end hides what takes the sentence back."""
    if not _ELLIPSIS.search(words[-4:]):
        return False
    return bool(re.match(r"[^.?!;]*\b(?:but|unless|except|only if)\b", flat[at:]))


def _flat(text: str) -> str:
    straight = fold(text).replace("\u201c", '"').replace("\u201d", '"').replace("\u2014", "-")
    return re.sub(r"\s+", " ", straight.replace("\u2013", "-")).strip(" .,;:!?\"'")

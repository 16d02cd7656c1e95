"""The people that a text names, as far as its words tell."""

import re
from functools import lru_cache

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.tokens import NAME_RUN, stems

_PLACED = re.compile(r"\b(?:in|at|from|to|near|outside|inside|across|over|into|of)(?:\s+the)?\s+$")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Prime Minister|Minister|Chancellor|General|Secretary"
    r"|Senator|Governor|King|Queen|Prince|Princess|Pope|Judge|Professor|Captain|Mayor)\b\.?"
)
_SAYS = re.compile(
    r"^,?\s+(?:also\s+|has\s+|had\s+)?(?:said|says|told|announced|argued|warned|wrote|was born)\b"
)
_NAMES = re.compile(NAME_RUN)
_GENITIVE = re.compile(r"['\u2019]s?$")
_PLACE = 2
"""The rank of a name that is told as a place or a thing."""


def people_of(text: str) -> list[str]:
    """The names in `text` that may be a person's: titled ones and those who speak first.

    No country is a person, nor what is written in capitals throughout, nor what
    follows "in" or "the" without a title.
    """
    return list(dict.fromkeys(name for rank, _, name in sorted(_ranked(text)) if rank != _PLACE))


def speakers(text: str) -> list[str]:
    """The names in `text` that have a title or are told to speak, in order."""
    return list(dict.fromkeys(name for rank, _, name in sorted(_ranked(text)) if not rank))


def _ranked(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in _NAMES.finditer(text):
        run = match[0].split()
        while run and not stems(run[0]):
            run = run[1:]
        name = _GENITIVE.sub("", " ".join(run))
        if len(name) < 2 or name.isupper() or is_place(name) or _timed(name):
            continue
        at = match.end() - len(" ".join(run))
        found.append((_person_rank(text, at, match.end(), name), at, name))
    return found


def is_place(name: str) -> bool:
    """Whether a name is that of a country or another territory, in English (CLDR)."""
    return name.lower() in _territories()


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    from babel import Locale  # takes long to load

    return frozenset(name.lower() for name in Locale("en").territories.values())


def _timed(name: str) -> bool:
    return bool(spans_of_kind(name, Kind.TIME, frozenset()))


def _person_rank(text: str, start: int, end: int, name: str) -> int:
    """0 for who has a title or speaks, 1 for any name, 2 for a place or "the ...", 3 at the start.

    A single word that opens a sentence has its capital for that alone.
    """
    if _SAYS.match(text[end:]) or _TITLE.match(name):
        return 0
    if _PLACED.search(text[:start]) or text[:start].endswith(("the ", "The ")):
        return _PLACE
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in '.!?\u201c"'
    return 3 if opens and " " not in name else 1

"""A word with letters that English lacks, as people type it and as an article writes it."""

import re
from itertools import product

from vouch.text.tokens import fold

_WRITTEN = {
    **{"\u00e4": ("a", "ae"), "\u00f6": ("o", "oe"), "\u00fc": ("u", "ue"), "\u00e5": ("a", "aa")},
    **{"\u00f8": ("o", "oe"), "\u00e6": ("ae", "a"), "\u0153": ("oe", "o"), "\u0111": ("d", "dj")},
    **{"\u00f0": ("d", "dh"), "\u00fe": ("th", "t"), "\u00f1": ("n", "ny"), "\u00df": ("ss", "s")},
    **{
        "ae": ("ae", "a"),
        "oe": ("oe", "o"),
        "ue": ("ue", "u"),
        "aa": ("aa", "a"),
        "dj": ("dj", "d"),
    },
}
_LETTERS = re.compile("|".join(sorted(_WRITTEN, key=len, reverse=True)))
_WORD = re.compile(r"\w+(?:['\u2019\u00b4]\w+)?")
_BARE = re.compile(r"[odlm](?=[a-z]{4})")
_MOST = 4
"""How many such letters of a word are written otherwise."""


def spellings(word: str) -> list[str]:
    """The ways in which a word may stand in an index, folded, the nearest first.

    German, Nordic and Balkan letters are written without their marks or in two
    letters: "M\u00fcller" is Muller and Mueller, "Djordjevic" is \u0110or\u0111evi\u0107.
    An apostrophe may be left out: "OHara" is O'Hara too.
    """
    lowered = word.lower()
    found = list(_LETTERS.finditer(lowered))[:_MOST]
    ways = []
    for choice in product(*(_WRITTEN[match[0]] for match in found)):
        built, at = "", 0
        for match, written in zip(found, choice, strict=True):
            built += lowered[at : match.start()] + written
            at = match.end()
        ways.append(fold(built + lowered[at:]))
    if bare := _BARE.match(lowered):
        ways.append(fold(f"{bare[0]}'{lowered[1:]}"))
    return list(dict.fromkeys([fold(word), *ways]))


def as_written(question: str, text: str) -> str:
    """The question with words spelled as the text spells them: "Strauss" as "Strau\u00df"."""
    if text.isascii():
        return question
    written = {fold(word): word for word in _WORD.findall(text) if not word.isascii()}
    return _WORD.sub(lambda match: written.get(fold(match[0]), match[0]), question)

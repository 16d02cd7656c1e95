"""A statement says something, and says it once."""

import re
from collections import Counter

from vouch.text.tokens import words
from vouch.verification.clauses import telling

_BRACKETS = re.compile(r"\([^)]{0,300}\)")
_LOWER = re.compile(r"(?<![\w\u2019'])[a-z][\w\u2019'-]*")
_LINKS = frozenset("is are was were has have had will would can could may".split())

RUN = 4
"""How many words in a row make a repetition when they come again."""

OFTEN = 4
"""How often the same run of words stands in a statement that goes round in circles."""

NOTHING_SAID = "It names something and says nothing of it."
IN_CIRCLES = "It says \u201c{run}\u201d over and over."


def check_wording(statement: str) -> list[str]:
    """What keeps a statement from being one: it only names, or it goes round in circles."""
    plain = _LOWER.findall(_BRACKETS.sub(" ", statement))
    if not telling(" ".join(plain)) and not _LINKS & set(plain):
        return [NOTHING_SAID]
    said = words(statement)
    runs = Counter(zip(*(said[start:] for start in range(RUN)), strict=False))
    most = runs.most_common(1)
    if most and most[0][1] >= OFTEN:
        return [IN_CIRCLES.format(run=" ".join(most[0][0]))]
    return []

"""The words of a question as the articles spell them: other letters, and slips in names."""

import re
from dataclasses import dataclass

from vouch.index import Snapshot
from vouch.text.en import ENGLISH
from vouch.text.names import one_slip
from vouch.text.spelling import spellings
from vouch.text.tokens import CAPITALISED, fold, stem

SHORTEST = 5
"""The letters of a name from which a slip is mended: shorter ones have too many neighbours."""

LOOKED_AT = 20
"""How many passages are looked at for the name behind a stem."""

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`\u2035](?=[^\W\d_])")
"""A mark that is typed for an apostrophe: "O`Hara"."""

_NAME = re.compile(CAPITALISED)


@dataclass(frozen=True, slots=True)
class Respelled:
    """A question to look for; `mended` has each misspelt name with the articles' own form."""

    question: str
    mended: tuple[tuple[str, str], ...] = ()


def respelled(question: str, snapshot: Snapshot) -> Respelled:
    """The question with words that no article has spelled as articles do.

    "Mueller" becomes "Muller" where only that is found. A name with one letter too many,
    too few, wrong or swapped with the next becomes the name that the articles have:
    "Dragonne" becomes "Dragone". Words that are no names in the articles are left.
    """
    question = _APOSTROPHE.sub("'", question)
    ways = {word: spellings(word) for word in dict.fromkeys(_WORD.findall(question))}
    known = snapshot.document_frequencies(way for some in ways.values() for way in some)
    mended: dict[str, str] = {}
    for word, (own, *others) in ways.items():
        if known[own] or own in ENGLISH.stop_words:
            continue
        there = next((way for way in others if known[way]), None)
        if there:
            name = there.title() if word[0].isupper() else there
        else:
            name = name_like(own, snapshot) or ""
            if name:
                mended[word] = name
        if name:
            question = re.sub(rf"\b{word}\b", name, question)
    return Respelled(question, tuple(mended.items()))


def name_like(word: str, snapshot: Snapshot) -> str | None:
    """The name in the articles that a folded word is a slip of; None where none or several are."""
    if len(word) < SHORTEST:
        return None
    own = stem(word)
    near = [term for term in snapshot.terms(word[0]) if _alike(own, term)]
    found = {name for term in near for name in _names(word, term, snapshot)}
    return found.pop() if len(found) == 1 else None


def _alike(own: str, term: str) -> bool:
    """Whether words of these stems can be one slip apart: stems may end differently."""
    if abs(len(own) - len(term)) > 2:
        return False
    shared = next((i for i, (a, b) in enumerate(zip(own, term, strict=False)) if a != b), None)
    return shared is None or shared >= min(len(own), len(term)) - 2 or one_slip(own, term)


def _names(word: str, term: str, snapshot: Snapshot) -> set[str]:
    """The names of a stem that `word` is a slip of: what articles write with a capital only."""
    ids = [id_ for id_, _ in snapshot.lexical(term, LOOKED_AT)]
    texts = [passage.text for passage in snapshot.passages(ids).values()]
    written = {w for text in texts for w in _WORD.findall(text) if one_slip(word, fold(w))}
    lower = {fold(w) for w in written if w[0].islower()}
    return {w for w in written if _NAME.fullmatch(w) and fold(w) not in lower}

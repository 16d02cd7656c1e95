"""Every proper name of a fact is in the cited sentences, or in what is known of their article."""

import re

from vouch.text.en import ENGLISH
from vouch.text.moments import moments
from vouch.text.tokens import CAPITAL, CAPITALISED, content_words, fold, words
from vouch.verification.basis import Basis

_RUN = re.compile(
    rf"{CAPITAL}[\w\u2019'&-]*(?:\s+(?:(?:of|de|von|van|der|the|al|bin|&)\s+)?{CAPITALISED})*"
)
_WORD = re.compile(r"[^\W\d_][\w\u2019'-]*")
_ALIASES = (
    {"us", "usa", "america", "american", "americans"},
    {"uk", "britain", "british"},
    {"un"}, {"eu"},
)  # fmt: skip
_LONG_FORMS = {"us": "united states", "uk": "united kingdom", "un": "united nations",
               "eu": "european union"}  # fmt: skip
_PREFIX = 4
"""How many letters a name and its adjective share at least: Russia, Russian."""

NOT_THERE = "The name \u201c{name}\u201d is not in the cited sentences."


def check_names(fact: str, basis: Basis) -> list[str]:
    """The names of a fact, and its words of foreign letters, that the articles do not know."""
    known = f"{basis.text}\n{basis.about}"
    held = set(words(known))
    named = names_of(fact, basis)
    named += [word for word in _foreign(fact) if not any(word in name for name in named)]
    return [
        NOT_THERE.format(name=name)
        for name in named
        if not _known(name, held, known) and not _in_full(name, held, basis)
    ]


def _foreign(fact: str) -> list[str]:
    """The words with letters that English does not have: they are names, or quoted."""
    return [
        word
        for word in _WORD.findall(fact)
        if any(letter.isalpha() and not letter.isascii() for letter in word)
    ]


def _in_full(name: str, held: set[str], basis: Basis) -> bool:
    """Whether the articles give a name in full that the cited sentences give in part."""
    parts = set(words(name))
    return bool(parts & held) and any(name in passage for passage in basis.passages)


def names_of(fact: str, basis: Basis) -> list[str]:
    """The names of a fact; the word that opens it counts where its articles know it as a name."""
    passages = "\n".join(basis.passages) + basis.about
    dated = [fact[slice(*moment.span)] for moment in moments(fact, None)]
    found: list[str] = []
    for match in _RUN.finditer(fact):
        run = match[0].split()
        opens = not fact[: match.start()].strip(" \"'\u2018\u201c")
        if opens and len(run) == 1 and not _is_name(run[0], passages):
            continue
        while run and not content_words(run[0]):
            run = run[1:]
        if (
            opens
            and len(run) > 1
            and not _is_name(run[0], passages)
            and _is_common(run[0], passages)
        ):
            run = run[1:]
        name = re.sub(r"['\u2019]s?$", "", " ".join(run))
        if len(name) > 1 and not any(name in when or when in name for when in dated):
            found.append(name)
    return list(dict.fromkeys(found))


def _is_name(word: str, passages: str) -> bool:
    bare = re.sub(r"['\u2019]s?$", "", word)
    within = re.search(rf"[\w,\u2019']\s+{re.escape(bare)}\b", passages)
    return within is not None and not _is_common(bare, passages)


def _is_common(word: str, passages: str) -> bool:
    return re.search(rf"\b{re.escape(word.lower())}\b", passages) is not None


def known_as(name: str, text: str) -> bool:
    """Whether a text has in full what a name is the initials of: UN for United Nations."""
    runs = _RUN.findall(text)
    return name.isupper() and any(
        "".join(word[0] for word in run.split() if word[0].isupper()).endswith(name) for run in runs
    )


def _known(name: str, held: set[str], known: str) -> bool:
    return all(
        word in held or word in ENGLISH.titles or _related(word, held, known)
        for word in content_words(name)
    ) or known_as(name, known)


def _related(word: str, held: set[str], known: str) -> bool:
    if word.isdigit():
        return True  # a number, which is looked at as one
    if any(word in group and group & held for group in _ALIASES):
        return True
    if word in _LONG_FORMS and _LONG_FORMS[word] in fold(known):
        return True
    if any(word in long and short in held for short, long in _LONG_FORMS.items()):
        return True
    return len(word) > _PREFIX and any(
        len(other) > _PREFIX and other[:_PREFIX] == word[:_PREFIX] and _endings(word, other)
        for other in held
    )


def _endings(word: str, other: str) -> bool:
    """Whether two words differ in an ending alone: Ukraine and Ukrainian."""
    shared = next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if shared is None:
        shared = min(len(word), len(other))
    tails = {
        "",
        "n",
        "an",
        "ian",
        "ish",
        "ese",
        "s",
        "e",
        "a",
        "i",
        "ic",
        "es",
        "ans",
        "ians",
        "ch",
    }
    return word[shared:] in tails and other[shared:] in tails

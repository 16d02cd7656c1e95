"""Whether a text speaks of a name: in full, shortened, inflected, or of a namesake only."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from vouch.text.en import ENGLISH
from vouch.text.tokens import CAPITALISED, plain_letters, stem, words

_OF = r"(?:of|de|del|della|der|den|von|van|la|le|du|da|dos|al|bin|ibn|the|and|for|&)"
_RUN = re.compile(rf"(?:{CAPITALISED}\.?|\d+)(?:\s+(?:{_OF}\s+){{0,2}}(?:{CAPITALISED}\.?|\d+))*")
_POSSESSIVE = re.compile(r"(?<=\w)'s\s+|(?<=s)'\s+")
_COMMON = re.compile(r"(?<![\w'])[a-z\u00df-\u00ff\u03b1-\u03c9\u0430-\u045f]\w*")
_SENTENCE_END = re.compile(r"[.!?:;\u201d\"\n]\s*$")

_UNTELLING = (
    ENGLISH.titles
    | ENGLISH.stop_words
    | {*ENGLISH.months, *(month[:3] for month in ENGLISH.months), *ENGLISH.weekdays}
    | frozenset(
        """besides though although despite except unlike since within without according including
        concerning regarding among amongst upon whether yesterday today tomorrow recently originally
        initially currently many several most one two three four five six seven eight
        nine ten""".split()
    )
)
"""Words with a capital that name nobody: titles, months, days, and what opens a sentence."""

_LIKE = 4
"""How many first letters inflected and derived forms of a name share at least."""

_SLIPS = 6
"""The length of a word from which one letter may be wrong."""


class Spoken(StrEnum):
    """How a text speaks of a name."""

    NAMED = "named"
    NAMESAKE = "namesake"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names: runs of capitalised words, folded; `common` are words in lower case."""

    runs: frozenset[tuple[str, ...]]
    common: frozenset[str]


def mentions(texts: Iterable[str]) -> Mentions:
    """What these texts name."""
    runs: set[tuple[str, ...]] = set()
    common: set[str] = set()
    for text in texts:
        plain = plain_letters(text)
        common.update(_COMMON.findall(plain))
        for match in _RUN.finditer(plain):
            runs.update(_readings(plain, match))
    return Mentions(frozenset(runs), frozenset(common))


def _readings(text: str, match: re.Match[str]) -> list[tuple[str, ...]]:
    """The runs of a match, cut after a possessive; where it opens a sentence, also without that."""
    runs = [name_words(part) for part in _POSSESSIVE.split(match[0])]
    before = text[: match.start()][-3:]
    opens = not before.strip() or _SENTENCE_END.search(before) is not None
    if opens and len(runs[0]) > 1:
        runs.append(runs[0][1:])
    return [run for run in runs if run]


@lru_cache(maxsize=65536)
def name_words(name: str) -> tuple[str, ...]:
    """The folded words that tell a name from others: no titles, months and opening words."""
    parts = words(name.replace("-", " "))
    return tuple(word for word in parts if word and word not in _UNTELLING)


def spoken_of(name: str, said: Mentions) -> Spoken:
    """Whether a text names what `name` does.

    It does where it has the whole name, or a part of it that it never gives
    to another bearer: "Berg" for "Anna Berg", unless all that it calls Berg is Karl Berg.
    A NAMESAKE shares a part of the name and has another in place of the rest.
    """
    found = [_part(part, said) for part in _POSSESSIVE.split(name)]
    return max(found, key=list(Spoken).index)


def _part(name: str, said: Mentions) -> Spoken:
    wanted = name_words(name)
    if not wanted or _initialism(name, wanted, said.runs):
        return Spoken.NAMED
    near = [run for run in said.runs if any(_in(word, run) for word in wanted)]
    # Words that the text has in lower case only describe: "the French Republicans".
    telling = [word for word in wanted if _in_runs(word, near) or not _in(word, said.common)]
    if any(_covers(run, telling) for run in near) or not telling:
        return Spoken.NAMED
    short = [run for run in near if _covers(wanted, run)]
    others = [run for run in near if not _covers(wanted, run)]
    if any(not any(_covers(other, run) for other in others) for run in short):
        return Spoken.NAMED
    return Spoken.NAMESAKE if near else Spoken.ABSENT


def _in_runs(word: str, runs: Iterable[tuple[str, ...]]) -> bool:
    return any(_in(word, run) for run in runs)


def _covers(run: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether every word of `wanted` stands in the run, a given name as its initial at least."""
    return all(_in(word, run) for word in wanted)


def _in(word: str, run: Collection[str]) -> bool:
    return word in run or any(same_word(word, other) for other in run)


@lru_cache(maxsize=65536)
def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one, or the same but for a slip of the pen."""
    if one == other or stem(one) == stem(other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < _LIKE or not (one.isalpha() and other.isalpha()):
        return False
    shared = next((i for i in range(len(short)) if short[i] != long[i]), len(short))
    if shared >= max(_LIKE, len(short) - 1):
        return True
    return len(short) >= _SLIPS and one[0] == other[0] and _slip_at(short, long, shared)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, wrong or swapped with the next tells two words apart."""
    short, long = sorted((one, other), key=len)
    shared = next((i for i in range(len(short)) if short[i] != long[i]), len(short))
    return one != other and _slip_at(short, long, shared)


def _slip_at(short: str, long: str, at: int) -> bool:
    if len(short) == len(long):
        swapped = short[:at] + short[at : at + 2][::-1] + short[at + 2 :]
        return short[at + 1 :] == long[at + 1 :] or swapped == long
    return len(long) == len(short) + 1 and short[at:] == long[at + 1 :]


def _initialism(name: str, wanted: Sequence[str], runs: frozenset[tuple[str, ...]]) -> bool:
    """Whether a text has the letters that a name begins with, or a name of which it is these."""
    if len(wanted) > 1:
        letters = "".join(word[0] for word in wanted)
        return any(letters in run for run in runs)
    (only,) = wanted
    if not (name.isupper() and 2 <= len(only) <= 6):
        return False
    return any("".join(word[0] for word in run) == only for run in runs)

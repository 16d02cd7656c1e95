"""Which words of a sentence a number belongs to, where it tells several numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vouch.text.sentences import sentence_spans
from vouch.text.spelled_numbers import in_figures
from vouch.text.tokens import fold, stem
from vouch.verification.basis import Basis
from vouch.verification.clauses import telling
from vouch.verification.numbers import numbers_of

_PARTS = re.compile(r"[,;]\s+|(?<!\s)\s+(?:and|but|while|whereas)\s+|\n")
_PART_OF = re.compile(r"\b(\w[\w,.]{0,40})\s+(?:out\s+)?of\s+(?:the|its|their|these|those|all)\s+")
_WHOLE = re.compile(r"(\d[\d,.]*)\b")
_MEASURES = frozenset(
    stem(word)
    for word in "percent per cent point million billion year month week day hour minute".split()
)

BELONGS = "\u201c{shown}\u201d belongs to something else in the cited sentences."
WHOLE = "In the cited sentences {shown} is the whole, not a part of it."


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a sentence that tells numbers: these, and its other words."""

    numbers: frozenset[float]
    words: frozenset[str]


def check_shares(fact: str, basis: Basis) -> list[str]:
    """The number of a fact that the cited sentences tell of other things, or as the whole."""
    text = in_figures(fact)
    told = [in_figures(sentence) for sentence in basis.sentences]
    return [*_exchanged(text, told), *_whole_as_part(text, told)][:1]


def _exchanged(text: str, told: Sequence[str]) -> Iterator[str]:
    """Numbers whose words stand beside another number of the same sentence, and not with them."""
    rows = [list(_shares(sentence)) for sentence in told]
    for mine in _shares(text):
        for row in rows:
            own = [s for s in row if s.numbers & mine.numbers]
            others = [s for s in row if not s.numbers & mine.numbers]
            if not own or any(s.words & mine.words for s in own):
                continue
            if any(s.words & mine.words for s in others):
                yield BELONGS.format(shown=", ".join(f"{n:g}" for n in sorted(mine.numbers)))


def _shares(text: str) -> Iterator[Share]:
    """The parts with numbers, each with what stands between it and the one before."""
    for start, end in sentence_spans(text):
        words: set[str] = set()
        for part in _PARTS.split(text[start:end]):
            words |= {word for word in telling(part) if not word[0].isdigit()} - _MEASURES
            told = frozenset(value for number in numbers_of(part) for value in number.raw)
            if told:
                yield Share(told, frozenset(words))
                words = set()


def _whole_as_part(text: str, told: Sequence[str]) -> Iterator[str]:
    """The numbers told as a part (58 of its routes) that are the whole (six of its 58)."""
    found = [match for sentence in told for match in _PART_OF.finditer(fold(sentence))]
    parts = {match[1] for match in found}
    wholes = {whole[1] for m in found if (whole := _WHOLE.match(m.string, m.end()))}
    for match in _PART_OF.finditer(fold(text)):
        if match[1] in wholes - parts:
            yield WHOLE.format(shown=match[1])

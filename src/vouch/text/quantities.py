"""Numbers as articles write them: figures and words, bounds, ranges, rounding and units."""

import re
from dataclasses import dataclass, replace
from math import inf

from vouch.text.en import ENGLISH
from vouch.text.numbers import small_number, small_value
from vouch.text.tokens import content_words, fold, stem
from vouch.types import Span

_SCALES = ENGLISH.scales
_SCALE = rf"(?:{'|'.join(word for word in _SCALES if len(word) > 2)})"
_FIGURE = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = (
    rf"(?:(?:{_FIGURE})(?:\s?(?:{_SCALE}|bn|[km])\b|\s{_SCALE}\b)?"
    rf"|\b(?:{small_number()}|an?(?=\s{_SCALE}))(?:\s{_SCALE})*\b)"
)
_BOUND = (
    r"at least|more than|over|above|older than|upwards of|no fewer than|at most|up to|fewer than"
    r"|less than|under|below|younger than|about|around|roughly|approximately|some|nearly|almost"
    r"|an estimated|between|from"
)
_QUANTITY = re.compile(
    rf"(?P<bound>(?:\b(?:{_BOUND})\s|~\s?)?)"
    rf"(?P<money>[$€£]?)(?P<low>(?<![\w.,]){_NUMBER})"
    rf"(?:\s?(?:–|-|to|and)\s?[$€£]?(?P<high>{_NUMBER}))?"
    rf"(?P<unit>\s?(?:%|€|per cent\b)"
    rf"|(?:\s(?!(?:{_BOUND})\s[$€£]?\d)[a-zA-Z][\w'\u2019-]*){{0,4}})",
    re.IGNORECASE,
)
_LOWER = ("at least", "more than", "over", "above", "older than", "upwards of", "no fewer than")
_UPPER = ("at most", "up to", "fewer than", "less than", "under", "below", "younger than")
_UNITS = {
    "%": "percent", "percent": "percent", "per cent": "percent", "€": "euro", "$": "dollar",
    "£": "pound", "euros": "euro", "euro": "euro", "dollars": "dollar", "pounds": "pound",
    "kilometres": "km", "kilometers": "km", "km": "km", "metres": "m", "meters": "m", "m": "m",
    "miles": "mile", "feet": "foot", "kilograms": "kg", "kg": "kg", "tonnes": "tonne",
}  # fmt: skip
_ANYONE = frozenset("people person persons inhabitants residents dead deaths lives victims".split())
_PLURAL = re.compile(r".*[^s]s$|people|men|women|children|police|staff|feet")
_PERIOD = re.compile(r"^,?\s+(?:(?:an?|per|each|every)\s+)(hour|day|night|week|month|year)\b", re.I)

_CHANGE = re.compile(
    r"\b(?:rise|rises|rose|risen|rising|fall|falls|fell|fallen|falling|grew|grown|grow|dropp?\w*"
    r"|increas\w+|decreas\w+|climb\w*|rais\w+|lower\w*|reduc\w+|cut|up|down|chang\w+|correct\w+"
    r"|revis\w+|went|gone|jump\w*|shr[aiu]nk)(?:\s+\w+){0,2}\s+$",
    re.IGNORECASE,
)

ABOUT = 0.1
"""How far off a number that is called approximate may be, as a share of it."""

ROUNDED = 0.05
"""How far off a round number may be from the one that it rounds, as a share of it."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its place in the text: all that its words allow, from `low` to `high`.

    `unit` is what is measured or counted, as a stem, or None where the text
    does not say it next to the number; `period` is what it is told for ("a month").
    """

    low: float
    high: float
    unit: str | None
    period: str | None
    span: Span
    shown: str

    def agrees(self, other: "Quantity") -> bool:
        """Whether both may be true of the same thing: their ranges meet, or one rounds one."""
        if self.low <= other.high and other.low <= self.high:
            return True
        return _rounds(self, other) or _rounds(other, self)

    def comparable(self, other: "Quantity") -> bool:
        """Whether both count or measure the same, as far as their units tell."""
        if self.period != other.period:
            return False
        return self.unit is None or other.unit is None or self.unit == other.unit


def quantities(text: str) -> list[Quantity]:
    """The numbers of a text with their bounds, ranges and units, in order."""
    found: list[Quantity] = []
    for match in _QUANTITY.finditer(text):
        whole = _quantity(text, match)
        if match["high"] and _CHANGE.search(text[: match.start()]):
            found += _before_and_after(match, whole)
        else:
            found.append(whole)
    return found


def _before_and_after(match: re.Match[str], whole: Quantity) -> list[Quantity]:
    """The two numbers of a change: "rose from 11 to 13" is no range."""
    first, last = _number(match["low"]), _number(match["high"])
    after = (match.start("high"), whole.span[1])
    shown = match.string[after[0] : after[1]]
    return [
        replace(whole, low=first, high=first, span=match.span("low"), shown=match["low"]),
        replace(whole, low=last, high=last, span=after, shown=shown),
    ]


def _quantity(text: str, match: re.Match[str]) -> Quantity:
    first = _number(match["low"])
    last = _number(match["high"]) if match["high"] else first
    if match["high"] and first < 1e3 <= last and not _scaled(match["low"]):
        first *= _scale_of(match["high"])
    unit, end = _unit(match)
    period = _PERIOD.match(text[end:])
    low, high = _bounded(match["bound"].strip().lower(), first, last)
    money = _UNITS.get(match["money"])
    shown = " ".join(text[match.start() : end].split())
    return Quantity(
        low, high, money or unit, period[1].lower() if period else None, (match.start(), end), shown
    )


def _bounded(bound: str, first: float, last: float) -> tuple[float, float]:
    first, last = min(first, last), max(first, last)
    if bound in _LOWER:
        return first, inf
    if bound in _UPPER:
        return -inf, last
    if bound and bound not in {"between", "from"}:
        return first * (1 - ABOUT), last * (1 + ABOUT)
    return first, last


def _number(words: str) -> float:
    """The value of a number in figures or words."""
    value, total = 0.0, 0.0
    for part in re.findall(rf"{_FIGURE}|[a-z]+", fold(words)):
        if part[0].isdigit():
            value = float(part.replace(",", ""))
        elif part in _SCALES:
            value = (value or 1.0) * _SCALES[part]
            if part != "hundred":
                total, value = total + value, 0.0
        else:
            value += small_value(part)
    return total + value


def _scaled(words: str) -> bool:
    return _scale_of(words) > 1


def _scale_of(words: str) -> float:
    tokens = re.findall(r"[a-z]+", fold(words))
    return next((_SCALES[token] for token in tokens if token in _SCALES), 1.0)


def _unit(match: re.Match[str]) -> tuple[str | None, int]:
    """The unit after a number as a stem, and where it ends."""
    told = match["unit"]
    if told.strip().lower() in {"%", "€", "per cent"}:
        return _UNITS[told.strip().lower()], match.end()
    run: list[re.Match[str]] = []
    for word in re.finditer(r"[\w'\u2019-]+", told):
        if not content_words(word[0]):
            break
        run.append(word)
        if _PLURAL.fullmatch(fold(word[0])) or fold(word[0]) in _UNITS:
            break
    if not run:
        return None, match.start("unit")
    name = fold(run[-1][0])
    if not _PLURAL.fullmatch(name) and name not in _UNITS and name not in _ANYONE:
        return None, match.start("unit")
    unit = "people" if name in _ANYONE else _UNITS.get(name, stem(name))
    return unit, match.start("unit") + run[-1].end()


def _rounds(coarse: Quantity, fine: Quantity) -> bool:
    """Whether an exact `coarse` number is the rounded form of an exact `fine` one."""
    if coarse.low != coarse.high or fine.low != fine.high or coarse.low <= 0:
        return False
    step = _grain(coarse.low)
    if step <= _grain(fine.low) or abs(coarse.low - fine.low) > ROUNDED * coarse.low:
        return False
    return abs(coarse.low - fine.low) <= step / 2


def _grain(value: float) -> float:
    """The place of the last digit that is not nought: 100 of 1,200, 0.1 of 4.2."""
    step = 1e12
    while step > 1e-4 and abs(value / step - round(value / step)) > 1e-9:
        step /= 10
    return step

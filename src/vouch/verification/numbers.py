"""Every number of a fact stands in the cited sentences, for the same thing."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf, isclose

from vouch.text.moments import moments
from vouch.text.quantities import Quantity, quantities
from vouch.text.spelled_numbers import in_figures, ordinals
from vouch.text.tokens import fold, stem, words
from vouch.types import Span
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, telling
from vouch.verification.times import CLOCK

_MEASURES = frozenset(
    stem(word)
    for word in """percent point dollar euro pound crown franc florin thaler yen rupee km m mile
    foot inch kg tonne ton gram litre gallon acre hectare second minute hour day night week
    month year
    decade century degree kilometre metre centimetre millimetre kilogram cent yard watt volt
    celsius fahrenheit mph hectopascal""".split()
)
_MEASURE_WORD = re.compile(
    r"\b(percentage\s+points?|per\s?cent|percent|%|dollars?|euros?|pounds?|crowns?|francs?|florins?"
    r"|thalers?|km/h|mph|kilomet\w+|met(?:re|er)s?|centimet\w+|millimet\w+|miles?|feet|foot|inch\w*"
    r"|tonnes?|tons?|kilograms?|kg|grams?|lit(?:re|er)s?|seconds?|minutes?|hours?|days?|weeks?"
    r"|months?|years?|degrees?)\b"
)
_ANYTHING = frozenset(stem(w) for w in "people person thing item time case one other more".split())
_FRACTIONS = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        r"half|halves|50 percent|50 per cent",
        r"thirds?",
        r"quarters?",
        r"twice|double\w*|two times|2 times",
        r"triple\w*|three times|3 times|threefold",
        r"hundreds",
        r"thousands",
        r"decades?|10 years|ten years",
    )
)
_PART = re.compile(
    r",\s+(?:and\s+)?(?:of\s+(?:whom|which|them)|including|among\s+(?:them|whom))\b[^;.]*"
)
_RESTRICTED = re.compile(r"^(?:among|of|in\s+the\s+group)\s+[^,]{4,80},", re.IGNORECASE)
_NOT_MORE = re.compile(r"\b(?:no|not)\s+$", re.IGNORECASE)
_RATE = re.compile(
    r"\b(?:once|twice|times|every|each|per)\s+(?:an?\s+|per\s+|each\s+|every\s+)?"
    r"(second|minute|hour|day|night|week|month|year)\b"
)
_EACH = r"\b(?:an?|per|each|every|all)\s+{unit}s?\b|\b{unit}ly\b|\bdaily\b"
_ANCHOR = re.compile(r"(?<!since )\b(?:1[5-9]\d\d|20\d\d|previous year|year before)\b")
OF_ANOTHER_TIME = "The cited articles do not give \u201c{shown}\u201d for \u201c{time}\u201d."
_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity of a text, with the telling words of its clause near it."""

    quantity: Quantity
    raw: frozenset[float]
    beside: frozenset[str]


def check_numbers(fact: str, basis: Basis) -> list[str]:
    """What is wrong with the numbers of a fact."""
    text, told = in_figures(fact), in_figures(basis.text)
    mine, theirs = numbers_of(text), numbers_of(told)
    reasons = [reason for number in mine for reason in _number(number, mine, theirs, text, told)]
    reasons += _missing_words(text, told)
    if not reasons and mine:
        reasons += _pairs_turned(text, told) + _part_as_whole(mine, fact, basis)
        reasons += _of_another_time(text, basis)
    return reasons


def numbers_of(text: str) -> list[Number]:
    """The numbers of a text that are no part of a date or a time of day."""
    found: list[Number] = []
    dates = [moment.span for moment in moments(text, None)]
    for clause, start in _placed_clauses(CLOCK.sub(_blank, text)):
        for quantity in _split_lists(all_quantities(clause), clause):
            span = (quantity.span[0] + start, quantity.span[1] + start)
            if any(span[0] < end and begin < span[1] for begin, end in dates):
                continue
            if quantity.shown.lower() in {"one", "a one"}:
                continue
            found.append(_number_of(quantity, clause))
    return found


def all_quantities(text: str) -> list[Quantity]:
    """The quantities of a text, also one that stands among the words after another."""
    found: list[Quantity] = []
    while more := quantities(text):
        for quantity in more:
            start, end = quantity.span
            text = text[:start] + "_" * (end - start) + text[end:]
        found += more
    return sorted(found, key=lambda quantity: quantity.span)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _placed_clauses(text: str) -> list[tuple[str, int]]:
    placed, at = [], 0
    for clause in (c for line in text.split("\n") for c in clauses(line) if c):
        start = text.find(clause, at)
        if start >= 0:
            placed.append((clause, start))
            at = start + len(clause)
    return placed


def _split_lists(found: list[Quantity], clause: str) -> list[Quantity]:
    """The quantities, "25 and 31" as two of them: only "between 25 and 31" is a range."""
    split: list[Quantity] = []
    for quantity in found:
        shown = clause[slice(*quantity.span)]
        pair = re.match(r"(?!between|from)([^-\u2013]*?)(?<!\s)\s+and\s+(.*)", shown, re.IGNORECASE)
        halves = [q for part in pair.groups() for q in quantities(part)] if pair else []
        if len(halves) >= 2:
            split += [replace(q, unit=q.unit or quantity.unit, span=quantity.span) for q in halves]
        else:
            split.append(_turned(quantity, clause))
    return split


def _turned(quantity: Quantity, clause: str) -> Quantity:
    """The quantity as its negation has it: "no more than 24" is at most 24."""
    if not _NOT_MORE.search(clause[: quantity.span[0]]):
        return quantity
    if quantity.high == inf:
        return replace(quantity, low=-inf, high=quantity.low)
    if quantity.low == -inf:
        return replace(quantity, low=quantity.high, high=inf)
    return quantity


def _number_of(quantity: Quantity, clause: str) -> Number:
    shown = clause[slice(*quantity.span)]
    raw = frozenset(
        value
        for q in quantities(re.sub(r"^\D*?(?=[$€£]?\d)", "", shown) or shown)
        for value in (q.low, q.high)
        if abs(value) != inf
    )
    beside = frozenset(telling(clause)) - frozenset(telling(shown.split(" ")[0]))
    return Number(quantity, raw, beside)


def _number(
    number: Number, mine: list[Number], theirs: list[Number], text: str, told: str
) -> list[str]:
    shown = number.quantity.shown
    same = [other for other in theirs if _same_value(number, other)]
    if not same:
        return [f"The number \u201c{shown}\u201d is not in the cited sentences."]
    if not any(_bounds_kept(number.quantity, other.quantity) for other in same):
        return [f"The cited sentences give \u201c{same[0].quantity.shown}\u201d, not {shown}."]
    if not any(_unit_kept(number.quantity, other.quantity, text, told) for other in same):
        return [f"\u201c{shown}\u201d is told of something else or in another unit: "
                f"the cited sentences say \u201c{same[0].quantity.shown}\u201d."]  # fmt: skip
    swapped = _belongs_to_another(number, mine, same, theirs)
    if swapped:
        return [f"\u201c{shown}\u201d is told of something else; here the cited sentences give "
                f"\u201c{swapped.quantity.shown}\u201d."]  # fmt: skip
    return []


def _same_value(number: Number, other: Number) -> bool:
    if any(isclose(a, b, rel_tol=1e-9) for a in number.raw for b in other.raw):
        return True
    mine = number.quantity
    about = mine.low != mine.high and mine.low > -inf and mine.high < inf
    return about and mine.low <= other.quantity.low <= other.quantity.high <= mine.high


def _bounds_kept(mine: Quantity, other: Quantity) -> bool:
    """Whether a bound of the article ("at least", "up to") is kept, and none is added."""
    return (mine.low == -inf) == (other.low == -inf) and (mine.high == inf) == (other.high == inf)


def _unit_kept(mine: Quantity, other: Quantity, text: str, told: str) -> bool:
    if mine.period and other.period and mine.period != other.period:
        return False
    if mine.period and not other.period and mine.period not in fold(told):
        return False
    ours, theirs = _measured(mine, text), _measured(other, told)
    if ours or theirs:
        return ours == theirs or (not theirs and ours is not None and ours in _measures(told))
    unit, counted = mine.unit, other.unit
    if unit is None or counted is None or unit == counted or unit in _ANYTHING:
        return True
    return unit in {stem(word) for word in words(told)}


def _measured(quantity: Quantity, text: str) -> str | None:
    """The measure that a number is told in, as one word, or None where it counts things."""
    at = text.find(quantity.shown)
    after = text[at + len(quantity.shown) :][:12] if at >= 0 else ""
    found = _MEASURE_WORD.search(fold(quantity.shown + after.split(",")[0].split(" and ")[0]))
    if found:
        return _measure(found[1])
    return quantity.unit if quantity.unit in _MEASURES else None


def _measure(word: str) -> str:
    flat = "".join(word.split())
    if flat.startswith("percentagepoint"):
        return "points"
    if flat in {"%", "percent"}:
        return "percent"
    short = {"kilometr": "km", "kilomet": "km", "metr": "m", "meter": "m", "kilogram": "kg"}
    return short.get(stem(flat), stem(flat))


def _measures(text: str) -> set[str]:
    return {_measure(match[1]) for match in _MEASURE_WORD.finditer(fold(text))}


def _belongs_to_another(
    number: Number, mine: list[Number], same: list[Number], theirs: list[Number]
) -> Number | None:
    """The number of another value whose clause shares far more of the words beside this one.

    Where the fact tells that value too, both have to have changed places.
    """
    own = max(len(number.beside & other.beside) for other in same)
    for other in theirs:
        if other in same or not _may_stand_for(number.quantity, other.quantity):
            continue
        gain = len(number.beside & other.beside) - own
        for told in (n for n in mine if _same_value(n, other)):
            its = max(len(told.beside & s.beside) for s in same)
            gain += its - len(told.beside & other.beside) - 1
        if gain > min(own, 2):
            return other
    return None


def _may_stand_for(mine: Quantity, other: Quantity) -> bool:
    return mine.unit is None or other.unit is None or mine.unit == other.unit


def _missing_words(text: str, told: str) -> list[str]:
    mine, theirs = fold(text), fold(told)
    missing = [found[0] for p in _FRACTIONS if (found := p.search(mine)) and not p.search(theirs)]
    for rate in _RATE.finditer(mine):
        if not re.search(_EACH.format(unit=rate[1]), theirs):
            missing.append(rate[0])
    counted = ordinals(text) - ordinals(told) - {1}
    counted -= {day for moment in moments(text, None) if (day := moment.day)}
    missing += [f"number {place} in order" for place in sorted(counted)]
    return [f"\u201c{word}\u201d is not in the cited sentences." for word in missing]


def _pairs_turned(text: str, told: str) -> list[str]:
    """Two numbers with the same words between them, the other way round."""
    theirs = {(a, between, b) for a, between, b in _pairs(told)}
    for a, between, b in _pairs(text):
        if (b, between, a) in theirs and (a, between, b) not in theirs and a != b:
            return [f"The cited sentences tell {b:g} and {a:g} the other way round."]
    return []


def _pairs(text: str) -> list[tuple[float, tuple[str, ...], float]]:
    pairs = []
    found = [(q, q.span) for q in all_quantities(text)]
    for q, _ in found:
        if (
            q.low != q.high
            and 0 < q.low < q.high < inf
            and re.search(r"\d\s?[-\u2013]\s?\d", q.shown)
        ):
            pairs += _score(q)
    for (one, first), (other, second) in pairwise(found):
        between = words(text[_start_of_unit(text, first) : second[0]])
        kept = tuple(w for w in between if w not in {"the", "its", "their", "a", "votes", "seats"})
        if len(kept) <= _BETWEEN:
            pairs.append((one.low, kept, other.low))
    return pairs


def _score(quantity: Quantity) -> list[tuple[float, tuple[str, ...], float]]:
    first, last = (float(n) for n in re.findall(r"\d+", quantity.shown)[:2])
    return [(first, ("-",), last)]


def _start_of_unit(text: str, span: Span) -> int:
    figure = re.match(r"\D*\d[\d.,]*(?<=\d)", text[span[0] : span[1]])
    return span[0] + figure.end() if figure else span[1]


def _of_another_time(text: str, basis: Basis) -> list[str]:
    """A number that the sentences of its own time do not have, where they have another one."""
    for clause in clauses(text):
        for anchor in _ANCHOR.findall(fold(clause)):
            there = basis.others_of(anchor)
            theirs = [n for sentence in there for n in numbers_of(in_figures(sentence))]
            for number in numbers_of(clause):
                like = [n for n in theirs if n.quantity.comparable(number.quantity)]
                if like and not any(_same_value(number, other) for other in theirs):
                    return [OF_ANOTHER_TIME.format(shown=number.quantity.shown, time=anchor)]
    return []


def _part_as_whole(mine: list[Number], fact: str, basis: Basis) -> list[str]:
    """The number of the whole told of a part, or that of a part told of the whole."""
    sentence = basis.sentence(fact)
    said = set(telling(fact))
    part = _PART.search(sentence)
    if part:
        whole = sentence.replace(part[0], " ")
        values = {v for n in numbers_of(in_figures(part[0])) for v in n.raw}
        only_there = set(telling(part[0])) - set(telling(whole))
        if values and not any(n.raw & values for n in mine) and only_there & said:
            return ["The cited sentence tells this number of the whole, and another of a part."]
    restricted = _RESTRICTED.match(sentence)
    if restricted and any(n.raw for n in mine):
        needed = set(telling(restricted[0]))
        if needed and len(needed & said) < len(needed) / 2:
            return [f"This holds only \u201c{restricted[0].rstrip(',')}\u201d."]
    return []

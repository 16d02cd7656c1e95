"""Claims by program: what a passage says, what it does not quite say, and yes/no questions."""

import re
from random import Random

from training.near_misses import OPPOSITES, alike, negate
from training.text import mentions, months, names, numbers, pick, replace_phrase, sentences, years

_FRONTED = re.compile(
    r"^((?:\S+ ){1,6}?)(is|was|are|were|has|had|can|could|will|would|should|may)( (?:not )?)(.+)$"
)
_AUX = (
    r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|of|in|to"
    r"|for|kind|type|name)\b"
)
_VERB = (
    r"(?:\w+ed|won|wrote|built|led|made|took|gave|became|held|began|sold|ran|came|went|left|lost"
    r"|met|paid|said|sent|saw|set|spent|stood|taught|thought|told|brought|bought|caught|chose|drew"
    r"|fell|fought|found|got|grew|kept|knew|put|rose|sang|shot|spoke|wore|helps|makes|runs|owns)\b"
)
_SUBJECT_WH = re.compile(
    rf"^(?:who (?!{_AUX})|(?:what|which)(?: (?!{_AUX})\w+){{0,3}}? (?={_VERB}))(.+)\?$",
    re.IGNORECASE,
)
_BE_WH = re.compile(r"^(?:who|what) (is|was|are|were) ((?:the|a|an) .+)\?$", re.IGNORECASE)
_STRONGER = {
    "may": "will",
    "might": "will",
    "could": "will",
    "some": "all",
    "many": "all",
    "most": "all",
    "often": "always",
    "usually": "always",
    "sometimes": "always",
    "several": "all",
    "expected": "certain",
    "reportedly": "certainly",
    "allegedly": "certainly",
    "about": "exactly",
    "approximately": "exactly",
    "likely": "certain",
    "possible": "certain",
    "believed": "proven",
    "proposed": "enacted",
    "planned": "completed",
    "considered": "decided",
    "partly": "entirely",
    "mostly": "entirely",
    "almost": "more than",
    "nearly": "more than",
    "rarely": "never",
    "few": "no",
}


def good_claims(passage: str) -> list[str]:
    """The sentences of a passage that could stand as claims: neither scraps nor paragraphs."""
    found = [passage[start:end].strip() for start, end in sentences(passage)]
    return [text for text in found if 6 <= len(text.split()) <= 40 and text[0].isupper()]


def falsify(claim: str, passage: str, rng: Random) -> str | None:
    """The claim with a number, year, month, name, word or polarity exchanged."""
    ways = [_other_number, _other_year, _other_month, _other_name, _other_name, _opposite]
    rng.shuffle(ways)
    if rng.random() < 0.2:
        ways.insert(0, _negated)
    for way in ways:
        changed = way(claim, passage, rng)
        if changed is not None and changed != claim:
            return changed
    return negate(claim, rng)


def _other_number(claim: str, passage: str, rng: Random) -> str | None:
    old = pick(rng, numbers(claim))
    if old is None:
        return None
    if not old[0].isdigit():
        new = pick(rng, {"two", "three", "four", "five", "six", "seven", "nine", "twelve"} - {old})
        return None if new is None else replace_phrase(claim, old, new)
    others = [n for n in numbers(passage) if n[0].isdigit() and not mentions(claim, n)]
    digits = [i for i, c in enumerate(old) if c.isdigit()]
    at = rng.choice(digits)
    own = old[:at] + str((int(old[at]) + rng.randint(1, 8)) % 9 + 1) + old[at + 1 :]
    new = pick(rng, others) if others and rng.random() < 0.5 else own
    return None if new is None else replace_phrase(claim, old, new)


def _other_year(claim: str, passage: str, rng: Random) -> str | None:
    old = pick(rng, years(claim))
    if old is None:
        return None
    others = [y for y in years(passage) if not mentions(claim, y)]
    if others and rng.random() < 0.5:
        new = pick(rng, others)
    else:
        new = str(int(old) + rng.choice([-30, -10, -5, -3, -2, -1, 1, 2, 3, 5, 10, 30]))
    return None if new is None else replace_phrase(claim, old, new)


def _other_month(claim: str, passage: str, rng: Random) -> str | None:
    old = pick(rng, months(claim))
    others = ["January", "March", "June", "September", "October", "December", *months(passage)]
    new = pick(rng, (m for m in others if not mentions(claim, m)))
    return None if old is None or new is None else replace_phrase(claim, old, new)


def _other_name(claim: str, passage: str, rng: Random) -> str | None:
    old = pick(rng, names(claim))
    if old is None:
        return None
    new = pick(rng, (n for n in names(passage) if alike(old, n) and not mentions(claim, n)))
    return None if new is None else replace_phrase(claim, old, new)


def _opposite(claim: str, passage: str, rng: Random) -> str | None:
    old = pick(rng, (w for w in re.findall(r"[a-z]+", claim) if w in OPPOSITES))
    return None if old is None else replace_phrase(claim, old, OPPOSITES[old])


def _negated(claim: str, passage: str, rng: Random) -> str | None:
    return negate(claim, rng)


def overstate(claim: str, rng: Random) -> str | None:
    """The claim, surer or wider than it was ("may" becomes "will")."""
    old = pick(rng, (w for w in re.findall(r"[a-z]+", claim) if w in _STRONGER))
    return None if old is None else replace_phrase(claim, old, _STRONGER[old])


def declare(question: str, answer: str) -> str | None:
    """A question whose question word is its subject, as a statement with the answer in it."""
    match = _SUBJECT_WH.match(question)
    if match:
        return _sentence(f"{answer} {match[1]}")
    match = _BE_WH.match(question)
    if match:
        return _sentence(f"{answer} {match[1]} {match[2]}")
    return None


def yes_no(claim: str) -> str | None:
    """The claim as a question that yes or no answers; None where the form does not allow it."""
    match = _FRONTED.match(claim.strip().rstrip("."))
    if match is None or any(mark in match[1] for mark in ',;:"('):
        return None
    subject, auxiliary, negation, rest = match.groups()
    first, _, others = subject.strip().partition(" ")
    if first in {"There", "It", "He", "She", "They", "The", "A", "An", "This", "Some", "Many"}:
        first = first.lower()
    subject = f"{first} {others}".strip()
    if {"who", "which", "that", "when", "if"} & set(subject.lower().split()):
        return None
    return f"{auxiliary.capitalize()} {subject}{negation}{rest}?"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:] + "."

"""What is told of one person or thing is not told of another."""

import re

from vouch.text.tokens import CAPITAL, stem, words
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, nearest, shared, telling
from vouch.verification.names import known_as, names_of
from vouch.verification.quotations import QUOTED
from vouch.verification.speakers import attributions, identity

_LEANING = re.compile(
    r"\b(?:he|she|they|it|his|her|their|its|him|them|this|these|both)\b", re.IGNORECASE
)
_APPOSED = re.compile(
    rf"(?<!\w)(?P<name>{CAPITAL}[\w\u2019'-]+(?:\s+{CAPITAL}[\w\u2019'-]+){{0,8}}),\s+"
    r"(?P<role>(?:the|a|an|who|its|their|his|her|former|chief|head|leader|director"
    r"|chair\w*|president)\s"
    r"[^,.;:]*)[,.]"
)
_LEADING = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]er|[Hh]is|{CAPITAL}\w+['\u2019]s?)\s+(?:[a-z-]+\s+){{0,2}}?"
    rf"(?P<role>[a-z]+)\s+(?P<name>{CAPITAL}[\w\u2019'-]+(?:\s+{CAPITAL}[\w\u2019'-]+)*)"
)
NOT_OF = "The cited sentences do not say this of {name}."
NOT_CALLED = "The cited sentences do not call {name} \u201c{role}\u201d."
_ROOT = 4
"""How many letters an office and what its holder does have in common: leads, leader."""

_OPENING = 15
"""How many letters before a name still let it open its clause: "The minister "."""

_SUBJECT = (
    r".{{0,30}}?\b{name}(?:,[^,]+,)?\s+(?:\w+ly\s+|also\s+)?(?:is|was|has|had|will|would"
    r"|can|could|may"
    r"|\w+ed|\w+s|took|came|won|lost|made|gave|said|told|rose|fell|led|left|beat|began)\b"
)

BELONGS = 0.6
"""The share of what is told of somebody from which a clause about somebody else tells it."""

OF_ANOTHER = "The cited sentences say this of {other}, not of {name}."


def check_subjects(fact: str, basis: Basis) -> list[str]:
    """The names of a fact that its best sentence neither has nor leans on."""
    best = basis.cited[0]
    told = set(words(best.told)) | set(words(basis.about))
    outside = QUOTED.sub(" ", fact)
    speakers = {name for said in attributions(fact) for name in said.names}
    for name in names_of(outside, basis):
        parts = set(words(name))
        if parts & speakers:  # who says it is looked at as such
            continue
        if (
            parts & told
            or known_as(name, best.told)
            or not parts & set(words("\n".join(basis.passages)))
        ):
            continue
        if not _LEANING.search(best.sentence) and not _described(parts, best.sentence, basis):
            return [NOT_OF.format(name=name)]
    return []


def check_owners(fact: str, basis: Basis) -> list[str]:
    """What a fact tells of one name, where the nearest clause tells it of another alone."""
    for told in clauses(QUOTED.sub(" ", fact)):
        opening = [name for name in names_of(told, basis)[:1] if told.find(name) <= _OPENING]
        for name in opening:
            parts = set(words(name))
            content = " ".join(w for w in telling(told) if w not in {stem(p) for p in parts})
            near = nearest(content, [c for s in basis.sentences for c in clauses(s)])
            others = [o for o in names_of(near, basis) if not set(words(o)) & set(words(fact))]
            if shared(content, near) < BELONGS or not others:
                continue
            if not re.match(_SUBJECT.format(name=re.escape(others[0])), near):
                continue
            if known_as(name, near):
                continue
            if not parts & set(words(near)) and not _LEANING.search(near):
                return [OF_ANOTHER.format(other=others[0], name=name)]
    return []


def _described(parts: set[str], sentence: str, basis: Basis) -> bool:
    """Whether a sentence speaks of somebody by an office: "the mayor"."""
    roles = {stem(w) for w in re.findall(r"\b(?:the|a|its|their|this)\s+(\w+)", sentence.lower())}
    known = identity(frozenset(parts), basis.passages)
    return bool(roles & known & _OFFICES)


_OFFICES = frozenset(
    stem(w)
    for w in """mayor governor minister director captain coach president chairman chairwoman chair
    chief engineer general professor referee spokesman spokeswoman leader mediator prosecutor
    biologist owner councillor analyst king queen senator judge editor manager secretary doctor
    club company
    airline union party authority board hospital museum drug boat ship port lake town""".split()
)


def check_roles(fact: str, basis: Basis) -> list[str]:
    """What a fact calls somebody, where the articles do not."""
    texts = (*basis.passages, basis.about)
    named = frozenset(words("\n".join(texts)))
    outside = QUOTED.sub(" ", fact)
    for match in (*_APPOSED.finditer(outside), *_LEADING.finditer(outside)):
        names = frozenset(words(match["name"])) & named
        role = match["role"]
        if not names or not (set(telling(role)) & _OFFICES or _names_others(role, texts)):
            continue
        known = identity(names, texts)
        if not all(_called(word, known) for word in _needed(role)):
            return [NOT_CALLED.format(name=match["name"], role=role.strip())]
    return []


def _names_others(role: str, texts: tuple[str, ...]) -> bool:
    """Whether the articles call something else by this word: "the boat Alvdis"."""
    return any(re.search(rf"\b{re.escape(role)} {CAPITAL}", text) for text in texts)


def _needed(role: str) -> set[str]:
    """The words of a role that have to stand by the name: the office, and whose it is."""
    told = telling(role)
    offices = {word for word in told if word in _OFFICES or len(told) == 1}
    return offices | {
        stem(w) for name in re.findall(rf"{CAPITAL}[\w-]+", role) for w in words(name)
    }


def _called(word: str, known: frozenset[str]) -> bool:
    return word in known or any(
        len(other) >= _ROOT and len(word) >= _ROOT and other[:_ROOT] == word[:_ROOT]
        for other in known
    )

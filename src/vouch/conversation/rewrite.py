"""A follow-up question made to stand alone, with what the conversation was about."""

import re
from collections.abc import Sequence

from vouch.conversation.turns import Turn
from vouch.text.answer_types import Kind, kind_asked
from vouch.text.ellipsis import times, turned
from vouch.text.follow_ups import (
    BOTH,
    COMPARES,
    EXPLETIVE,
    GENITIVE,
    LONE,
    MORE,
    NEW_CLAUSE,
    OPENING,
    OWNS,
    PERSONS,
    PLURAL,
    POINTS,
    PRONOUN,
    VERBAL,
)
from vouch.text.noun_phrases import NounPhrase, noun_phrases
from vouch.text.people import people_of
from vouch.text.small_talk import core
from vouch.text.tokens import names, stems

NEAR = 500
"""How many characters before a pronoun may name what it stands for."""

CARRIED = 5
"""How many phrases of the conversation are carried into a question."""

THIN = 3
"""A question of fewer content words than this lacks what it is about, unless it has a name."""

FADING, FIRST, LATER, NAMED = 0.4, 0.6, 0.9, 1.3
"""What a turn weighs beside the one after it, what the first weighs at least, what a phrase
weighs beside the one before it in its question, and a name beside another phrase.
"""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it would be asked without the conversation before it.

    `history` holds the turns before, oldest first. A question that stands
    alone already is returned as it is, character for character.
    """
    return forms(question, history)[-1]


def forms(question: str, history: Sequence[Turn]) -> list[str]:
    """The forms to try, in order, until one is answered: the last tells all that is carried.

    The first only replaces a pronoun, where there is one: it reads best.
    """
    before: list[Turn] = []
    for turn in history:
        before.append(Turn(_forms(turn.question, before)[0], turn.answer))
    return _forms(question, before)


def attempts(question: str, history: Sequence[Turn]) -> list[str]:
    """The forms to ask, in order, until one is answered: retrieval is the judge.

    A question that names nobody and nothing may lean on the conversation without a sign
    of it: where it is not answered alone, it is asked with what was spoken of.
    """
    found = forms(question, history)
    if found == [question] and history and core(question) and not names(question):
        found += _carried(question.strip(), history)
    return list(dict.fromkeys(found))


def leans(question: str) -> bool:
    """Whether a question lacks something that only the conversation before it tells."""
    body = OPENING.sub("", question.strip())
    if POINTS.search(EXPLETIVE.sub(" ", body)):
        return True
    if pronouns(body):
        return True
    if PRONOUN.search(body):
        return False
    named = bool(names(body)) or any(phrase.name for phrase in noun_phrases(body))
    told = len(stems(body))
    if COMPARES.search(body) and told <= THIN:
        return True
    return not named and (told < THIN or (not VERBAL.search(body) and told <= THIN))


def pronouns(body: str) -> list[re.Match[str]]:
    """The pronouns that stand for something the question does not name before them."""
    found = PRONOUN.finditer(EXPLETIVE.sub(lambda m: "_" * len(m[0]), body))
    return [
        match
        for match in found
        if not _resolved(match[0].lower(), body[max(0, match.start() - NEAR) : match.start()])
    ]


def _resolved(word: str, before: str) -> bool:
    named = noun_phrases(before)
    if word in {"he", "she", "his"}:
        return any(phrase.name for phrase in named)
    apart = bool(named) and bool(NEW_CLAUSE.search(before[named[0].start :]))
    return bool(named) and (word in {"its", "their"} or apart)


def _forms(question: str, before: Sequence[Turn]) -> list[str]:
    lone = LONE.fullmatch(question.strip(" ?.!"))
    if not before or not core(question) or not (stems(question) or lone or leans(question)):
        return [question]
    body = OPENING.sub("", question.strip()) or question.strip()
    last = before[-1].question.strip().rstrip(" ?.!")
    other = turned(question.strip(), body.rstrip(" ?.!"), last)
    found = [other] if other else _carried(body, before) if leans(question) else []
    return [form[:1].upper() + form[1:] for form in found] or [question]


def _carried(body: str, before: Sequence[Turn]) -> list[str]:
    """The question with its pronoun replaced, then with all else that was spoken of."""
    things = _things(body, before)
    end = "." if body.endswith(".") else "?"
    if MORE.fullmatch(body.rstrip(" ?.!")):
        return [f"Tell me more about {things[0].spoken}."] if things else []
    people = [name for name in _people(before) if name not in body]
    replaced, used = _replaced(body, things, people, before)
    plain = replaced.rstrip(" ?.!\u2026") + end
    left = [thing.spoken for thing in things if thing.text not in used][:CARRIED]
    when = times(before[-1].question)
    if when and not times(body):
        left.append(before[-1].question[slice(*when[-1])])
    full = f"{plain[:-1]} ({', '.join(left)}){end}" if left else plain
    return list(dict.fromkeys([full] if replaced == body else [plain, full]))


def _things(body: str, before: Sequence[Turn]) -> list[NounPhrase]:
    """What the questions before spoke of, the likeliest to be meant first, each once.

    A thing weighs by how often and how lately it was named; what `body` names is left out.
    """
    said = set(stems(body))
    weights: dict[frozenset[str], float] = {}
    latest: dict[frozenset[str], NounPhrase] = {}
    for distance, turn in enumerate(reversed(before)):
        weight = FADING**distance if distance < len(before) - 1 else max(FIRST, FADING**distance)
        for order, phrase in enumerate(noun_phrases(turn.question)):
            key = phrase.stems
            if key and not key <= said:
                gain = weight * LATER**order * (NAMED if phrase.name else 1.0)
                weights[key] = weights.get(key, 0.0) + gain
                latest.setdefault(key, phrase)
    return [latest[key] for key in sorted(latest, key=lambda key: -weights[key])]


def _people(before: Sequence[Turn]) -> list[str]:
    """The names that may be a person's, those of the last turn first."""
    found: list[str] = []
    for turn in reversed(before):
        asked, told = people_of(turn.question), people_of(turn.answer)
        found += [*told, *asked] if kind_asked(turn.question) is Kind.PERSON else [*asked, *told]
    return list(dict.fromkeys(found))


def _replaced(
    body: str, things: Sequence[NounPhrase], people: Sequence[str], before: Sequence[Turn]
) -> tuple[str, set[str]]:
    """The question with its pronouns replaced, and the phrases that this used."""
    used: set[str] = set()
    replaced = body
    for match in reversed(pronouns(body)):
        word = match[0].lower()
        plural = word in PLURAL
        others = [t for t in things if plural or t.text not in people[:1]] or list(things)
        fitting = [t for t in others if t.name or t.plural == plural]
        others = [*fitting, *(t for t in others if t not in fitting)]
        both = BOTH.search(before[-1].question) if plural else None
        meant = both[0] if both else others[0].spoken if others else ""
        if word in PERSONS:
            meant = people[0] if people else ""
        if meant:
            owns = word in OWNS or (word == "her" and bool(re.match(r"\s+\w", body[match.end() :])))
            text = f"{meant}{GENITIVE[meant.endswith('s')]}" if owns else meant
            replaced = replaced[: match.start()] + text + replaced[match.end() :]
            used |= {thing.text for thing in things if thing.text in meant or meant in thing.text}
    return replaced, used

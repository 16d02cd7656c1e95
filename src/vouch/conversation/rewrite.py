"""A follow-up question made to stand alone, with what the conversation was about."""

import re
from collections.abc import Sequence

from vouch.conversation.turns import Turn
from vouch.text.answer_types import Kind, kind_asked, spans_of_kind
from vouch.text.follow_ups import (
    AUXILIARY,
    COMPARES,
    EXPLETIVE,
    FRAGMENT_OPENS,
    LONE,
    MORE,
    OPENING,
    PLACED,
    POINTS,
    PRONOUN,
    VERBAL,
)
from vouch.text.noun_phrases import NounPhrase, noun_phrases
from vouch.text.tokens import names, stems

CARRIED = 4
"""How many phrases of the conversation are carried into a question."""

THIN = 3
"""A question of fewer content words than this lacks what it is about, unless it has a name."""

FADING, FIRST, LATER, NAMED = 0.6, 0.5, 0.9, 1.3
"""What a turn weighs beside the one after it, what the first weighs at least, what a phrase
weighs beside the one before it in its question, and a name beside another phrase.
"""

SHORT = 5
"""The most words of a follow-up that only exchanges a part of the last question."""


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it would be asked without the conversation before it.

    `history` holds the turns before, oldest first. A question that stands
    alone already is returned as it is, character for character.
    """
    before: list[Turn] = []
    for turn in history:
        before.append(Turn(_rewritten(turn.question, before), turn.answer))
    return _rewritten(question, before)


def leans(question: str) -> bool:
    """Whether a question lacks something that only the conversation before it tells."""
    body = OPENING.sub("", question.strip())
    plain = EXPLETIVE.sub(" ", body)
    if POINTS.search(plain):
        return True
    if PRONOUN.search(plain):
        return not _named_before(plain)
    named = bool(names(body)) or any(phrase.name for phrase in noun_phrases(body))
    told = len(stems(body))
    if COMPARES.search(body) and told <= THIN:
        return True
    return not named and (told < THIN or (not VERBAL.search(body) and told <= THIN))


def _named_before(body: str) -> bool:
    """Whether a question names, before its first pronoun, what that can stand for."""
    match = PRONOUN.search(body)
    before = body[: match.start()] if match else ""
    return any(phrase.name or phrase.definite for phrase in noun_phrases(before))


def _takes_up(body: str, before: Sequence[Turn]) -> bool:
    """Whether a question speaks of "the war" where one before it said which."""
    phrases = noun_phrases(body)
    if any(phrase.name for phrase in phrases):
        return False
    spoken = {stem for turn in before for stem in stems(turn.question)}
    return any(
        phrase.definite and len(phrase.stems) == 1 and phrase.stems <= spoken for phrase in phrases
    )


def _rewritten(question: str, before: Sequence[Turn]) -> str:
    if not before or (not stems(question) and not LONE.fullmatch(question.strip(" ?.!"))):
        return question
    body = OPENING.sub("", question.strip()) or question.strip()
    last = before[-1].question.strip().rstrip(" ?.!")
    form = _turned(question.strip(), body.rstrip(" ?.!"), last)
    if form is None and (leans(question) or _takes_up(body, before)):
        form = _carried(body, before)
    return question if form is None else form[:1].upper() + form[1:]


def _turned(asked: str, body: str, last: str) -> str | None:
    """The last question with a part exchanged, as "Why?", "And in 2024?" or "What about X?" ask."""
    if LONE.fullmatch(body):
        return _asked_of(body.lower(), last)
    opened = FRAGMENT_OPENS.match(asked)
    part = asked[opened.end() :].strip(" ?.!") if opened else ""
    if opened and not opened[0] and not PLACED.match(part):
        return None
    if not part or len(part.split()) > SHORT or VERBAL.search(part):
        return None
    for kind in (Kind.TIME, Kind.PERSON):
        new = spans_of_kind(part, kind, frozenset())
        old = spans_of_kind(last, kind, frozenset())
        if kind is Kind.PERSON:
            old = [span for span in old if span[0] > 0]
        if new and old:
            start, end = old[-1]
            return f"{last[:start]}{part[slice(*new[-1])]}{last[end:]}?"
    return f"{last}, {part}?" if VERBAL.search(last) else None


def _asked_of(word: str, last: str) -> str:
    """A lone question word, asked of what the last question tells."""
    if AUXILIARY.match(last) and not word.startswith(("who", "how m")):
        return f"{word} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word}?"


def _carried(body: str, before: Sequence[Turn]) -> str | None:
    """The question with its pronoun replaced by the likeliest thing, and what else was told."""
    things = _things(body, before)
    if MORE.fullmatch(body.rstrip(" ?.!")):
        return f"Tell me more about {things[0].spoken}." if things else None
    people = _people(before) if things else []
    replaced, used = _replaced(body, things, people)
    left = [thing.spoken for thing in things if thing.text not in used][:CARRIED]
    if replaced == body and not left:
        return None
    stem = replaced.rstrip(" ?.!\u2026")
    return f"{stem} ({', '.join(left)})?" if left else f"{stem}?"


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
    """The names that may be a person's, of the last turns first."""
    found: list[str] = []
    for turn in reversed(before):
        asks_who = kind_asked(turn.question) is Kind.PERSON
        texts = (turn.answer, turn.question) if asks_who else (turn.question, turn.answer)
        found += [name for text in texts for name in names(text) or _runs(text)]
    return list(dict.fromkeys(found))


def _runs(text: str) -> list[str]:
    spans = spans_of_kind(text, Kind.PERSON, frozenset())
    return [text[slice(*span)] for span in spans if " " in text[slice(*span)]]


def _replaced(
    body: str, things: Sequence[NounPhrase], people: Sequence[str]
) -> tuple[str, set[str]]:
    """The question with its first pronoun replaced, and the phrases that this used."""
    match = PRONOUN.search(EXPLETIVE.sub(lambda m: "_" * len(m[0]), body))
    if match is None:
        return body, set()
    word = match[0].lower()
    persons = {"he", "him", "she", "himself", "herself", "his", "her", "hers"}
    named = [thing for thing in things if thing.name] or list(things)
    meant = people[0] if word in persons and people else named[0].spoken if named else ""
    if not meant:
        return body, set()
    owns = word in {"his", "hers", "its", "their", "theirs"} or (
        word == "her" and bool(re.match(r"\s+\w", body[match.end() :]))
    )
    text = f"{meant}'" if owns and meant.endswith("s") else f"{meant}'s" if owns else meant
    return body[: match.start()] + text + body[match.end() :], {
        thing.text for thing in things if thing.text in meant
    }

"""Words stay with whom the articles give them to, and are not told as plain fact."""

import re

from vouch.text.tokens import words
from vouch.verification.basis import Basis
from vouch.verification.clauses import clauses, has, nearest, shared, telling
from vouch.verification.quotations import holds, quoted
from vouch.verification.speakers import (
    ACCORDING,
    SAYING,
    Attribution,
    attributions,
    identity,
    is_generic,
    is_pronoun,
    said_in,
)

_THOUGHT = re.compile(
    r"\b(?:put\b|expect\w*|estimat\w*|hop\w+|fear\w*|likely|suspect\w*|blam\w*|accus\w*)\b"
)
_OF_IT = re.compile(r"\s+(?:this|that|it|the (?:claim|report)s?)\b")
_TURN = re.compile(r"^(?:but|and|while|whereas|although|though|so)\b")

_VIEW = re.compile(r"\b(?:afraid|worried|convinced|view|opinion|puts?|comment\w*)\b")

OF_THE_SPEAKER = 0.8
"""The share of a fact's words in who speaks, from which it tells of the speaker."""

NOT_SAID_BY = "The cited sentences do not give this to {said}{instead}."
SPEAKER_DROPPED = "This is what {shown} said: say so."


def check_speakers(fact: str, basis: Basis) -> list[str]:
    """Whether those to whom a fact gives words are those to whom the articles give them."""
    reasons = []
    for said in attributions(fact):
        if said.known and not is_generic(said.known) and not is_pronoun(said.shown):
            reasons += _check(said, fact, basis)
    return reasons[:1]


def _check(said: Attribution, fact: str, basis: Basis) -> list[str]:
    if _is_the_source(said, basis):
        return []
    if _says_of_it(said, basis):
        return []
    heard: list[Attribution] = []
    for sentence in _sentences_of(said, fact, basis):
        speakers = said_in(sentence, basis.passages)
        if not speakers:
            if _interviewed(said, basis) or _acts(said, sentence, basis):
                continue
            return [NOT_SAID_BY.format(said=said.shown, instead="")]
        if not any(_same(said, other, basis) for other in speakers):
            heard += speakers
    if heard:
        instead = f", but to {heard[0].shown}" if heard[0].shown else ""
        return [NOT_SAID_BY.format(said=said.shown, instead=instead)]
    return []


def _says_of_it(said: Attribution, basis: Basis) -> bool:
    """Whether a sentence says this of what the one before tells: "The authority denied this"."""
    for sentence in basis.sentences:
        for other in said_in(sentence, basis.passages):
            after = sentence[other.at[1] :]
            if other.verb == said.verb and _OF_IT.match(after) and _same(said, other, basis):
                return True
    return False


def _sentences_of(said: Attribution, fact: str, basis: Basis) -> list[str]:
    """The cited sentences that hold what is said: those of the quotations, or the nearest."""
    quotes = quoted(fact)
    exact = [s for s in basis.sentences if any(holds(s, words) for words in quotes)]
    if exact:
        return exact
    content = " ".join(w for w in telling(fact) if w not in said.known)
    return [nearest(content, basis.sentences)]


def _is_the_source(said: Attribution, basis: Basis) -> bool:
    about = set(telling(basis.about))
    return bool(said.names) and said.known <= about and not said_plainly(basis)


def said_plainly(basis: Basis) -> bool:
    """Whether the best sentence gives its words to somebody."""
    return any(said_in(sentence, basis.passages) for sentence in basis.sentences)


def _interviewed(said: Attribution, basis: Basis) -> bool:
    named = {word for source in basis.sources for word in words(source.title)}
    return "interview" in named and bool(said.names & named)


def _acts(said: Attribution, sentence: str, basis: Basis) -> bool:
    """Whether the sentence tells by another verb what the same person does."""
    held = set(words(sentence))
    return bool(said.names & held) if said.names else bool(said.known & set(telling(sentence)))


def _same(said: Attribution, other: Attribution, basis: Basis) -> bool:
    """Whether two attributions name the same: by name, or by what the articles call them."""
    theirs = other.names | set(words(other.shown))
    if said.names:
        if said.names & theirs:
            return True
        return not other.names and bool(
            other.known and other.known <= identity(said.names, basis.passages)
        )
    known = other.known | (identity(other.names, basis.passages) if other.names else frozenset())
    return bool(said.known & known)


def check_dropped(fact: str, statement: str, basis: Basis) -> list[str]:
    """Whether a fact tells plainly what its sentence only gives as somebody's words."""
    if has(SAYING, statement) or has(ACCORDING, statement) or has(_VIEW, statement):
        return []
    sentence = basis.sentence(fact)
    speakers = [a for a in said_in(sentence, basis.passages) if not a.plain]
    if not speakers:
        return []
    clause = nearest(fact, clauses(sentence))
    for speaker in speakers:
        if shared(fact, speaker.shown) >= OF_THE_SPEAKER:
            continue
        if has(_THOUGHT, speaker.verb) and has(_THOUGHT, fact):
            continue
        if _under(speaker, clause, sentence, fact):
            return [SPEAKER_DROPPED.format(shown=speaker.shown or "somebody")]
    return []


def _under(speaker: Attribution, clause: str, sentence: str, fact: str) -> bool:
    """Whether a clause is part of what somebody says, and not told beside it."""
    if shared(fact, clause) == 0:
        return False
    start = sentence.find(clause)
    verb = speaker.at[0]
    if speaker.verb not in sentence.lower() or start <= verb < start + len(clause) or start > verb:
        return True
    between = sentence[start + len(clause) : verb].lstrip(" ,;")
    return not _TURN.match(between) and ";" not in sentence[start:verb]

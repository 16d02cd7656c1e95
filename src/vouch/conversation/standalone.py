"""A follow-up question made to stand alone, by rules over what the conversation spoke of."""

import re
from collections.abc import Sequence

from vouch.conversation.leaning import is_fragment, is_thin, references
from vouch.conversation.memory import Memory, shared
from vouch.conversation.phrases import phrases
from vouch.conversation.substitution import substitute
from vouch.conversation.topic import about
from vouch.conversation.turning import turned
from vouch.conversation.turns import Turn
from vouch.text.tokens import words

FRAGMENT = 3
"""The most words of a text without a verb that is taken to lack its topic."""

_OPENING = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|also|then|aha|hmm|yes|no|by the way|in that case)[,.]?\s+)+",
    re.IGNORECASE,
)
_COURTESY = frozenset(
    """thanks thank you very much hello hi hey ok okay yes no sure great nice cool bye good perfect
    morning evening please that is it was all for now the a lot so""".split()
)


def standalone(question: str, history: Sequence[Turn]) -> str:
    """The question as it would be asked without the conversation before it.

    `history` holds the turns before, oldest first. A question that stands
    alone already is returned as it is, character for character.
    """
    memory = Memory()
    for turn in history:
        memory = memory.and_then(_rewritten(turn.question, memory), turn.answer)
    return _rewritten(question, memory)


def _rewritten(question: str, memory: Memory) -> str:
    """The question made to stand alone after the questions that `memory` holds."""
    if not memory.questions or not question.strip() or set(words(question)) <= _COURTESY:
        return question
    body = _OPENING.sub("", question.strip()) or question.strip()
    form = turned(question.strip(), body, memory) or substitute(body, references(body), memory)
    if form is None and _needs_topic(body, memory):
        form = about(body, memory)
    return question if form is None else form[:1].upper() + form[1:]


def _needs_topic(body: str, memory: Memory) -> bool:
    """Whether a question without leaning words still lacks what it is about."""
    if any(shared(memory.things(), thing.text) for thing in phrases(body)):
        return False
    return is_thin(body) or (is_fragment(body) and len(body.split()) <= FRAGMENT)

"""A follow-up question made to stand alone by the chat model, where what it says is plausible."""

import re
from collections.abc import Sequence

from vouch.conversation import Turn
from vouch.generation.budget import Spending
from vouch.generation.chat_model import ChatModel
from vouch.generation.failures import ChatModelError
from vouch.generation.prompts import standalone_prompt
from vouch.generation.streaming import stream
from vouch.text.tokens import names, numbers, stems, words

TURNS = 4
"""How many turns the model is shown."""

SHOWN = 400
"""How many characters of a reply it is shown."""

MORE = 3
"""A question has at most so many times its words when it stands alone, and ADDED."""

ADDED = 10
"""What even the shortest question ("Why?") may need: the things it leaves out."""

_LABEL = re.compile(r"^(?:standalone |rewritten |last )?question\s*:\s*", re.IGNORECASE)
_ASKS = re.compile(r"(?:tell|describe|explain|list|give|name|show|summari[sz]e)\b", re.IGNORECASE)


def standing_alone(
    model: ChatModel, question: str, history: Sequence[Turn], by_rules: str, spending: Spending
) -> tuple[str, str | None]:
    """The question made to stand alone, and why it is `by_rules` where it is that.

    The rules decide where the model fails, or says what no such question can be.
    """
    turns = [(turn.question, turn.answer[:SHOWN]) for turn in history[-TURNS:]]
    said = ""
    try:
        for said in stream(model, standalone_prompt(question, turns), spending):
            if "\n" in said.strip():
                break
    except ChatModelError as error:
        return by_rules, error.why
    form = cleaned(said)
    told = " ".join([question, by_rules, *(text for turn in turns for text in turn)])
    if not plausible(form, question, told):
        return by_rules, "what it said is no plausible question"
    return form, None


def cleaned(said: str) -> str:
    """The first line of what a model said, without a label or quotation marks around it."""
    lines = [line.strip() for line in said.strip().splitlines() if line.strip()]
    form = _LABEL.sub("", lines[0]) if lines else ""
    return " ".join(form.strip("\"'\u201c\u201d`* ").split())


def plausible(form: str, question: str, told: str) -> bool:
    """Whether `form` may be the question made to stand alone.

    It asks, is not much longer, and has no name or number that `told`, the
    conversation with the question, has not.
    """
    if not (form.endswith("?") or _ASKS.match(form)):
        return False
    if len(words(form)) > MORE * len(words(question)) + ADDED:
        return False
    named = {stem for name in names(form) for stem in stems(name)}
    return named <= set(stems(told)) and set(numbers(form)) <= set(numbers(told))

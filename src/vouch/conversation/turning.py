"""Follow-ups that turn the last question another way: "Why?", "And in 2024?", "What else?"."""

import re

from vouch.conversation.leaning import is_fragment
from vouch.conversation.memory import Memory
from vouch.conversation.people import is_place
from vouch.conversation.phrases import Phrase, is_name, phrases
from vouch.conversation.topic import about, topic
from vouch.text.answer_types import Kind, spans_of_kind

_ASKED_ALONE = re.compile(
    r"(?P<asked>why not|why|how come|how so|how|since when|until when|when|where|who|by whom"
    r"|how many|how much)(?: exactly| is that| was that| so)?",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:can you |could you |please )*(?:(?:tell|give|show) me |say |explain )?"
    r"(?:some |a (?:little|bit) )?"
    r"(?:more|go on|continue|elaborate|more (?:details?|information|info)|details?)"
    r"(?: (?:about|on) (?:it|this|that))?(?: please)?",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"(?P<asked>what|who|where|anything|anyone)(?: is| was| are)? else", re.IGNORECASE
)
_INSTEAD = re.compile(
    r"(?:(?:and|or|but|so|ok|okay|then)[,]?\s+)*(?:(?:what|how) about\s+|and\s+|or\s+|also\s+)?"
    r"(?:(?P<how>in|on|at|of|for|from|to|by|during|before|after|since|until|with|without|about"
    r"|against|between|near|under)\s+)?(?P<what>(?:the\s+)?[\w$][^?.!,;]*)",
    re.IGNORECASE,
)
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|does|did|do|can|could|will|would|should|has|have|had|what|who|when|where"
    r"|why|how|which|if|it|he|she|they|this|that|i|you|we)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|does|did|do|can|could|will|would|should|has|have|had|may|might)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"(?:which|who|whose)\b", re.IGNORECASE)
"""Asked of such a question, a new name may be one that answers, and exchanges nothing."""

_WITHIN = r"(?:\b(?:in|on|at|since|until|before|after|during|by)\s+)?"
MAX_INSTEAD = 5
"""The most words of a follow-up that only exchanges a part of the last question."""


def turned(asked: str, body: str, memory: Memory) -> str | None:
    """The last question turned as a follow-up asks; None where the follow-up is none of these.

    `body` is `asked` without the words that open it ("and", "so").
    """
    last = memory.questions[-1].strip().rstrip(" ?.!")
    short = body.rstrip(" ?.!\u2026")
    if match := _ASKED_ALONE.fullmatch(short):
        return _asked_of(match["asked"], last)
    if match := _ELSE.fullmatch(short):
        return _else_of(match["asked"], last, memory)
    if _MORE.fullmatch(short):
        regarded = topic(memory, "")
        return f"Tell me more about {regarded}." if regarded else None
    return _instead(asked.rstrip(" ?.!\u2026"), last, memory)


def _asked_of(asked: str, last: str) -> str:
    """A lone question word, asked of what the last question tells."""
    word = asked.lower()
    if last.lower().startswith(word):
        return f"{last}?"
    if _AUXILIARY.match(last) and word not in {"who", "by whom", "how many", "how much", "how so"}:
        return f"{word} {last[0].lower()}{last[1:]}?"
    return f"{last}, and {word}?"


def _else_of(asked: str, last: str, memory: Memory) -> str | None:
    opening, _, rest = last.partition(" ")
    if opening.lower() in {"what", "who", "where"} and not rest.startswith("else"):
        return f"{opening} else {rest}?"
    return about(f"{asked} else", memory)


def _instead(asked: str, last: str, memory: Memory) -> str | None:
    """The last question with its time or name exchanged for the one that the follow-up gives."""
    match = _INSTEAD.fullmatch(asked)
    if match is None or _VERBAL.search(match["what"]) or match.start("what") == 0:
        return None
    how, what = (match["how"] or "").lower(), match["what"]
    if len(what.split()) > MAX_INSTEAD:
        return None
    if _is_time(what):
        return _at_another_time(how or "in", what, last)
    if is_fragment(last) or not (how or is_name(what)):
        return about(f"What about {how} {what}".replace("  ", " "), memory)
    names = [
        phrase for phrase in phrases(last) if phrase.name == is_name(what.removeprefix("the "))
    ]
    return _of_another(how, what, last, names)


def _is_time(text: str) -> bool:
    spans = spans_of_kind(text, Kind.TIME, frozenset())
    return bool(spans) and sum(end - start for start, end in spans) >= len(text) / 2


def _at_another_time(how: str, what: str, last: str) -> str:
    spans = spans_of_kind(last, Kind.TIME, frozenset())
    if not spans:
        return f"{last} {how} {what}?"
    start, end = spans[-1]
    start = re.search(rf"{_WITHIN}$", last[:start]).start()  # type: ignore[union-attr]
    return f"{last[:start]}{how} {what}{last[end:]}?"


def _of_another(how: str, what: str, last: str, names: list[Phrase]) -> str:
    """The last question asked of another thing: in the same place in it, or of the same sort."""
    if how:
        placed = [n for n in names if re.search(rf"\b{how}\s+(?:the\s+)?$", last[: n.start], re.I)]
        if not placed:
            return f"{last} {how} {what}?"
        names = placed[-1:]
    elif _WHICH.match(last):
        names = []
    if len(names) > 1:
        names = [name for name in names if is_place(name.text) == is_place(what)]
    if len(names) != 1:
        return f"{last}, and what about {what}?"
    return f"{_exchanged(last, names[0], what)}?"


def _exchanged(last: str, name: Phrase, what: str) -> str:
    start = name.start
    if what.lower().startswith("the ") and last[:start].lower().endswith("the "):
        start -= len("the ")
    return last[:start] + what + last[name.start + len(name.text) :]

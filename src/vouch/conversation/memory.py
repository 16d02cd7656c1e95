"""What a conversation has spoken of so far: its things, people and times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vouch.conversation.people import certain_people, people_of
from vouch.conversation.phrases import Phrase, known_as, phrases
from vouch.text.answer_types import Kind, kind_asked, spans_of_kind
from vouch.text.tokens import NAME_RUN, stems

FADING = 0.6
"""What a turn weighs beside the one after it, when the thing spoken of is looked for."""

NAMED = 1.3
"""What a name weighs beside a phrase in small letters."""

LATER = 0.9
"""What a phrase weighs beside the one before it in the same question: the subject comes first."""

APPENDED = 0.5
"""What a thing weighs that the question was only made to regard."""

_REGARDING = " regarding "
_PLACED_NAME = (
    rf"(?:in|on|at|between|against|with|over)\s+(?:the\s+)?{NAME_RUN}(?:\s+and\s+{NAME_RUN})?"
)
_TIMED = re.compile(r"\b(?:in|on|at|since|until|before|after|during|by)\s+$")
_OF = re.compile(r"(?<!\s)\s+of\s+(?:(?:the|a|an|his|her|their|its)\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Memory:
    """The turns of a conversation: its questions, each made to stand alone, and the replies."""

    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    def and_then(self, question: str, answer: str) -> "Memory":
        return Memory((*self.questions, question), (*self.answers, answer))

    @cached_property
    def turns(self) -> list[list[Phrase]]:
        """The things that each question speaks of."""
        found = [phrases(question) for question in self.questions]
        every = [phrase for turn in found for phrase in turn]
        return [[known_as(phrase, every) for phrase in turn] for turn in found]

    def things(self, fading: float = FADING) -> list[Phrase]:
        """The things spoken of, the likeliest to be meant first, each once.

        A thing's weight is the sum over the turns that name it; `fading` is what a
        turn weighs beside the one after it.
        """
        weights: dict[frozenset[str], float] = {}
        latest: dict[frozenset[str], Phrase] = {}
        for distance, turn in enumerate(reversed(self.turns)):
            for order, phrase in enumerate(turn):
                weight = fading**distance * LATER**order * (NAMED if phrase.name else 1.0)
                weight *= APPENDED if _appended(self.questions[-1 - distance], phrase) else 1.0
                key = phrase.stems
                weights[key] = weights.get(key, 0.0) + weight
                latest.setdefault(key, phrase)
        return [latest[key] for key in sorted(latest, key=lambda key: -weights[key]) if key]

    def in_full(self, head: str) -> str | None:
        """The latest thing that `head` is the noun of and which is named by more than that."""
        wanted = stems(head)
        for question, turn in zip(reversed(self.questions), reversed(self.turns), strict=True):
            parts = [part for phrase in turn for part in _OF.split(phrase.text)]
            for part in parts:
                told = stems(part)
                if len(told) > 1 and wanted and told[-1:] == wanted:
                    return part
            match = re.search(rf"\b{re.escape(head)}\s+{_PLACED_NAME}", question)
            if match and wanted:
                return match[0]
        return None

    def people(self) -> list[str]:
        """The names that may be a person's, the likeliest to be meant first."""
        found: list[str] = []
        for question, answer in zip(reversed(self.questions), reversed(self.answers), strict=True):
            asked, told = people_of(question), people_of(answer)
            who = kind_asked(question) is Kind.PERSON
            found += [*told, *asked] if who else [*asked, *told]
        return list(dict.fromkeys(found))

    def certain_people(self) -> set[str]:
        """The names that are certainly a person's, for what they do or are called."""
        told = (*self.questions, *self.answers)
        return {name for text in told for name in certain_people(text)}

    def together(self) -> str | None:
        """The latest names that a question joins by "and"."""
        for question in reversed(self.questions):
            if match := re.search(rf"{NAME_RUN}\s+and\s+{NAME_RUN}", question):
                return match[0]
        return None

    def when(self) -> str | None:
        """The time that the last question gives, with the word before it: "on Thursday"."""
        last = self.questions[-1] if self.questions else ""
        spans = spans_of_kind(last, Kind.TIME, frozenset())
        if not spans:
            return None
        before = _TIMED.search(last[: spans[-1][0]])
        return (before[0] if before else "in ") + last[spans[-1][0] : spans[-1][1]]

    def time(self) -> str | None:
        """The latest time that a question gives, in its words."""
        for question in reversed(self.questions):
            spans = spans_of_kind(question, Kind.TIME, frozenset())
            if spans:
                return question[spans[-1][0] : spans[-1][1]]
        return None

    def place(self) -> str | None:
        """The latest name that a question puts after "in" or "at"."""
        for question in reversed(self.questions):
            if match := re.search(rf"\b(?:in|at|to|from)\s+((?:the\s+)?{NAME_RUN})", question):
                return match[1]
        return None


def _appended(question: str, phrase: Phrase) -> bool:
    return 0 <= question.find(_REGARDING) < phrase.start


def shared(things: Sequence[Phrase], text: str) -> list[Phrase]:
    """The things that `text` names a part of already."""
    said = set(stems(text))
    return [thing for thing in things if thing.stems & said]

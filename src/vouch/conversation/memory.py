"""What a conversation has spoken of so far: its things, people and times."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from babel import Locale

from vouch.conversation.phrases import Phrase, known_as, phrases
from vouch.reader.kinds import Kind, kind_asked, spans_of_kind
from vouch.words import STOP_WORDS, stems

FADING = 0.6
"""What a turn weighs beside the one after it, when the thing spoken of is looked for."""

NAMED = 1.3
"""What a name weighs beside a phrase in small letters."""

LATER = 0.9
"""What a phrase weighs beside the one before it in the same question: the subject comes first."""

APPENDED = 0.5
"""What a thing weighs that the question was only made to regard."""

_REGARDING = " regarding "
_OF = re.compile(r"\s+of\s+(?:(?:the|a|an|his|her|their|its)\s+)?", re.IGNORECASE)
_PLACED = re.compile(r"\b(?:in|at|from|to|near|outside|inside|across|over|into|of)(?:\s+the)?\s+$")
_TITLE = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sir|Lord|Lady|President|Prime Minister|Minister|Chancellor|General|Secretary"
    r"|Senator|Governor|King|Queen|Prince|Princess|Pope|Judge|Professor|Captain|Mayor)\b\.?"
)
_SAYS = re.compile(
    r"^,?\s+(?:also\s+|has\s+|had\s+)?(?:said|says|told|announced|argued|warned|wrote|was born)\b"
)
_NAMES = re.compile(r"[A-Z][\w\u2019'-]*(?:\s+[A-Z][\w\u2019'-]*)*")
_GENITIVE = re.compile(r"['\u2019]s?$")


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

    def things(self) -> list[Phrase]:
        """The things spoken of, the likeliest to be meant first, each once."""
        weights: dict[frozenset[str], float] = {}
        latest: dict[frozenset[str], Phrase] = {}
        for distance, turn in enumerate(reversed(self.turns)):
            for order, phrase in enumerate(turn):
                weight = FADING**distance * LATER**order * (NAMED if phrase.name else 1.0)
                weight *= APPENDED if _appended(self.questions[-1 - distance], phrase) else 1.0
                key = phrase.stems
                weights[key] = weights.get(key, 0.0) + weight
                latest.setdefault(key, phrase)
        return [latest[key] for key in sorted(latest, key=lambda key: -weights[key]) if key]

    def last_things(self) -> list[Phrase]:
        """The things that the last question which names one speaks of, in order."""
        return next((turn for turn in reversed(self.turns) if turn), [])

    def longer(self, head: str) -> Phrase | None:
        """The latest thing that `head` is the noun of and which is named by more than that."""
        wanted = stems(head)
        for turn in reversed(self.turns):
            for phrase in turn:
                for part in _OF.split(phrase.text):
                    told = stems(part)
                    if len(told) > 1 and wanted and told[-1:] == wanted:
                        return replace(phrase, text=part)
        return None

    def people(self) -> list[str]:
        """The names that may be a person's, the likeliest to be meant first."""
        found: list[str] = []
        for question, answer in zip(reversed(self.questions), reversed(self.answers), strict=True):
            asked, told = people_of(question), people_of(answer)
            who = kind_asked(question) is Kind.PERSON
            found += [*told, *asked] if who else [*asked, *told]
        return list(dict.fromkeys(found))

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
            for match in re.finditer(
                r"\b(?:in|at|to|from)\s+((?:the\s+)?[A-Z][\w'\u2019-]*"
                r"(?:\s+[A-Z][\w'\u2019-]*)*)",
                question,
            ):
                return match[1]
        return None


def people_of(text: str) -> list[str]:
    """The names in `text` that may be a person's: titled ones and those who speak first.

    No country is a person, nor what is written in capitals throughout.
    """
    found: list[tuple[int, int, str]] = []
    for match in _NAMES.finditer(text):
        run = match[0].split()
        while run and (run[0].lower() in STOP_WORDS or stems(run[0]) == []):
            run = run[1:]
        name = _GENITIVE.sub("", " ".join(run))
        if len(name) < 2 or name.isupper() or is_place(name) or _timed(name):
            continue
        at = match.end() - len(" ".join(run))
        found.append((_person_rank(text, at, match.end(), name), at, name))
    return [name for _, _, name in sorted(found)]


def is_place(name: str) -> bool:
    """Whether a name is that of a country or another territory, in English (CLDR)."""
    return name.lower() in _territories()


@lru_cache(maxsize=1)
def _territories() -> frozenset[str]:
    return frozenset(name.lower() for name in Locale("en").territories.values())


def _timed(name: str) -> bool:
    return bool(spans_of_kind(name, Kind.TIME, frozenset()))


def _person_rank(text: str, start: int, end: int, name: str) -> int:
    """0 for who has a title or speaks, 1 for any name, 2 for a place or "the ...", 3 at the start.

    A single word that opens a sentence has its capital for that alone.
    """
    if _SAYS.match(text[end:]) or _TITLE.match(name):
        return 0
    if _PLACED.search(text[:start]) or text[:start].endswith(("the ", "The ")):
        return 2
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in '.!?\u201c"'
    return 3 if opens and " " not in name else 1


def _appended(question: str, phrase: Phrase) -> bool:
    return 0 <= question.find(_REGARDING) < phrase.start


def shared(things: Sequence[Phrase], text: str) -> list[Phrase]:
    """The things that `text` names a part of already."""
    said = set(stems(text))
    return [thing for thing in things if thing.stems & said]

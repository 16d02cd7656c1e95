"""The noun phrases and names of a question, by simple rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vouch.text.answer_types import Kind, spans_of_kind
from vouch.text.tokens import content_words, stem, stems, words

_TOKEN = re.compile(r"[\w$%](?:[\w'\u2019&%-]|\.(?=\w))*")

_VERBS = frozenset(
    stem(word)
    for word in """accept add affect agree allow announce appear apply approve argue arrive ask
    attack attend avoid award base become became begin began believe belong bring brought build
    built buy bought calculate call came can cause change choose claim collect come compare concern
    consider contain continue control convert cost create criticize decide declare define
    demand deny depend describe develop die differ discover discuss earn eat end exist expect
    explain fail fall feel fell find found force form gain gave get give given go goes going gone
    got grow grew happen hear heard help hold held hurt imply improve include increase insist invent
    invest involve issue join keep kept kill know known launch lead learn leave led left let like
    live locate look lose lost lower made make makes manage matter may mean meant meet mention met
    might move must name need occur offer open oppose order organize originate ought own pay
    play prevent proceed produce promise propose prove provide publish purchase raise reach react
    reject receive recommend reduce refer refuse reject relate release remain remove replace
    reply report require respond result resign return rise rose run said save say see seem seen sell
    send sent set shall show sign sleep sold speak spend spoke stand start state stay stop
    succeed suggest support survive suspect take taken talk taught teach tell think thought threaten
    told took treat trust try turn understand urge use vary visit vote walk want warn went win won
    wonder donate drop put sound pronounce wish drive cancel compete connect
    work worry write written wrote""".split()
)
"""Stems of verbs that questions are asked with; they part one thing from another."""

_EMPTY = frozenset(
    """also always actually already anyone anything anyway back bit certain different else
    especially even ever everyone everything exactly good bad great important include including
    just kind kinds last later lot lots many may maybe mean might much must need never new next now
    ok okay often one ones people please possible probably quite rather really right shall
    similar simply so someone something sometimes somewhere soon still stuff sure thing things
    though thought today together too type types usually various way ways well whether yes yet
    hi hello thanks thank sorry without within upon per via versus vs long far old currently
    available common main several considered speaking talking regarding isn aren wasn don doesn
    didn wouldn couldn shouldn hasn haven hadn weren ain going back wrong true false
    sudden own although though while however because""".split()
)
"""Words beside the stop words that name nothing by themselves."""

_LINKS = re.compile(r"\s+of\s+(?:(?:the|a|an|his|her|their|its)\s+)?", re.IGNORECASE)
_ADJECTIVE = re.compile(r"[a-z]\w*(?:able|ible|ful|ous|icult|ical|ular)")
_NOUN_NEXT = re.compile(
    r"(?:\b(?:the|an?|his|their|its|my|our|your)|['\u2019]s|[a-z]{2}(?:al|ive|ic|ous|ary|ear))\s+$"
)
"""After these a word is a noun that is also a verb elsewhere: "the attack", "parental leave"."""

_NEAR = 60
"""How many characters before a word tell whether it is a noun."""

_OPENERS = frozenset(
    "pronounce name list define compare describe explain tell give show discuss".split()
)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A name or a noun phrase: its words, where they start, and the article before them."""

    text: str
    start: int
    name: bool
    definite: bool

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(stems(self.text))

    @property
    def spoken(self) -> str:
        """The phrase as it is said in a sentence, with its article."""
        return f"the {self.text}" if self.definite else self.text

    @property
    def plural(self) -> bool:
        head = words(self.text.split(" of ")[0])[-1:]
        return bool(head) and head[0].endswith("s") and not head[0].endswith("ss")


def noun_phrases(text: str) -> list[NounPhrase]:
    """The names and noun phrases of a question, in order.

    A phrase is a run of words that are no stop words and no usual verbs;
    "of" joins two of them.
    """
    joined: list[tuple[int, int]] = []
    for start, end in _runs(text):
        if joined and _LINKS.fullmatch(text[joined[-1][1] : start]):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    found = [_phrase(text, start, end) for start, end in joined]
    return [
        phrase for phrase in found if not (_ADJECTIVE.fullmatch(phrase.text) or timed(phrase.text))
    ]


def timed(text: str) -> bool:
    """Whether a text tells a time and nothing else."""
    spans = spans_of_kind(text, Kind.TIME, frozenset())
    return sum(end - start for start, end in spans) >= len(text.strip())


def is_name(text: str) -> bool:
    """Whether each word of a phrase but the joining ones is capitalised or has figures."""
    return all(
        word[0].isupper() or word[0].isdigit() or word in {"of", "the"} for word in text.split()
    ) and any(character.isupper() for character in text)


def contentful(word: str) -> bool:
    """Whether a word can be part of what a question speaks of."""
    folded = "".join(words(word))
    if not any(character.isalpha() for character in folded) or not content_words(folded):
        return False
    return folded not in _EMPTY or word[0].isupper()


def verb(word: str) -> bool:
    """Whether a word, written small, is one of the verbs that questions are asked with."""
    return word[:1].islower() and stem("".join(words(word))) in _VERBS


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The spans of adjoining words that can be part of a thing's name."""
    start = end = -1
    for match in _TOKEN.finditer(text):
        # The word that a question opens with has its capital for that alone.
        word = match[0] if match.start() or match[0].isupper() else match[0].lower()
        opens = match.start() == 0 and match[0].lower() in _OPENERS
        acts = verb(word) and not _NOUN_NEXT.search(
            text[max(0, match.start() - _NEAR) : match.start()]
        )
        fits = not opens and not acts and contentful(word)
        apart = end < 0 or text[end : match.start()].strip()
        if start >= 0 and (not fits or apart):
            yield start, end
            start = -1
        if fits:
            start = match.start() if start < 0 else start
            end = match.end()
    if start >= 0:
        yield start, end


def _phrase(text: str, start: int, end: int) -> NounPhrase:
    before = text[:start].rsplit(None, 1)[-1:]
    phrase = re.sub(r"['\u2019]s?$", "", text[start:end])
    definite = bool(before) and before[0].lower() in {"the", "a", "an"}
    opens = start == 0 and " " not in phrase and not phrase.isupper()
    return NounPhrase(phrase, start, is_name(phrase) and not opens, definite)

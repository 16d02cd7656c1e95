"""The words of a question that lean on what was said before it."""

import re
from dataclasses import dataclass
from enum import Enum

from vouch.conversation.people import people_of
from vouch.conversation.phrases import contentful, phrases, verb
from vouch.text.tokens import content_words


class Leaning(Enum):
    """What a leaning word stands for."""

    PERSON = "he"
    PERSONS = "his"
    THING = "it"
    THINGS = "its"
    POINTING = "this"
    POINTING_AT = "this war"
    ALL = "is that true"
    PART = "the war"
    THEN = "back then"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Reference:
    """A leaning word with its place; `head` is the noun that it stands before, if any."""

    leaning: Leaning
    start: int
    end: int
    head: str = ""


_WORD = re.compile(
    r"\b(?:(?P<person>he|him|she|himself|herself)|(?P<persons>his|hers)|(?P<her>her)"
    r"|(?P<thing>it|they|them|itself|themselves)|(?P<things>its|their|theirs)"
    r"|(?P<pointing>this|that|these|those)|(?P<the>the)"
    r"|(?P<then>back then|(?:at|by) that time|in those days|(?:(?:in|of|on) )?that"
    r" (?:year|month|decade|day|night)|at the time(?! of)|(?<=by )then|(?<=since )then"
    r"|(?<=until )then)|(?P<there>there))\b(?!['\u2019])",
    re.IGNORECASE,
)
_RAISING = "going|likely|expected|supposed|able|set|due|ready|used|planning|trying|allowed"
_DUMMY_IT = re.compile(
    r"\b(?:is|was|would|will|does|did|can|could|be|has|should)(?:n['\u2019]t)? it "
    rf"(?:(?!{_RAISING})\w+ ){{1,4}}(?:to|that)\b"
    rf"|\bit(?:['\u2019]s| is| was| (?:would|will) be) (?:(?!{_RAISING})\w+ ){{0,2}}"
    r"(?:to|that|never)\b"
    r"|\bit (?:take|takes|took) (?:\w+ ){0,4}to\b|\bit means?\b"
    r"|\b(?:is|was) it (?:true|possible|raining|ok|okay|snowing)\b(?!\s*\?)",
    re.IGNORECASE,
)
_NEW_CLAUSE = re.compile(
    r"[,;:.?!]|\b(?:and|but|or|if|when|because|so|as|while|before|after|who|which)\b"
)
_BEFORE_THAT = re.compile(
    r"(?:^|[,;.?!]|\b(?:about|of|for|to|with|from|after|before|like|by|on|in|at|than|against"
    r"|is|was|are|were|does|did|do|can|could|will|would|should|why|how|and|besides|despite"
    r"|doing|do|done|mean|explain))\s*$",
    re.IGNORECASE,
)
_CALENDAR = re.compile(
    r"\s+(?:week|month|year|morning|evening|season|century|decade|days|summer|winter|spring|autumn"
    r"|who|whom|which)\b",
    re.IGNORECASE,
)
_THOSE = re.compile(r"\s+(?:of|that|for|with|in|on|at|where|from)\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"\s+(?:true|right|correct|so|really|false|wrong|possible|common|normal)\b", re.I
)
_REMARK = re.compile(
    r"(?:['\u2019]s|\s+(?:is|was|sounds?|means?|seems?|makes?|looks?|might|must|would))\b"
)
_EXISTS_BEFORE = re.compile(
    r"\b(?:is|are|was|were|will|has|have|had|been|be|isn't|aren't|wasn't|can|could|may|might)\s+$",
    re.IGNORECASE,
)
_EXISTS_AFTER = re.compile(
    r"\s+(?:is|are|was|were|will|has|have|had|been|be|isn't|aren't|wasn't)\b", re.IGNORECASE
)


def references(text: str) -> list[Reference]:
    """The words of `text` that stand for something which it does not name, in order."""
    found = (_reference(text, match) for match in _WORD.finditer(text))
    return [reference for reference in found if reference is not None]


def _reference(text: str, match: re.Match[str]) -> Reference | None:
    start, end = match.span()
    group = match.lastgroup
    if group in {"person", "persons", "her"}:
        owns = group == "persons" or (group == "her" and bool(_noun_after(text, end)))
        is_object = match[0].lower() == "him" or (group == "her" and not owns)
        named = people_of(text[:start])
        # Who acts is not "him" in the same clause.
        if named and not (is_object and not _NEW_CLAUSE.search(text[:start].split(named[-1])[-1])):
            return None
        return Reference(Leaning.PERSONS if owns else Leaning.PERSON, start, end)
    if group in {"thing", "things"}:
        return _thing(text, match)
    if group == "pointing":
        return _pointing(text, match)
    if group == "the":
        head = _noun_after(text, end)
        after = end + text[end:].find(head) + len(head)
        lone = bool(head) and text[after : after + 1] not in {"'", "\u2019", "-"}
        lone = lone and not _noun_after(text, after)
        return Reference(Leaning.PART, start, end, head) if lone else None
    if group == "there":
        exists = _EXISTS_BEFORE.search(text[:start]) or _EXISTS_AFTER.match(text[end:])
        ends = not text[end:].strip(" ?!.")
        return None if exists and not ends else Reference(Leaning.THERE, start, end)
    return Reference(Leaning.THEN, start, end)


def _thing(text: str, match: re.Match[str]) -> Reference | None:
    """The reference of "it" or "they", unless it means nothing or what the question names."""
    start, end = match.span()
    if any(m.start() <= start < m.end() for m in _DUMMY_IT.finditer(text)):
        return None
    owns = match.lastgroup == "things"
    before = phrases(text[:start])
    if before and (owns or _NEW_CLAUSE.search(text[before[0].start + len(before[0].text) : start])):
        return None
    return Reference(Leaning.THINGS if owns else Leaning.THING, start, end)


def _pointing(text: str, match: re.Match[str]) -> Reference | None:
    """The reference of "this" or "that", unless it joins clauses or points at the calendar."""
    start, end = match.span()
    if _CALENDAR.match(text[end:]) or _comments(text, start, end):
        return None
    if match[0].lower() == "those" and _THOSE.match(text[end:]):
        return None
    ends = not text[end:].strip(" ?!.,;:")
    if match[0].lower() == "that" and not (ends or _BEFORE_THAT.search(text[:start])):
        return None
    before = phrases(text[:start])
    if any(_NEW_CLAUSE.search(text[p.start + len(p.text) : start]) for p in before[:1]):
        return None
    if _JUDGED.match(text[end:]):
        return Reference(Leaning.ALL, start, end)
    head = _noun_after(text, end)
    return Reference(Leaning.POINTING_AT if head else Leaning.POINTING, start, end, head)


def _comments(text: str, start: int, end: int) -> bool:
    """Whether "that" opens a remark on the reply: "that sounds good", "that might be it"."""
    opens = not text[:start].strip() or text[:start].rstrip()[-1] in ".!?,"
    return opens and bool(_REMARK.match(text[end:]))


def _noun_after(text: str, at: int) -> str:
    """The word after `at`, where only a space parts them and it can be a noun; else nothing."""
    match = re.match(r"\s+([\w-]+)", text[at:])
    return match[1] if match and contentful(match[1]) and not verb(match[1]) else ""


_ASKS = re.compile(
    r"^(?:who|whom|whose|what|when|where|why|which|how|is|are|was|were|am|do|does|did|can|could"
    r"|will|would|should|shall|may|might|must|has|have|had|isn't|aren't|don't|doesn't|didn't"
    r"|name|list|explain|describe|define|compare|tell|show|give|i|you|we|he|she|they|it|if"
    r"|there|that|this)\b",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:else|others?|another|too|as well|same|similar|instead|latter|former|alternatives?"
    r"|exceptions?|any|more|less|worse|better|biggest|highest|lowest|best|worst|own)\b",
    re.IGNORECASE,
)


def is_fragment(text: str) -> bool:
    """Whether a text is no whole question: it opens with no question word, verb or subject."""
    return not _ASKS.match(text)


_LONE = re.compile(
    r"^(?:who|what|where|when)\s+(?:is|are|was|were)\s+the(?:\s+[a-z-]+){1,2}\W*$", re.IGNORECASE
)
"""A question for "the chief engineer": which one, only what was said before tells."""

THIN = 2
"""Fewer words than these that say what a question is about, and it lacks its topic."""

COMPARING = 3
"""The same for a question that compares with what was said: "any other", "more", "the best"."""


def is_thin(text: str) -> bool:
    """Whether a question names too little to be searched for alone."""
    if any(thing.name for thing in phrases(text)):
        return False
    if len(things := phrases(text)) == 1 and _LONE.search(text) and " of " not in things[0].text:
        return True
    told = [word for word in content_words(text) if contentful(word)]
    return len(told) < (COMPARING if _COMPARES.search(text) else THIN)

"""Who says what in a sentence, and by which words a person is known in an article."""

import re
from dataclasses import dataclass

from vouch.text.en import ENGLISH
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import CAPITAL, CAPITALISED, stem, words
from vouch.types import Span
from vouch.verification.clauses import telling
from vouch.verification.quotations import QUOTED

SAYING = re.compile(
    r"\b(?:said|says?|saying|told|tells?|add(?:ed|s)(?! up)|explain\w*|argu(?:es?|ed)|warn(?:s|ed)?"
    r"|claim(?:s|ed)?|repl(?:y|ies|ied)|repeat(?:s|ed)?|promis(?:es?|ed)|den(?:y|ies|ied)"
    r"|reject(?:s|ed)?|call(?:s|ed)|describ(?:es?|ed)|judg(?:es?|ed)|conced(?:es?|ed)"
    r"|admit(?:s|ted)?"
    r"|demand(?:s|ed)|complain(?:s|ed)?|predict(?:s|ed)?|estimat(?:es?|ed)|suspect(?:s|ed)"
    r"|fear(?:s|ed)|hop(?:es|ed)|believ(?:es?|ed)|thinks?|thought|consider(?:s|ed)|blam(?:es?|ed)"
    r"|accus(?:es?|ed)|critici[sz](?:es?|ed)|wr(?:ites|ote)(?=\s+that|[:,]|\s+in\b)"
    r"|insist(?:s|ed)?|declar(?:es?|ed)"
    r"|suggest(?:s|ed)?|sp(?:eaks?|oke)\s+of|expect(?:s|ed)|stress(?:es|ed)|emphasi[sz](?:es?|ed)"
    r"|acknowledg(?:es?|ed)|dismiss(?:es|ed)|rul(?:es?|ed)\s+out|urg(?:es?|ed)|maintain(?:s|ed)"
    r"|assert(?:s|ed)?|vow(?:s|ed)?|ask(?:s|ed)|worr(?:y|ies|ied)|want(?:s|ed)"
    r"|declin(?:es?|ed)\s+to"
    r"|confirm(?:s|ed)?|announc(?:es?|ed)|report(?:s|ed)|point(?:s|ed)?\s+(?:out|to)"
    r"|remark(?:s|ed)?"
    r"|stat(?:es|ed)|concluded?|recall(?:s|ed)|prefer(?:s|red)?|forecasts?|list(?:s|ed)"
    r"|put(?:s)?(?=\s+(?:the|it|its|his|her|their|that)\b)"
    r"|answer(?:s|ed)|welcom(?:es?|ed)|prais(?:es?|ed)|would not (?:say|comment|confirm))\b"
)
"""Verbs of saying and thinking, in folded text."""

PLAIN = re.compile(r"\b(?:confirm|announc|list|ask|point|want|prefer|wr|welcom|repl)\w*")
"""Verbs whose content an article vouches for itself, or that tell an act and not words."""

ACCORDING = re.compile(r"\b(?:according to|in the words of|in the view of)\s+")
_BREAK = re.compile(
    r"[;:\u2014\n]|\s(?:that|but|although|though|while|whereas|because|after|before|when|if)\s"
    r"|,\s(?:and|but|which)\s|\sand\s(?=\w+\s*$)"
)
_AFTER = re.compile(
    rf"\s*(?P<speaker>(?:{CAPITAL}|the\s|a\s|an\s|its\s|his\s|her\s|their\s|one\s)[^.;:\n]*)"
)
_SUBJECT = re.compile(rf"\s{{0,8}}(?:(?:the|a|an|its|his|her|their|he|she|they|it)\b|{CAPITAL})")
_PRONOUNS = frozenset("he she they it".split())
_GENERIC = frozenset(
    stem(w) for w in "article articles newspaper report text passage author story piece".split()
)
_CAPITAL = re.compile(rf"(?<=[\w,] ){CAPITAL}[\w-]*")
_PASSIVE = re.compile(
    r"(?<!\bit )\b(?:is|are|was|were|be|been|being)\s+(?:(?!not\b)\w+ly\s+|also\s+|often\s+)?$"
)
_NOBODY = re.compile(
    r"(?:\b(?:not|never|cannot)|n['\u2019]t)\s+(?:\w+\s+)?$|\b(?:nobody|no one|none)\s+(?:\w+\s+)?$"
)
"""What comes before what is not said."""

_MEASURED = re.compile(r"\b(?:than|as)\s+(?:[\w#]+\s+){0,2}$")
"""What comes before "more than it said", which gives no words to anybody."""

_NEAR = 8
_FULL_NAME = rf"{CAPITAL}[\w\u2019'-]+\s+{CAPITAL}[\w\u2019'-]+"
LONGEST = 14
"""How many words before its verb may name a speaker."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Somebody to whom a sentence gives words: `shown` as it names them, in `known` words.

    `verb` is the folded verb, and `at` its place in the sentence.
    """

    shown: str
    known: frozenset[str]
    verb: str
    at: Span

    @property
    def plain(self) -> bool:
        return bool(PLAIN.match(self.verb))

    @property
    def names(self) -> frozenset[str]:
        return frozenset(words(" ".join(re.findall(CAPITALISED, self.shown)))) - _GENERAL


_GENERAL = frozenset(
    "the a an he she they it his her their mr mrs ms dr one in on at".split()
).union(ENGLISH.weekdays, ENGLISH.months)


def attributions(sentence: str) -> list[Attribution]:
    """Those to whom a sentence gives words, in order; what they say in quotes is not looked at."""
    masked = QUOTED.sub(lambda m: "\u201c" + "_" * (len(m[0]) - 2) + "\u201d", sentence)
    folded = _CAPITAL.sub(lambda m: "#" * len(m[0]), masked).lower()
    found = []
    for match in ACCORDING.finditer(folded):
        shown = re.split(r"[,.;:\n]", masked[match.end() :])[0]
        found.append(_attribution(shown, "according to", match.span()))
    for match in SAYING.finditer(folded):
        before = folded[: match.start()]
        if any(p.search(before) for p in (_PASSIVE, _MEASURED, _NOBODY)):
            continue
        shown = _speaker_after(masked, match) or _speaker_before(masked, match.start())
        found.append(_attribution(shown, match[0], match.span()))
    return found


def _attribution(shown: str, verb: str, at: Span) -> Attribution:
    return Attribution(shown.strip(" ,"), frozenset(telling(shown)), verb, at)


def _speaker_after(masked: str, verb: re.Match[str]) -> str:
    """The speaker of "..., said X": the verb follows a quotation or a comma."""
    before = masked[: verb.start()].rstrip()
    if not before.endswith((",", "\u201d", "_")) or _who_before(before):
        return ""
    match = _AFTER.match(masked, verb.end())
    return match["speaker"] if match else ""


def _who_before(before: str) -> bool:
    """Whether the comma closes what is told of the speaker: "Tom Aldous, the spokesman, said"."""
    if not before.endswith(","):
        return False
    if re.search(r"[A-Za-z][^,\u201c\u201d]{0,200},[^,\u201c\u201d]{1,200},$", before[-500:]):
        return True
    named, comma, _ = before[:-1].rpartition(",")
    quotes = not {"\u201c", "\u201d"}.isdisjoint(before)
    return bool(comma) and not quotes and re.search(CAPITAL, named) is not None


def _speaker_before(masked: str, at: int) -> str:
    region = _BREAK.split(masked[:at])[-1].split("\u201d")[-1].split("\u201c")[-1]
    parts = region.rstrip().split(",")
    if len(parts) > 1 and _SUBJECT.match(parts[-1]):
        region = parts[-1]  # "X, the board said"; where the comma closes it is "X, the chair, said"
    return " ".join(region.split()[-LONGEST:])


def is_pronoun(shown: str) -> bool:
    """Whether a speaker is named by a pronoun alone."""
    said = words(shown)
    return (
        bool(said)
        and bool(_PRONOUNS & set(said[-2:]))
        and not re.search(rf"{CAPITAL}\w+ {CAPITAL}", shown)
    )


def is_generic(known: frozenset[str]) -> bool:
    """Whether the speaker is the article itself."""
    return bool(known) and known <= _GENERIC


def identity(names: frozenset[str], passages: tuple[str, ...]) -> frozenset[str]:
    """The stems of the words near which the articles name somebody: title, office, first name."""
    near: set[str] = set()
    for passage in passages:
        for start, end in sentence_spans(passage):
            tokens = [words(t)[:1] for t in passage[start:end].split()]
            flat = [t[0] if t else "" for t in tokens]
            for i, token in enumerate(flat):
                if token in names:
                    near.update(stem(w) for w in flat[max(0, i - _NEAR) : i + _NEAR + 1] if w)
    return frozenset(near)


def resolved(attribution: Attribution, sentence: str, passages: tuple[str, ...]) -> Attribution:
    """The attribution with the names that its pronoun stands for, where a sentence before tells."""
    if attribution.known and not is_pronoun(attribution.shown):
        return attribution
    earlier = [a for a in attributions(sentence) if a.at[1] <= attribution.at[0] and a.names]
    if earlier:
        known = frozenset(telling(earlier[-1].shown))
        return Attribution(earlier[-1].shown, known, attribution.verb, attribution.at)
    here = re.findall(_FULL_NAME, sentence[: attribution.at[0]])
    if here:
        shown = " ".join(here)
        return Attribution(shown, frozenset(telling(shown)), attribution.verb, attribution.at)
    for before in _sentences_before(sentence, passages):
        named = [a for a in attributions(before) if a.names]
        shown = (
            named[-1].shown if named else " ".join(re.findall(rf"{CAPITAL}[\w\u2019'-]+", before))
        )
        if named or len(shown.split()) > 1:
            known = frozenset(telling(shown))
            return Attribution(shown, known, attribution.verb, attribution.at)
    return attribution


def _sentences_before(sentence: str, passages: tuple[str, ...], most: int = 3) -> list[str]:
    """The sentences before one, nearest first."""
    for passage in passages:
        spans = sentence_spans(passage)
        for i, (start, end) in enumerate(spans):
            if passage[start:end] == sentence:
                return [passage[a:b] for a, b in reversed(spans[max(0, i - most) : i])]
    return []


def said_in(sentence: str, passages: tuple[str, ...]) -> list[Attribution]:
    """Those to whom a sentence gives words; of one inside a quotation, who is quoted."""
    found = [resolved(a, sentence, passages) for a in attributions(sentence)]
    if found or not _in_quotation(sentence, passages):
        return found
    for passage in passages:
        spans = sentence_spans(passage)
        texts = [passage[a:b] for a, b in spans]
        if sentence not in texts:
            continue
        at = texts.index(sentence)
        after = texts[at + 1 : at + 3] if _left_open(sentence) else []
        for other in (*after, *reversed(texts[max(0, at - 2) : at])):
            speakers = [resolved(a, other, passages) for a in attributions(other)]
            if speakers:
                return speakers
    return []


def _left_open(sentence: str) -> bool:
    return sentence.count("\u201c") > sentence.count("\u201d") or sentence.count('"') % 2 == 1


def _in_quotation(sentence: str, passages: tuple[str, ...]) -> bool:
    if re.match(r"[\u201c\"]", sentence) or _left_open(sentence):
        return True
    for passage in passages:
        at = passage.find(sentence)
        if at >= 0:
            before = passage[:at].split("\n\n")[-1]
            if before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1:
                return True
    return False

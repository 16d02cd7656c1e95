"""Near misses by program: what looks answered and is not, and the same change where it is.

Each generator returns None where the text offers nothing to change. A change that only
negatives had would itself be read as the mark of a negative, so `rename` makes the same
exchanges in question and passage alike, and the answer stays.
"""

import re
from collections.abc import Callable
from random import Random

from training.records import Example, Span
from training.text import (
    content_words,
    mentions,
    months,
    names,
    nouns,
    numbers,
    pick,
    replace_phrase,
    sentences,
    years,
)

_OPPOSITES = """first:last before:after largest:smallest most:least increase:decrease
increased:decreased highest:lowest north:south northern:southern east:west eastern:western
oldest:youngest early:late earlier:later more:fewer above:below best:worst major:minor
male:female men:women won:lost win:lose began:ended begin:end start:end started:stopped
open:close opened:closed allowed:banned support:oppose supported:opposed rise:fall
rose:fell longest:shortest maximum:minimum positive:negative internal:external public:private
modern:ancient rich:poor strong:weak strongest:weakest true:false common:rare
always:never former:current upper:lower inside:outside added:removed
accept:reject accepted:rejected agreed:refused gain:lose gained:lost same:different
created:destroyed founded:dissolved joined:left arrived:departed born:buried
good:bad high:low hot:cold large:small larger:smaller greater:lesser higher:lower
built:demolished entered:left buy:sell bought:sold domestic:foreign urban:rural
war:peace success:failure successful:unsuccessful legal:illegal possible:impossible
include:exclude included:excluded require:forbid required:forbidden husband:wife
father:mother son:daughter brother:sister king:queen formal:informal official:unofficial
majority:minority direct:indirect known:unknown popular:unpopular usually:rarely
approved:vetoed victory:defeat defeated:joined attack:defend beginning:end
minimum:maximum fastest:slowest strength:weakness advantage:disadvantage
advantages:disadvantages benefits:drawbacks cause:prevent caused:prevented allow:prevent"""
OPPOSITES: dict[str, str] = {}
for _pair in _OPPOSITES.split():
    _left, _right = _pair.split(":")
    OPPOSITES.setdefault(_left, _right)
    OPPOSITES.setdefault(_right, _left)

_FINDERS: tuple[Callable[[str], list[str]], ...] = (names, names, years, numbers, months, nouns)
_AUXILIARY = re.compile(
    r"\b(did|does|do|was|were|is|are|has|had|have|can|could|will|would|should|may|might)\b", re.I
)


def alike(old: str, new: str) -> bool:
    """Whether a name could stand for another: as many words, give or take one, none shared."""
    return abs(len(old.split()) - len(new.split())) <= 1 and not (
        content_words(old) & content_words(new)
    )


def exchange(
    question: str, passage: str, answers: list[str], article: str, rng: Random
) -> str | None:
    """The question with one name, year, number, month or noun exchanged for another.

    Only what the passage mentions is exchanged, so that the original would have matched;
    the new one comes from the passage itself where it can, or from elsewhere in the
    article, and is no part of an answer.
    """
    finders = list(_FINDERS)
    rng.shuffle(finders)
    for find in finders:
        old = pick(rng, (phrase for phrase in find(question) if mentions(passage, phrase)))
        if old is None and find is nouns:
            known = [w for w in set(nouns(passage)) if mentions(question, w)]
            old = pick(rng, known)
        if old is None:
            continue
        forbidden = " ".join(answers) + " " + question
        near = passage if rng.random() < 0.6 else article
        options = [
            phrase
            for phrase in find(near) or find(article)
            if alike(old, phrase) and not mentions(forbidden, phrase)
        ]
        new = pick(rng, options)
        if new is not None:
            return replace_phrase(question, old, new)
    return None


def turn_around(question: str, rng: Random) -> str | None:
    """The question with a word turned into its opposite, or negated."""
    turned = [word for word in re.findall(r"[a-z]+", question.lower()) if word in OPPOSITES]
    old = pick(rng, turned)
    if old is not None and rng.random() < 0.8:
        return replace_phrase(question, old, OPPOSITES[old])
    return negate(question, rng)


def negate(text: str, rng: Random) -> str | None:
    """The text with its first auxiliary negated, or an existing negation taken away."""
    if re.search(r"\bnot\b|n't\b|\bnever\b", text):
        return re.sub(r"\s+not\b|n't\b|\bnever\s+", "", text, count=1)
    match = _AUXILIARY.search(text)
    if match is None:
        return None
    auxiliary = match.group()
    short = auxiliary.lower() in {"did", "does", "was", "were", "is", "are", "has", "had", "could"}
    rest = text[match.end() :]
    if re.match(r"(?:wh|how|in|on|at)", text, re.I) and text.rstrip().endswith("?"):
        if short and rng.random() < 0.6:
            return f"{text[: match.end()]}n't{rest}"
        subject = re.match(r"(\s+(?:the |a |an )?\w+)(\s.+)", rest)
        return f"{text[: match.end()]}{subject[1]} not{subject[2]}" if subject else None
    if short and rng.random() < 0.3:
        return f"{text[: match.end()]}n't{rest}"
    return f"{text[: match.end()]} {rng.choice(('not', 'not', 'never'))}{rest}"


def without_answer(passage: str, answers: list[str]) -> str | None:
    """The passage without each sentence that mentions an answer; None if little is left."""
    kept = [
        passage[start:end]
        for start, end in sentences(passage)
        if not any(mentions(passage[start:end], answer) for answer in answers)
    ]
    text = " ".join(kept)
    return text if len(text) >= 60 and len(text) < len(passage) else None


def rename(
    question: str, passage: str, span: Span, strangers: list[str], rng: Random
) -> tuple[str, str, Span] | None:
    """Question and passage with the same name or year exchanged in both; the answer stays.

    `strangers` are names that the passage does not know.
    """
    answer = passage[span[0] : span[1]]
    shared = [n for n in names(question) + years(question) if mentions(passage, n)]
    old = pick(rng, (n for n in shared if not (content_words(n) & content_words(answer))))
    if old is None:
        return None
    options = (
        [str(int(old) + d) for d in range(-40, 41) if d]
        if old.isdigit()
        else [n for n in strangers if alike(old, n) and not mentions(passage, n)]
    )
    new = pick(rng, options)
    if new is None:
        return None
    before = replace_phrase(passage[: span[0]], old, new)
    after = replace_phrase(passage[span[1] :], old, new)
    start = len(before)
    return replace_phrase(question, old, new), before + answer + after, (start, start + len(answer))


def other_subject(
    question: str, passage: str, span: Span, strangers: list[str], rng: Random
) -> str | None:
    """The passage, speaking of someone else: the name in the question exchanged in it alone."""
    answer = passage[span[0] : span[1]]
    shared = [n for n in names(question) + years(question) if mentions(passage, n)]
    old = pick(rng, (n for n in shared if not (content_words(n) & content_words(answer))))
    if old is None:
        return None
    options = (
        [str(int(old) + d) for d in range(-9, 10) if d]
        if old.isdigit()
        else [n for n in strangers if alike(old, n) and not mentions(passage + question, n)]
    )
    new = pick(rng, options)
    return None if new is None else replace_phrase(passage, old, new)


def negative(question: str, passage: str, title: str | None, kind: str) -> Example:
    """An example that is not supported, without a span."""
    return Example(question, passage, title, False, None, kind)

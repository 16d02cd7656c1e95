"""Sentences, names, numbers and the forms that people type, by pattern and without a model."""

import re
from collections.abc import Iterable
from functools import lru_cache
from random import Random

from training.records import Span
from vouch.text.sentences import sentence_spans

STOPWORDS = frozenset(
    "a an the of in on at to for by from with and or but is are was were be been being am do does"
    " did has have had can could will would shall should may might must that this these those it"
    " its he she they them his her their there as than then so if which who whom whose what when"
    " where why how many much long often far old not no into over under about between during"
    " after before we i you your our my me us also such some any other one".split()
)
_NAME = re.compile(r"\b[A-Z][\w'’.-]*[\w](?:\s+(?:(?:of|the|de|von|van)\s+)?[A-Z][\w'’-]+)*")
_NUMBER = re.compile(
    r"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w])|\b(?:two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand)\b"
)
_MONTH = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
)
_NOUN = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Tt]his|[Hh]is|[Hh]er)\s+([a-z]{4,})"
    r"(?=\s+(?:of|in|was|is|were|are|and|to|for|on|at|by|from|that|which|has|had)\b|[,.;])"
)


@lru_cache(maxsize=65536)
def sentences(text: str) -> tuple[Span, ...]:
    """The spans of the sentences of a text, in characters, in order."""
    return tuple(sentence_spans(text))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def content_words(text: str) -> set[str]:
    """The words that carry meaning, cut to a stem of six letters so that forms match."""
    return {word[:6] for word in words(text) if word not in STOPWORDS}


def names(text: str) -> list[str]:
    """Capitalised names, without those that only a sentence's start has capitalised."""
    found = []
    for match in _NAME.finditer(text):
        name = match.group()
        first, _, rest = name.partition(" ")
        if first.lower() in STOPWORDS:
            name = rest
        elif match.start() == 0 and not rest:
            continue
        if len(name) > 2 and name.lower() not in STOPWORDS:
            found.append(name)
    return found


def years(text: str) -> list[str]:
    return re.findall(r"\b(?:1[0-9]{3}|20[0-9]{2})\b", text)


def numbers(text: str) -> list[str]:
    """Numbers other than years, in digits or words."""
    found = [match.group() for match in _NUMBER.finditer(text)]
    return [number for number in found if not re.fullmatch(r"1\d{3}|20\d{2}", number)]


def months(text: str) -> list[str]:
    return _MONTH.findall(text)


def nouns(text: str) -> list[str]:
    """Common nouns, told by the determiner before and the word after."""
    return [noun for noun in _NOUN.findall(text) if noun not in STOPWORDS]


def mentions(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as whole words, in any case."""
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE) is not None


def replace_phrase(text: str, old: str, new: str) -> str:
    """The text with every whole-word occurrence of `old` exchanged, in any case."""
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, flags=re.IGNORECASE)


def best_occurrence(question: str, passage: str, answer: str) -> Span | None:
    """Where the answer stands, in the sentence that shares most words with the question.

    SQuAD 1.1's own starts are first occurrences and can be wrong.
    """
    wanted = content_words(question)
    best: tuple[int, Span] | None = None
    for sentence_start, sentence_end in sentences(passage):
        sentence = passage[sentence_start:sentence_end]
        overlap = len(wanted & content_words(sentence))
        match = re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", sentence)
        if match and (best is None or overlap > best[0]):
            start = sentence_start + match.start()
            best = (overlap, (start, start + len(answer)))
    if best:
        return best[1]
    start = passage.find(answer)
    return (start, start + len(answer)) if answer and start >= 0 else None


def likeliest(question: str, passage: str) -> Span | None:
    """The sentence that shares most words with the question; None without sentences."""
    wanted = content_words(question)
    spans = sentences(passage)
    shared = [len(wanted & content_words(passage[start:end])) for start, end in spans]
    return spans[shared.index(max(shared))] if spans else None


def crop(
    passage: str, keep: Span | None, rng: Random, least: int = 2, most: int = 100
) -> tuple[str, Span | None]:
    """A run of `least` to `most` whole sentences that contains `keep`, and `keep` in it."""
    spans = sentences(passage)
    if len(spans) <= least:
        return passage, keep
    size = rng.randint(least, max(least, min(most, len(spans))))
    if keep is None:
        first = rng.randint(0, len(spans) - size)
        last = first + size - 1
    else:
        touched = [i for i, (s, e) in enumerate(spans) if s < keep[1] and keep[0] < e]
        if not touched:
            return passage, keep
        low = max(0, touched[-1] - size + 1)
        first = rng.randint(min(low, touched[0]), touched[0])
        last = max(touched[-1], min(len(spans) - 1, first + size - 1))
    start, end = spans[first][0], spans[last][1]
    return passage[start:end], None if keep is None else (keep[0] - start, keep[1] - start)


_WH_FORMS = (
    (r"^(?:in|on|at) (?:what|which) (year|month|day|date|century|city|country|state)\b", r"\1"),
    (r"^when (?:was|were|did|does|is|are|do|has|had|will)\b(.*)$", r"\1 date"),
    (r"^where (?:was|were|did|does|is|are|do|has|had|will)\b(.*)$", r"\1 location"),
    (r"^how (?:many|much)\b", "number of"),
    (r"^what (?:is|was|are|were) the name of\b(.*)$", r"\1 name"),
    (r"^why (?:was|were|did|does|is|are|do|has|had)\b(.*)$", r"\1 reason"),
)


def as_typed(question: str, rng: Random) -> str:
    """The question as typed into a search box: no question mark, or keywords only."""
    plain = question.rstrip(" ?.!").lower()
    if rng.random() < 0.5:
        return plain
    for pattern, form in _WH_FORMS:
        changed = re.sub(pattern, form, plain)
        if changed != plain:
            plain = changed
            break
    kept = [word for word in plain.split() if word.strip(",'\"") not in STOPWORDS]
    return " ".join(kept) if len(kept) >= 2 else question.rstrip(" ?").lower()


def pick(rng: Random, options: Iterable[str]) -> str | None:
    """One of the options, each distinct one as likely, the same for the same seed; or None."""
    ordered = sorted(set(options))
    return rng.choice(ordered) if ordered else None

"""Splits text into sentences, in time that grows with the length of the text alone."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

from sentencex import get_sentence_boundaries

from vouch.text.date_patterns import month_pattern
from vouch.text.en import ENGLISH
from vouch.types import Span

BLOCK = 2000
"""Characters that the splitter is given at once: its time can grow with the square of them."""

_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_PROSE = re.compile(r"[\w\s]+")
_LETTER = re.compile(r"\w")
_CONTINUES = re.compile(r"[^\w\n]*[a-z]")
_MONTH_DAY = rf"{month_pattern()} \d"
_CUT_MONTHS = "|".join(
    form.capitalize() for form in ENGLISH.month_forms if form not in ENGLISH.months
)
_OTHER_MONTH = r"(?i:jan|feb|m[\u00e4a]r|apr|ma[ij]|jun|jul|aug|sep|okt|nov|de[zsc])[a-z]*\b"
"""How months begin where days are written with a point: German and Nordic."""

_ZONE = (
    r"(?:Eastern|Central|Mountain|Pacific|Atlantic|Greenwich|British)\b|GMT|UTC|[BCI]E?ST\b"
    r"|[ECMP][SD]?T\b"
)
_ABBREVIATED = tuple(
    (re.compile(rf"(?<![\w.])(?:{before})\.$"), re.compile(after))
    for before, after in (
        (
            r"[Aa]pprox|[Cc]a|[Ee]sp|[Ii]ncl|vs|[Cc]f|e\.g|i\.e|viz|Dept|Pte|Cpl|Hon|Rt|Sra|Mme|Mlle"
            r"|Msgr|Supt|Insp|Cllr|Adm|Cmdr|Maj|Mt|Ft|Ste",
            r"",
        ),
        (
            r"[Vv]ols?|[Ff]igs?|[Pp]p?|[Nn]os?|Arts?|Sect?|[Cc]h(?:ap)?s?",
            r"\d|[IVXLC]{2,}\b|[VX]\b",
        ),
        (_CUT_MONTHS, r"\d"),
        (r"Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun", _MONTH_DAY),
        (r"(?:am|vom|zum|bis|seit|den|dem|der|und|d|fra|til|ab) \d{1,2}", _OTHER_MONTH),
        (
            r"[ap]\.m|\d\s?[ap]m",
            rf"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|{_MONTH_DAY}|{_ZONE}|[(\d]",
        ),
    )
)
"""Abbreviations at which a sentence does not end, each with what follows it then."""

RUN_ON, PART = 400, 200
"""The characters of a sentence with hardly a mark in it from which it is cut, and of a part."""

_MARKS_EVERY = 150
"""The characters of such a sentence to each mark: speech that was written down has none."""

_MARK = re.compile(r"[,;:()\u2013\u2014]")
_TURN = re.compile(r"\n(?=[A-Z][\w .'\u2019-]{0,30}:\s)")
"""Where the next speaker's name stands."""

_JOINT = re.compile(
    r"\n|\s(?=(?:and|but|so|because|then|which|now|also|well|okay|um|uh)\s)", re.IGNORECASE
)
_SPACE = re.compile(r"\s")

_LONGEST = 12
"""The characters before a cut in which an abbreviation is looked for."""


def sentence_spans(text: str) -> list[Span]:
    """The spans of the sentences of `text`, in order and without white space around them.

    All letters and digits of `text` lie in a sentence. Where the splitter cuts
    inside a sentence (the rest goes on in lower case on the same line, or has
    no letter at all), the parts are joined again. A sentence of more than
    `BLOCK` characters can be cut, and one that runs on without marks, as speech does
    that was written down, is cut before a word that joins.
    """
    spans: list[Span] = []
    for first, last in _boundaries(text):
        piece = text[first:last]
        stripped = piece.strip()
        if not stripped:
            continue
        start = first + len(piece) - len(piece.lstrip())
        end = start + len(stripped)
        if spans and _belongs_to(text, spans[-1], (start, end)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [part for span in spans for part in _parts(text, span)]


def _parts(text: str, span: Span) -> Iterator[Span]:
    """The sentence at `span`, or its parts: what each speaker says, what runs on without marks."""
    turns = [span[0], *(match.end() for match in _TURN.finditer(text, *span)), span[1]]
    for start, end in pairwise(turns):
        yield from _pieces(text, (start, start + len(text[start:end].rstrip())))


def _pieces(text: str, span: Span) -> Iterator[Span]:
    start, end = span
    length = end - start
    if length <= RUN_ON or len(_MARK.findall(text, start, end)) * _MARKS_EVERY > length:
        yield span
        return
    while end - start > PART:
        cuts = [m.start() for m in _JOINT.finditer(text, start + PART // 3, start + PART)]
        cuts = cuts or [m.start() for m in _SPACE.finditer(text, start + 1, start + PART)]
        if not cuts:
            break
        part = text[start : cuts[-1]].rstrip()
        yield start, start + len(part)
        start = cuts[-1]
        while text[start].isspace():
            start += 1
    yield start, end


def _boundaries(text: str) -> Iterator[Span]:
    """The splitter's sentences, block by block.

    A block ends with a paragraph where it can. Where it cannot, its last
    sentence is split again as the beginning of the next block.
    """
    start = 0
    while start < len(text):
        block = text[start : start + BLOCK]
        complete = start + BLOCK >= len(text)
        if not complete:
            ends = [match.end() for match in _PARAGRAPH.finditer(block)]
            if ends:
                block, complete = block[: ends[-1]], True
        spans = _split(block)
        if not complete and len(spans) > 1:
            spans.pop()
        for first, last in spans:
            yield start + first, start + last
        start += spans[-1][1]


def _split(block: str) -> list[Span]:
    """The sentences of a block, which cover it; its lines where it is mostly punctuation."""
    if 2 * len(_PROSE.sub("", block)) > len(block):
        ends = list(accumulate(map(len, block.splitlines(keepends=True))))
    else:
        ends = [boundary["end_index"] for boundary in get_sentence_boundaries("en", block)]
    ends = [*ends[:-1], len(block)]
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _belongs_to(text: str, before: Span, span: Span) -> bool:
    gap, piece = text[before[1] : span[0]], text[slice(*span)]
    if not _LETTER.search(piece):
        return "\n\n" not in gap
    if "\n" in gap:
        return False
    if _CONTINUES.match(piece):
        return True
    said = text[max(0, before[1] - _LONGEST) : before[1]]
    return any(ends.search(said) and goes_on.match(piece) for ends, goes_on in _ABBREVIATED)

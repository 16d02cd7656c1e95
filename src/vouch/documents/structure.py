"""What the blocks of an article are for: questions and replies, corrections, bylines, run-in heads.

A format's marks tell headings, lists and tables. The rest is told by how
newsrooms write: bold questions, "Q:" and "A:", speakers' names before a colon,
a bold head at the start of a paragraph, "Correction:", "By Ada Lind".
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vouch.documents.blocks import Draft
from vouch.text.date_patterns import month_pattern
from vouch.text.en import ENGLISH
from vouch.types import Block, BlockKind, Span

HEAD_LEVEL, RUN_IN_LEVEL, QUESTION_LEVEL = 7, 8, 9
"""The ranks of heads that are set as paragraphs, of those within one, and of questions."""

LONGEST_HEAD = 100
LONGEST_QUESTION = 300
LONGEST_BYLINE = 90

_CORRECTION = re.compile(
    r"\W*(?:correction|clarification|correction and clarification|corrected|erratum|update|updated"
    r"|editor['\u2019]?s['\u2019]? note|note from the editors?)\b[^:.!?\n]{0,60}:"
    r"|\W*(?:this (?:article|story|report|page|post|piece|text) (?:was|has been)"
    r" (?:amended|corrected|updated|changed)|(?:an earlier|a previous) version of this"
    r" (?:article|story|report|page|post|piece|text))\b",
    re.IGNORECASE,
)
_CORRECTIONS_HEAD = re.compile(
    r"\W*(?:corrections?|clarifications?|corrections and clarifications|updates?)\W*", re.IGNORECASE
)
_NAME = r"(?:[^\W\d_a-z][\w.'\u2019-]*)"
_CREDIT = re.compile(
    r"(?:by|(?:text|words|story|photos?|pictures?|report(?:ing)?|interview)(?: by|:)):?\s+",
    re.IGNORECASE,
)
_CREDIT_WORDS = frozenset("and & in of the for our correspondent reporter editor".split())
_MONTH = month_pattern()
_DATE = (
    rf"(?:(?:{'|'.join(ENGLISH.weekdays)}),? )?"
    rf"(?:\d{{1,2}}\.? {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d\d?[./]\d\d?[./]\d{{4}})"
)
_DATELINE = re.compile(
    rf"(?:(?:published|posted|last updated|updated|first published)(?: on| at)?:? )?"
    rf"(?:[\w .-]{{2,30}}, )?{_DATE}(?:,? (?:at )?\d\d?[:.]\d\d(?: ?[ap]\.?m\.?)?)?",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:q|question)\s?\d{0,2}\s?[:.)]\s+", re.IGNORECASE)
_SPEAKER = re.compile(rf"({_NAME}(?: {_NAME}){{0,3}}|[QA]):\s+")
_ENDS_HEAD = re.compile(r"[.:?!]$")
_CLOCK = re.compile(r"\W*\d\d?[:.]\d\d(?:\s?[ap]\.?m\.?)?\W*", re.IGNORECASE)
_MARKS = " \t\n*_~\u201c\u201d\"'"


def recognize(text: str, drafts: Sequence[Draft]) -> tuple[Block, ...]:
    """The blocks of a text, from what its format tells of them."""
    kept = [draft for draft in drafts if draft.start < draft.end]
    asking = _interview(text, kept) | _plain_questions(text, kept)
    run_in = _run_in_heads(text, kept)
    blocks: list[Block] = []
    corrects = False
    for number, draft in enumerate(kept):
        if number in run_in:
            blocks += _split_at_head(text, draft, run_in[number])
            continue
        block = _recognized(text, draft, number in asking)
        if block.kind is BlockKind.HEADING:
            corrects = bool(_CORRECTIONS_HEAD.fullmatch(_words(text, draft)))
        elif corrects and block.kind is BlockKind.PARAGRAPH:
            block = replace(block, kind=BlockKind.CORRECTION)
        blocks.append(block)
    return tuple(blocks)


def _words(text: str, draft: Draft) -> str:
    return text[draft.start : draft.end]


def _block(draft: Draft) -> Block:
    return Block(draft.kind, draft.start, draft.end, draft.level, draft.body, draft.cells)


def _recognized(text: str, draft: Draft, asks: bool) -> Block:
    """A block that is not split, as what its words make of it."""
    block, words = _block(draft), _words(text, draft)
    if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.QUOTATION):
        return block
    if _CORRECTION.match(words):
        return replace(block, kind=BlockKind.CORRECTION)
    if draft.kind is BlockKind.QUOTATION:
        return block
    if asks:
        return replace(
            block, kind=BlockKind.QUESTION, level=QUESTION_LEVEL, label=_without_speaker(words)
        )
    if _is_byline(words):
        return replace(block, kind=BlockKind.BYLINE)
    plain = words.strip(_MARKS)
    bold = _covered(text, draft, draft.bold)
    set_apart = bold or _covered(text, draft, draft.italic)
    if set_apart and plain.endswith("?") and len(words) <= LONGEST_QUESTION:
        return replace(block, kind=BlockKind.QUESTION, level=QUESTION_LEVEL)
    if bold and _is_short_head(plain):
        return replace(block, kind=BlockKind.HEADING, level=HEAD_LEVEL)
    return block


def _is_short_head(words: str) -> bool:
    return (
        0 < len(words) <= LONGEST_HEAD
        and "\n" not in words
        and words[-1] not in ".!?;,"
        and any(letter.isalnum() for letter in words)
    )


def _covered(text: str, draft: Draft, spans: Sequence[Span]) -> bool:
    """Whether all letters and digits of a block are within the spans."""
    inside = sum(sum(map(str.isalnum, text[start:end])) for start, end in spans)
    return 0 < inside == sum(map(str.isalnum, _words(text, draft)))


def _is_byline(words: str) -> bool:
    if len(words) > LONGEST_BYLINE or words.endswith((".", "!", "?")):
        return False
    if _DATELINE.fullmatch(words):
        return True
    credit = _CREDIT.match(words)
    names = words[credit.end() :].replace(",", " ").replace("|", " ").split() if credit else []
    return bool(names) and all(n[0].isupper() or n.lower() in _CREDIT_WORDS for n in names)


def _without_speaker(words: str) -> str:
    label = _ASKED.match(words) or _SPEAKER.match(words)
    return " ".join((words[label.end() :] if label else words).split())


def _interview(text: str, drafts: Sequence[Draft]) -> set[int]:
    """The paragraphs in which an interviewer asks, where speakers stand before a colon.

    The interviewer is who mostly asks, among at least two speakers.
    """
    said: dict[str, list[int]] = {}
    asks: Counter[str] = Counter()
    for number, draft in enumerate(drafts):
        if draft.kind is not BlockKind.PARAGRAPH:
            continue
        words = _words(text, draft)
        label = _ASKED.match(words) or _SPEAKER.match(words)
        if label is None:
            continue
        name = "q" if _ASKED.match(words) else label.group(1)
        said.setdefault(name, []).append(number)
        asks[name] += words.rstrip(_MARKS).endswith("?")
    if sum(map(len, said.values())) < 4 or len(said) < 2:
        return {number for number in said.get("q", ()) if asks["q"]}
    hosts = [name for name, numbers in said.items() if asks[name] * 2 > len(numbers)]
    if len(hosts) == len(said):
        return set()
    return {number for name in hosts for number in said[name]}


def _plain_questions(text: str, drafts: Sequence[Draft]) -> set[int]:
    """Questions that are paragraphs of their own, with replies between them.

    Two at least, and a fifth of the paragraphs: fewer are a writer's manner of speaking.
    """
    paragraphs = [n for n, draft in enumerate(drafts) if draft.kind is BlockKind.PARAGRAPH]
    found = [
        number
        for number in paragraphs
        if (words := _words(text, drafts[number])).endswith("?")
        and len(words) <= LONGEST_QUESTION // 2
        and not re.search(r"[.!?]\s", words)
        and number + 1 < len(drafts)
    ]
    apart = all(later - earlier > 1 for earlier, later in pairwise(found))
    enough = len(found) >= 2 and len(found) * 5 >= len(paragraphs)
    return set(found) if apart and enough else set()


def _run_in_heads(text: str, drafts: Sequence[Draft]) -> dict[int, int]:
    """For each paragraph that starts with a bold head, where its text goes on.

    A head ends as a sentence does, with a colon, or is a time of the day. Of
    such paragraphs there are two at least: a round-up, or the entries of a day.
    """
    found: dict[int, int] = {}
    for number, draft in enumerate(drafts):
        if draft.kind is not BlockKind.PARAGRAPH or not draft.bold:
            continue
        start, end = draft.bold[0]
        head, rest = text[start:end].strip(), text[end : draft.end]
        if start > draft.start or not 0 < len(head) <= LONGEST_HEAD or _CORRECTION.match(head):
            continue
        sign = re.match(r"\s*[.:?!\u2013\u2014|-]\s*", rest)
        signed = sign is not None and not rest[0].isalpha()
        ended = signed or _ENDS_HEAD.search(head) or _CLOCK.fullmatch(head)
        goes_on = end + (sign.end() if sign else len(rest) - len(rest.lstrip()))
        if ended and any(map(str.isalnum, text[goes_on : draft.end])):
            found[number] = goes_on
    return found if len(found) >= 2 else {}


def _split_at_head(text: str, draft: Draft, at: int) -> list[Block]:
    """A run-in head, and the paragraph that it stands before."""
    end = draft.start + len(text[draft.start : at].rstrip())
    words = text[draft.start : end].strip(_MARKS)
    asks = words.endswith("?")
    kind = BlockKind.QUESTION if asks else BlockKind.HEADING
    level = QUESTION_LEVEL if asks else RUN_IN_LEVEL
    label = words.rstrip(" .:\u2013\u2014|-")
    return [
        Block(kind, draft.start, end, level, label=label),
        Block(BlockKind.PARAGRAPH, at, draft.end),
    ]

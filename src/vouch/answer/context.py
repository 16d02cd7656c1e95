"""Sentences that cannot be understood without the one before them."""

import re

from vouch.text.tokens import content_words, words
from vouch.types import BlockKind, Passage, Span

MAX_CONTEXT = 2
"""How many sentences before it a sentence may need to be understood."""

_LEANS = frozenset("he she they it his her their its him them this these those such".split())

_CONNECTIVES = frozenset(
    """accordingly additionally although besides consequently despite earlier even finally
    furthermore hence however indeed instead later likewise meanwhile moreover nevertheless
    nonetheless otherwise rather similarly since still therefore though thus unlike yet""".split()
)

_BARE = re.compile(r"\W*(?:yes|no|of course|certainly|not at all|not yet|never)\W*", re.IGNORECASE)
"""A reply that says nothing without the sentence after it."""


def in_context(passage: Passage, index: int) -> Span:
    """The span of a passage's sentence, with those before it that it leans on.

    It leans back where it starts inside a quotation, or speaks of somebody or
    something that it has not named: "He added that ...".
    """
    if passage.part(index).kind in (BlockKind.ITEM, BlockKind.ROW):
        return passage.sentences[index]
    first = index
    while first > 0 and index - first < MAX_CONTEXT and _leans_back(passage, first):
        first -= 1
    last = index
    if _BARE.fullmatch(passage.sentence(passage.sentences[index])):
        last = min(index + 1, len(passage.sentences) - 1)
    elif first == index == 1 and _BARE.fullmatch(passage.sentence(passage.sentences[0])):
        first = 0
    return passage.sentences[first][0], passage.sentences[last][1]


def _leans_back(passage: Passage, index: int) -> bool:
    text = passage.sentence(passage.sentences[index])
    before = passage.text[: passage.sentences[index][0] - passage.start]
    if before.count("\u201c") > before.count("\u201d") or re.match(r"[\u201d\u2019]", text):
        return True
    outside = re.sub(r"[\u201c\u2018\"].{0,300}?[\u201d\u2019\"](?!\w)", " ", text)
    for token in outside.split()[:8]:
        word = "".join(words(token))
        if word in _LEANS:
            return True
        if token[:1].isupper() and content_words(token) and word not in _CONNECTIVES:
            return False
    return False

"""Comparisons by quotation: what two articles, people or bodies say on a subject, side by side."""

import re
from dataclasses import dataclass, replace

import numpy as np

from vouch.answer.parts import together
from vouch.collection import on_subject
from vouch.embedding import Embedder
from vouch.index import Snapshot
from vouch.messages import no_article_on, nothing_said_on
from vouch.summary import Line, choose, closest, lines_of, quoted, titled
from vouch.text.names import name_words
from vouch.text.tokens import stems, words
from vouch.types import Answer, AnswerForm, Refusal, RefusalCode, Reply

EACH = 3
"""How many sentences each side is quoted with at most."""

CLOSE = 0.25
"""The cosine similarity from which a sentence is on the subject of a comparison."""

LONGEST = 300
"""How many characters a message has that asks for a comparison: the patterns look back in it."""

LOOKED_AT = 60
"""How many passages are looked at for sentences that name a side."""

_SIDES = r"(?P<first>\S[^?]*?)\s+(?:and|with|to|against|vs\.?|versus|und|et|y|e|con|avec|mit)\s+"
_ON = r"(?:about|on|of|regarding|concerning|over|über|zu|sur|sobre|su)"
_SAYING = (
    r"(?:says?|said|thinks?|thought|writes?|wrote|reports?|reported|tells?|told|argues?|argued)"
)
_FORMS = tuple(
    re.compile(rf"^\W*(?:please\s+)?compare\s+{form}\s*[?.!]*$", re.IGNORECASE)
    for form in (
        rf"(?:what\s+)?{_SIDES}(?P<second>\S[^?]*?)\s+{_SAYING}\s+{_ON}\s+(?P<subject>\S.*?)",
        rf"(?:the\s+)?(?:views?|positions?|statements?|coverage)\s+of\s+{_SIDES}"
        rf"(?P<second>\S[^?]*?)\s+{_ON}\s+(?P<subject>\S.*?)",
        rf"(?:what\s+)?{_SIDES}(?P<second>\S[^?]*?)\s+(?:about|on|regarding|concerning)\s+"
        r"(?P<subject>\S.*?)",
        rf"(?:what\s+)?{_SIDES}(?P<second>\S[^?]*?)(?:\s+{_SAYING})?(?P<subject>)",
    )
)
_QUOTES = "\"'\u201c\u201d\u2018\u2019"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, each an article's title or a name, and the subject; "" without one."""

    first: str
    second: str
    subject: str


def comparison_of(message: str) -> Comparison | None:
    """What a message wants compared; None where it names no two sides, or is long."""
    if len(message) > LONGEST:
        return None
    text = " ".join(message.split())
    for form in _FORMS:
        match = form.match(text)
        if match:
            sides = (match["first"].strip(_QUOTES), match["second"].strip(_QUOTES))
            if all(words(side) for side in sides):
                return Comparison(*sides, match["subject"].strip(_QUOTES))
    return None


def compare(message: str, wanted: Comparison, snapshot: Snapshot, embedder: Embedder) -> Reply:
    """What each side says on the subject, as a part of its own; a refusal where neither does."""
    sides = (wanted.first, wanted.second)
    replies = [_side(side, wanted.subject, snapshot, embedder) for side in sides]
    whole = together(message, replies)
    return replace(whole, form=AnswerForm.SUMMARY) if isinstance(whole, Answer) else whole


def _side(side: str, subject: str, snapshot: Snapshot, embedder: Embedder) -> Reply:
    articles = snapshot.articles()
    path = titled(side, articles)
    if path is None and side == side.lower():  # no name, but what an article is on
        paths = on_subject(side, snapshot, embedder)
        path = closest(side, paths, articles) if paths else None
    lines = _whole(path, snapshot) if path else _naming(side, snapshot)
    if not lines:
        return Refusal(side, no_article_on(side), code=RefusalCode.NOT_MENTIONED, missing=(side,))
    vectors = embedder.encode([said.near for said in lines])
    if not subject:
        chosen = choose(vectors, vectors.mean(axis=0), EACH, lead=bool(path))
        return quoted(side, [lines[row].line for row in sorted(chosen)])
    query = np.asarray(embedder.embed_query(subject), dtype=np.float32)
    asked = set(stems(subject))
    on_it = [
        row
        for row, said in enumerate(lines)
        if float(vectors[row] @ query) >= CLOSE or asked <= set(stems(said.near))
    ]
    if not on_it:
        return Refusal(side, nothing_said_on(side, subject), code=RefusalCode.NOT_ANSWERED)
    chosen = choose(vectors[on_it], query, EACH, lead=False)
    return quoted(side, [lines[on_it[row]].line for row in sorted(chosen)])


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a side, and the text that tells what it is on: itself and the one before."""

    line: Line
    near: str


def _whole(path: str, snapshot: Snapshot) -> list[_Said]:
    return [_Said(line, line.text) for line in lines_of(path, snapshot)]


def _naming(side: str, snapshot: Snapshot) -> list[_Said]:
    """The sentences that name a side by the last word of its name."""
    telling = name_words(side) or tuple(words(side))
    found = snapshot.passages([id_ for id_, _ in snapshot.lexical(side, LOOKED_AT)])
    named = set(stems(telling[-1]))
    chosen: list[_Said] = []
    for path in dict.fromkeys(passage.source for passage in found.values()):
        before = ""
        for line in lines_of(path, snapshot):
            if named & set(stems(line.text)):
                chosen.append(_Said(line, f"{before} {line.text}".strip()))
            before = line.text
    return chosen

"""A claim compared with the articles: supported, contradicted or not mentioned.

Verification turned outward: each statement of the claim is retrieved for like a
question, and verified against the passages found as if it cited them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from vouch.answer.extractive import quote_of
from vouch.embedding import Embedder
from vouch.errors import SettingsError
from vouch.index import Snapshot
from vouch.messages import CLAIM_UNMENTIONED
from vouch.opposition import Opposed, opposed
from vouch.retrieval import retrieve
from vouch.text.chat_words import CHECK
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import words
from vouch.types import (
    Check,
    CheckedStatement,
    Citation,
    ClaimVerdict,
    Quote,
    Trace,
)
from vouch.verification import ClaimReader, Excerpt, Verdict, verify_all

PASSAGES = 4
"""How many passages a statement is compared with."""

SURE = 0.5
"""The reader's support from which a verified statement is called supported: more than an answer

needs, as nobody looks over a verdict.
"""

MOST = 20
"""How many statements of a claim are checked."""


def claim_of(message: str) -> str:
    """The claim in a message, without the words that ask to check it."""
    match = CHECK.match(message)
    claim = message[match.end() :] if match else message
    return claim.strip().strip('"\u201c\u201d').strip()


def statements_of(claim: str) -> list[str]:
    """The statements of a claim: its sentences that say something, at most `MOST`."""
    found = [claim[start:end].strip() for start, end in sentence_spans(claim)]
    return [text for text in found if len(words(text)) > 1][:MOST] or [claim.strip()]


def claim_reader(reader: object) -> ClaimReader:
    """The reader as one that judges claims; raises SettingsError where it cannot."""
    if not hasattr(reader, "support"):
        name = getattr(reader, "name", "this")
        raise SettingsError(
            f"The reader {name} does not check claims.", "Unset VOUCH_READER to use Vouch's own."
        )
    return cast(ClaimReader, reader)


@dataclass(slots=True)
class _Quotes:
    """The quotes that are cited, each numbered once."""

    numbers: dict[Quote, int] = field(default_factory=dict)

    def cite(self, quotes: Sequence[Quote]) -> tuple[int, ...]:
        return tuple(self.numbers.setdefault(quote, len(self.numbers) + 1) for quote in quotes)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(Citation(number, quote) for quote, number in self.numbers.items())


def check_claim(
    claim: str, snapshot: Snapshot, embedder: Embedder, reader: ClaimReader, limit: int = PASSAGES
) -> Check:
    """The verdict of the articles on a claim, statement by statement.

    A claim is contradicted where one of its statements is, supported where all
    are, and unmentioned otherwise.
    """
    texts = statements_of(claim)
    excerpts = [_excerpts(text, snapshot, embedder, limit) for text in texts]
    verdicts = verify_all(list(zip(texts, excerpts, strict=True)), reader)
    cited = _Quotes()
    checked = tuple(
        _checked(text, verdict, found, reader, cited)
        for text, verdict, found in zip(texts, verdicts, excerpts, strict=True)
    )
    trace = Trace().with_step("check", statements=len(checked))
    return Check(
        claim, overall([each.verdict for each in checked]), checked, cited.citations, trace
    )


def overall(verdicts: Sequence[ClaimVerdict]) -> ClaimVerdict:
    """The verdict on a claim of several statements."""
    if ClaimVerdict.CONTRADICTED in verdicts:
        return ClaimVerdict.CONTRADICTED
    if all(verdict is ClaimVerdict.SUPPORTED for verdict in verdicts):
        return ClaimVerdict.SUPPORTED
    return ClaimVerdict.UNMENTIONED


def _excerpts(statement: str, snapshot: Snapshot, embedder: Embedder, limit: int) -> list[Excerpt]:
    vector = embedder.embed_query(statement)
    found = retrieve(snapshot, statement, vector, limit)
    return [Excerpt(candidate.source, candidate.passage) for candidate in found]


def _checked(
    text: str,
    verdict: Verdict,
    excerpts: Sequence[Excerpt],
    reader: ClaimReader,
    cited: _Quotes,
) -> CheckedStatement:
    if verdict.passed and verdict.support >= SURE:
        numbers = cited.cite(verdict.quotes)
        return CheckedStatement(text, ClaimVerdict.SUPPORTED, verdict.support, numbers)
    against = opposed(text, excerpts, reader)
    if against:
        numbers = cited.cite([_quote(against)])
        return CheckedStatement(
            text, ClaimVerdict.CONTRADICTED, verdict.support, numbers, against.reason
        )
    return CheckedStatement(text, ClaimVerdict.UNMENTIONED, verdict.support, (), CLAIM_UNMENTIONED)


def _quote(against: Opposed) -> Quote:
    passage = against.excerpt.passage
    return quote_of(against.excerpt.source, passage, passage.sentences[against.index])

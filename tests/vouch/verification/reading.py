"""A reader that believes every claim, and passages to hold claims against."""

from collections.abc import Sequence

from vouch.text.sentences import sentence_spans
from vouch.types import Passage, Source
from vouch.verification import Excerpt, Verdict, verify


class Believer:
    """Finds every claim supported: what is refused is refused by the rules."""

    def __init__(self, support: float = 1.0) -> None:
        self.level = support
        self.asked: list[tuple[str, str]] = []

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += claims
        return [self.level] * len(claims)


def excerpt(
    text: str, title: str = "News", path: str = "a.md", date: str | None = "2025-05-20"
) -> Excerpt:
    """A passage that is a whole article."""
    source = Source(path, title, author="Maud Ellery", date=date)
    return Excerpt(source, Passage(path, text, 0, len(text), tuple(sentence_spans(text))))


def judged(statement: str, *texts: str, support: float = 1.0) -> Verdict:
    """The verdict of the rules on a statement that cites these texts, each an article."""
    cited = [excerpt(text, path=f"{n}.md") for n, text in enumerate(texts)]
    return verify(statement, cited, Believer(support))

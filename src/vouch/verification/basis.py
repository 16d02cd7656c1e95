"""What a fact is held against: the cited sentences, and what is known of their articles."""

from dataclasses import dataclass
from functools import cached_property

from vouch.text.sentences import sentence_spans
from vouch.text.tokens import fold
from vouch.types import Quote, Source
from vouch.verification.clauses import clauses, nearest
from vouch.verification.evidence import Cited


@dataclass(frozen=True)
class Basis:
    """The sentences that a fact stands on, the best first, and every cited passage's text.

    `passages` is what the sentences were chosen from: it tells who "he" is, and
    which of the fact's words belong to other sentences.
    """

    cited: tuple[Cited, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[str, ...]
    statement: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Every sentence of the cited passages, with the date of its article or ''."""

    @cached_property
    def text(self) -> str:
        """The cited sentences with their context."""
        return "\n".join(quote.text for quote in self.quotes)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return tuple(dict.fromkeys(quote.source for quote in self.quotes))

    @cached_property
    def about(self) -> str:
        """The titles and authors of the articles."""
        return "\n".join(f"{source.title}\n{source.author or ''}" for source in self.sources)

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences cited, one by one, in the order of the quotes."""
        return [q.text[a:b] for q in self.quotes for a, b in sentence_spans(q.text)]

    def verbatim(self, fact: str) -> bool:
        """Whether a fact is one of the cited sentences as it stands."""
        return any(" ".join(s.split()) == " ".join(fact.split()) for s in self.sentences)

    def others_of(self, words: str) -> list[str]:
        """The sentences of the cited passages, as far as they hold these folded words."""
        return [text for _, text in self.others if words in fold(text)]

    def sentence(self, fact: str) -> str:
        """The cited sentence that speaks most of a fact."""
        return nearest(fact, self.sentences)

    def clause(self, fact: str) -> str:
        """The cited clause that speaks most of a fact."""
        return nearest(fact, [c for sentence in self.sentences for c in clauses(sentence)])

"""What is known of a question on its way through the pipeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Self

from vouch.answer.evident import Elsewhere
from vouch.conversation import Turn
from vouch.index import Snapshot
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.temporal import Asked, Timely
from vouch.text.other_languages import OtherLanguage
from vouch.text.tokens import content_words
from vouch.types import Reply

if TYPE_CHECKING:  # what only chat models need is imported with them
    from vouch.generation.session import Writing


@dataclass(frozen=True, slots=True)
class State:
    """All that is known of a question so far; each stage returns it with what it adds.

    Args:
        snapshot: The state of the index that the question is answered from.
        question: The question, made to stand alone and spelled as the articles spell it.
        terms: The terms of the question.
        asked: The time that it asks for.
        plain: The terms of the question without its time.
        threshold: The support from which a passage answers.
        today: The day from which "last year" counts.
        vector: The question's vector, where it is known.
        history: The turns before the question, oldest first.
        forms: The forms of a follow-up that stand alone, to try until one is answered.
        writing: The chat model's part in the reply, where one writes.
        mended: Each misspelt name of the question with the articles' own form.
        candidates: The passages found, the best first.
        readings: What the reader says of each candidate.
        lacking: Names and numbers of the question that passages do not speak of which would
            answer but for that.
        in_time: What of the candidates may answer of the asked time, once that is known.
        language: The language of the question where it is not English.
        elsewhere: Whether the question, or what comes nearest, is not in English.
        reply: The answer or the refusal, once it is decided.
        seconds: How long each stage took.
    """

    snapshot: Snapshot
    question: str
    terms: QuestionTerms
    asked: Asked
    plain: QuestionTerms
    threshold: float
    today: date
    vector: Sequence[float] | None = None
    history: Sequence[Turn] = ()
    forms: tuple[str, ...] = ()
    writing: "Writing | None" = None
    mended: tuple[tuple[str, str], ...] = ()
    candidates: tuple[Candidate, ...] = ()
    readings: tuple[Reading, ...] = ()
    lacking: tuple[str, ...] = ()
    in_time: Timely | None = None
    language: OtherLanguage | None = None
    elsewhere: Elsewhere | None = None
    reply: Reply | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        question: str,
        snapshot: Snapshot,
        threshold: float,
        today: date,
        vector: Sequence[float] | None = None,
        history: Sequence[Turn] = (),
        writing: "Writing | None" = None,
    ) -> Self:
        """The state in which a question begins: nothing of it is known but its words."""
        terms = terms_of(question, snapshot)
        asked = Asked(question, plain=question)
        return cls(
            *(snapshot, question, terms, asked, terms, threshold, today, vector, history),
            forms=(question,),
            writing=writing,
        )

    @property
    def timely(self) -> Timely:
        """What of the candidates may answer of the asked time: all, where none was left out."""
        return self.in_time or Timely(self.asked, self.candidates, self.readings)

    @property
    def answers(self) -> bool:
        """Whether a passage of the asked time answers."""
        supports = (reading.support for reading in self.timely.readings)
        return max(supports, default=0.0) >= self.threshold


def terms_of(question: str, snapshot: Snapshot) -> QuestionTerms:
    """The terms of a question, weighed by how many passages of the index hold them."""
    frequencies = snapshot.document_frequencies(content_words(question))
    return question_terms(question, frequencies, snapshot.size)

"""The kind of answer that a question asks for."""

import pytest

from vouch.text.answer_types import Kind, kind_asked, spans_of_kind
from vouch.text.tokens import words


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many troops will be sent?", Kind.NUMBER),
        ("How old is Dragone?", Kind.NUMBER),
        ("when was trump sworn in", Kind.TIME),
        ("In what year did it open?", Kind.TIME),
        ("Who heads the committee?", Kind.PERSON),
        ("Where was it built?", Kind.PLACE),
        ("Which city is the capital?", Kind.PLACE),
        ("What stage are the talks at?", Kind.OTHER),
        ("Who decides when it opens?", Kind.PERSON),
        ("What is said of those who left when it rained?", Kind.OTHER),
        ("How did it end when the ferry sank?", Kind.OTHER),
        ("At what time does it open?", Kind.TIME),
        ("Show the plan", Kind.OTHER),
    ],
)
def test_kind_asked(question: str, kind: Kind) -> None:
    assert kind_asked(question) is kind


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("It was sworn in on January 20, 2025, they say.", Kind.TIME, ["January 20, 2025"]),
        ("It cost 3,200 marks and 15%.", Kind.NUMBER, ["3,200", "15%"]),
        ("Two ferries sank.", Kind.NUMBER, ["Two"]),
        ("the head is Ada de Vries of Oslo", Kind.PERSON, ["Ada de Vries of Oslo"]),
        ("nobody was there", Kind.PERSON, []),
        ("so said Émile Çelik", Kind.PERSON, ["Émile Çelik"]),
        ("It may rain.", Kind.TIME, []),
    ],
)
def test_spans_of_kind(text: str, kind: Kind, found: list[str]) -> None:
    assert [text[slice(*span)] for span in spans_of_kind(text, kind, frozenset())] == found


def test_what_the_question_gives_is_not_what_it_asks_for() -> None:
    known = frozenset(words("Who is Ada Vries?"))
    assert spans_of_kind("Ada Vries met Bo Lund.", Kind.PERSON, known) != []
    assert spans_of_kind("Ada Vries went home.", Kind.PERSON, known) == []

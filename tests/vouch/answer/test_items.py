"""An answer keeps to the section, row, item or reply that a question asks about."""

from collections.abc import Sequence

import pytest

from vouch.answer.items import CERTAIN, within_structure
from vouch.answer.lists import quoted_items
from vouch.answer.tables import answering_rows
from vouch.chunking import split_article
from vouch.documents.markdown import parse_markdown
from vouch.reader.features import QuestionTerms, question_terms
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.text.tokens import content_words
from vouch.text.weekdays import weekdays
from vouch.types import Article, Source

SOURCE = Source("a.md", "Notes of the week")

ROUND_UP = """
## Fire at the mill

Nobody was hurt. It began at noon.

## Market day

Forty stalls stood on Quay Street.
"""

TABLE = """
| Pool | Monday to Friday | Sunday |
|---|---|---|
| North | 7:00 | closed |
| South | 9:00 | 10:00 |
"""


class One:
    """A snapshot of one article."""

    def __init__(self, text: str) -> None:
        parsed = parse_markdown(text.encode())
        self.found = Article(SOURCE, parsed.text, blocks=parsed.blocks)

    def article(self, source: str) -> Article:
        return self.found

    def candidates(self) -> list[Candidate]:
        passages = split_article(self.found, words_counted, 120)
        return [Candidate(str(n), SOURCE, p, {"dense": 0.5}) for n, p in enumerate(passages)]


def words_counted(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def terms_of(question: str, text: str) -> QuestionTerms:
    known = {word: 1 for word in content_words(question) if word in content_words(text)}
    return question_terms(question, known, 10)


def supports(question: str, text: str, support: float = 0.8) -> list[float]:
    one = One(text)
    candidates = one.candidates()
    readings = [Reading(support, None, (0.5,) * len(c.passage.sentences)) for c in candidates]
    terms = terms_of(question, text)
    return [r.support for r in within_structure(terms, candidates, readings, one)]


def test_a_passage_of_another_section_is_held_back() -> None:
    mill, market = supports("Was anyone hurt in the fire at the mill?", ROUND_UP)
    assert mill >= 0.8
    assert market < 0.4
    mill, market = supports("Was anyone hurt on market day?", ROUND_UP)
    assert mill < 0.4
    assert market >= 0.8


def test_the_reply_to_the_very_question_answers() -> None:
    text = "**Who rings the bell?**\n\nNobody does.\n\n**How old is the bell?**\n\nIt is not told."
    assert supports("Who rings the bell?", text, 0.1)[0] == CERTAIN
    assert supports("How old is the bell?", text, 0.8)[1] < 0.4


@pytest.mark.parametrize(
    ("question", "row", "cell"),
    [
        ("When does the South pool open on Tuesdays?", "South", "9:00"),
        ("When does the north pool open on weekdays?", "North", "7:00"),
        ("Which pool is closed on Sunday?", "North", "closed"),
    ],
)
def test_the_cell_that_a_question_asks_for(question: str, row: str, cell: str) -> None:
    (candidate,) = One(TABLE).candidates()
    found = answering_rows(terms_of(question, TABLE), candidate, question)
    assert found is not None
    assert found.answers
    assert found.cell is not None
    passage = candidate.passage
    assert [passage.sentence(passage.sentences[n]).split()[0] for n in found.rows] == [row]
    assert passage.sentence(found.cell) == cell


def test_a_table_without_the_asked_row_answers_nothing() -> None:
    (candidate,) = One(TABLE).candidates()
    question = "When does the West pool open?"
    found = answering_rows(terms_of(question, TABLE), candidate, question)
    assert found is None or not found.answers


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        ("When does the South pool open on Tuesdays?", True),
        ("When does the South pool open on Tuesdays in summer?", False),
        ("How deep is the water of the South pool?", False),
    ],
)
def test_a_row_answers_nothing_that_no_article_knows(question: str, answers: bool) -> None:
    (candidate,) = One(TABLE).candidates()
    found = answering_rows(terms_of(question, TABLE), candidate, question)
    assert found is not None
    assert found.answers is answers


def test_words_after_a_table_are_not_above_it() -> None:
    text = f"{TABLE}\n\nA ticket costs six euros at the pools."
    (candidate,) = One(text).candidates()
    question = "How much is a ticket at the South pool?"
    found = answering_rows(terms_of(question, text), candidate, question)
    assert found is not None
    assert not found.answers


def test_a_year_names_a_column() -> None:
    rows = "| Item | 2025 | 2026 |\n|---|---|---|\n| Roads | 7 | 4 |\n| Schools | 12 | 15 |\n"
    text = f"What we spend:\n\n{rows}"
    (candidate,) = One(text).candidates()
    question = "What do we spend on roads in 2026?"
    found = answering_rows(terms_of("What do we spend on roads?", text), candidate, question)
    assert found is not None
    assert found.cell is not None
    assert candidate.passage.sentence(found.cell) == "4"


def test_an_interview_need_not_say_again_whom_it_asks() -> None:
    text = (
        "Odd Lie sells his smithy. We met him.\n\n**Who takes over?**\n\nMy niece Ane Lie does.\n\n"
        "**Do you drink tea?**\n\nNever."
    )
    assert supports("Who takes over the smithy of Odd Lie?", text, 0.1)[1] == CERTAIN
    assert supports("Who takes over the bank of Odd Lie?", text, 0.1)[1] < CERTAIN


def test_what_another_item_tells_is_not_told_of_the_named_one() -> None:
    text = (
        "Two stand for mayor:\n\n- Ada Moe wants a pool.\n- Per Vik wants free buses.\n\nSo be it."
    )
    assert supports("What does Ada Moe say about a pool?", text)[0] >= 0.8
    assert supports("What does Ada Moe say about buses?", text)[0] < 0.4


@pytest.mark.parametrize(
    ("question", "index", "quoted"),
    [
        ("What must a diver bring?", 2, [(1, 3)]),
        ("Must a diver bring a lamp?", 1, [(3, 3)]),
        ("What does the club say?", 0, [(0, 0)]),
    ],
)
def test_an_item_or_the_whole_list(question: str, index: int, quoted: list[object]) -> None:
    text = "The club is old. Divers must bring:\n\n- a suit\n- a lamp\n\nThe end."
    (candidate,) = One(text).candidates()

    assert quoted_items(question, candidate.passage, index) == quoted


MINUTES = """
## 1. Bus shelter

Mr Lie spoke. Deferred to May.

## 2. Dog park

Approved by 5 votes to 2.
"""


def test_a_decision_is_told_by_another_word_and_of_its_own_matter() -> None:
    assert supports("Was the bus shelter approved?", MINUTES, 0.5)[0] >= 0.7
    assert supports("Was the dog park refused?", MINUTES, 0.5)[1] >= 0.7
    assert max(supports("Was the fish ladder approved?", MINUTES)) < 0.4


def test_a_time_at_a_named_row_and_column_needs_no_verb() -> None:
    (candidate,) = One(TABLE).candidates()
    question = "When does the South pool shut on Sunday?"
    found = answering_rows(terms_of(question, TABLE), candidate, question)
    assert found is not None
    assert found.cell is not None
    assert candidate.passage.sentence(found.cell) == "10:00"


def test_a_lead_in_that_refers_back_has_what_it_refers_to() -> None:
    text = "We are old. Glass is not fetched. Bring it to:\n\n- the quay\n- the mill\n\nThe end."
    (candidate,) = One(text).candidates()
    passage = candidate.passage
    assert passage.part(3).lead == "Glass is not fetched. Bring it to:"
    assert quoted_items("Where can I take glass?", passage, 3) == [(1, 4)]


def test_days_of_the_week() -> None:
    assert weekdays("Monday to Friday") == weekdays("on weekdays") == frozenset(range(5))
    assert weekdays("Sat-Mon") == {5, 6, 0}
    assert not weekdays("money and a monument")

"""The shipped reader on questions that it was not trained on."""

import numpy as np
import pytest

from tests.vouch.making import candidate
from vouch.reader.features import question_terms
from vouch.reader.loading import load_reader
from vouch.reader.model import RawReading
from vouch.reader.reader import NO_SENTENCE, CalibratedReader, sentence_features
from vouch.reader.spans import Pointing
from vouch.settings import Settings
from vouch.types import Span

FERRY = (
    "The ferry to Lund sails at nine every morning. Ada Berg, who has steered it for six years, "
    "says it is seldom late. ‘We wait for nobody,’ she said. The mayor, Bo Ek, wants a bridge."
)


@pytest.fixture(scope="module")
def reader() -> CalibratedReader:
    shipped = load_reader(Settings())
    assert isinstance(shipped, CalibratedReader)
    return shipped


def read(reader: CalibratedReader, question: str, text: str = FERRY) -> tuple[float, Span | None]:
    terms = question_terms(question, {}, 1)
    (reading,) = reader.read(terms, [candidate(text)])
    return reading.support, reading.span


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When does the ferry to Lund sail?", "nine"),
        ("Who is the mayor?", "Bo Ek"),
        ("how long has ada berg steered the ferry", "six years"),
    ],
)
def test_the_words_that_answer_are_marked(
    reader: CalibratedReader, question: str, words: str
) -> None:
    support, span = read(reader, question)
    assert support > 0.5
    assert span is not None
    assert words in FERRY[slice(*span)]


@pytest.mark.parametrize(
    ("answered", "near"),
    [
        ("Who steers the ferry?", "Who built the ferry?"),
        ("What does the mayor want?", "How old is the mayor?"),
        ("When does the ferry to Lund sail?", "How much does the ferry to Lund cost?"),
    ],
)
def test_a_near_miss_has_less_support(reader: CalibratedReader, answered: str, near: str) -> None:
    assert read(reader, answered)[0] > 0.5 > read(reader, near)[0]


def test_readings_do_not_depend_on_their_company(reader: CalibratedReader) -> None:
    terms = question_terms("Who is the mayor?", {}, 2)
    alone = reader.read(terms, [candidate(FERRY)])[0]
    among = reader.read(terms, [candidate(FERRY), candidate("It rained. " * 40, "b.txt")])[0]
    assert among.support == alone.support
    assert among.span == alone.span


def test_the_sentence_that_answers_belongs_most(reader: CalibratedReader) -> None:
    (reading,) = reader.read(question_terms("Who is the mayor?", {}, 1), [candidate(FERRY)])
    assert max(reading.sentences) == reading.sentences[3]


def test_a_sentence_is_weighed_with_those_beside_it() -> None:
    read = candidate(FERRY)
    logits = [0.5, 2.0, -1.0, -3.0]
    start = FERRY.index("six years")
    likely, sure = (np.log([p], dtype=np.float32) for p in (0.75, 1.0))
    pointing = Pointing([(start, start + 9)], likely, sure)
    whole = RawReading(1.0, pointing)
    rows = sentence_features(read, whole, [RawReading(logit) for logit in logits])
    assert [row["before"] for row in rows] == [NO_SENTENCE, 0.5, 2.0, -1.0]
    assert [row["after"] for row in rows] == [2.0, -1.0, -3.0, NO_SENTENCE]
    assert [row["behind"] for row in rows] == [-1.5, 0.0, -3.0, -5.0]
    assert [row["holds_span"] for row in rows] == pytest.approx([0.0, 0.75, 0.0, 0.0])
    assert rows[0]["early"] > rows[3]["early"] > 0


def test_the_words_that_answer_lie_in_one_sentence(reader: CalibratedReader) -> None:
    for question in ("Who says that it is seldom late?", "What does the mayor want?", "Lund?"):
        (reading,) = reader.read(question_terms(question, {}, 1), [candidate(FERRY)])
        assert reading.span is not None
        start, end = reading.span
        spans = candidate(FERRY).passage.sentences
        assert any(first <= start < end <= last for first, last in spans)


def test_a_claim_is_supported_by_what_says_so(reader: CalibratedReader) -> None:
    said, swapped, other = reader.support(
        [
            ("Ada Berg has steered the ferry for six years.", FERRY),
            ("Bo Ek has steered the ferry for ninety years.", FERRY),
            ("The castle burned down in 1512.", FERRY),
        ]
    )
    assert said > 0.5
    assert said > swapped
    assert said > other < 0.5


def test_less_risk_means_a_higher_threshold(reader: CalibratedReader) -> None:
    assert reader.threshold(0.02) >= reader.threshold(0.1) >= reader.threshold(0.3)

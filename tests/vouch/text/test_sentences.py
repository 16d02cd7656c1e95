"""Text is split into sentences whose offsets hold, however long it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.documents.process import ParserProcess
from vouch.text.sentences import BLOCK, sentence_spans

PARAGRAPH = "The U.S. agreed on Jan. 20. “Who decides?” the source asked. It stays open (for now). "


def sentences(text: str) -> list[str]:
    return [text[slice(*span)] for span in sentence_spans(text)]


def test_a_long_text_is_split_as_its_paragraphs_are() -> None:
    paragraphs = [f"{number}. {PARAGRAPH * (number % 9 + 1)}".strip() for number in range(90)]
    apart = [sentence for paragraph in paragraphs for sentence in sentences(paragraph)]
    assert sentences("\n\n".join(paragraphs)) == apart


def test_a_long_paragraph_is_split_as_its_sentences_are() -> None:
    text = PARAGRAPH * (20 * BLOCK // len(PARAGRAPH))
    assert sentences(text) == sentences(PARAGRAPH) * (20 * BLOCK // len(PARAGRAPH))


@given(
    st.lists(
        st.one_of(st.text("aB1 .,!?\n\t“”()「。", max_size=40), st.just("word " * (BLOCK // 4))),
        max_size=12,
    ).map("".join)
)
def test_every_letter_lies_in_one_sentence(text: str) -> None:
    before = 0
    outside = []
    for start, end in sentence_spans(text):
        assert before <= start < end
        assert text[start:end] == text[start:end].strip()
        outside.append(text[before:start])
        before = end
    outside.append(text[before:])
    assert not any(letter.isalnum() for letter in "".join(outside))


def test_the_parsing_process_splits_an_article() -> None:
    process = ParserProcess()
    parsed = process.parse((PARAGRAPH * 100).encode(), ".txt")
    process.close()
    assert parsed.sentences == tuple(sentence_spans(parsed.text))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council meets at 7 p.m. Tuesday in the hall.",
        "The market opens at 9 a.m. Saturdays.",
        "The vote is at 8 p.m. Eastern time.",
        "The gate shuts at 6 p.m. May 4 for a week.",
        "It is printed in Vol. II of the records.",
        "The road cost approx. 5 million.",
        "He lived in St. Andrews near St. Olav's church.",
        "The quay opened on Jan. 5 and shut in Feb. 2026.",
        "It rained from Mon. Oct. 6 on.",
    ],
)
def test_a_sentence_goes_on_after_an_abbreviation(sentence: str) -> None:
    assert sentences(f"{sentence} Then it rained.") == [sentence, "Then it rained."]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The talk starts at 7 p.m.", "The doors open earlier."),
        ("The doors open at 6 p.m.", "March was early."),
        ("She founded Acme Inc.", "He left."),
        ("He moved to the U.S.", "It was cold."),
    ],
)
def test_a_sentence_may_end_with_an_abbreviation(one: str, other: str) -> None:
    assert sentences(f"{one} {other}") == [one, other]


def test_speech_without_marks_is_cut_before_words_that_join() -> None:
    said = "good evening to all and the roof will cost four million euros so we wait until may "
    parts = sentence_spans(said * 12)
    assert all(60 <= end - start <= 200 for start, end in parts[:-1])
    words = [word for start, end in parts for word in (said * 12)[start:end].split()]
    assert words == (said * 12).split()
    assert {(said * 12)[start:].split()[0] for start, _ in parts} <= {"good", "and", "so"}


def test_a_long_sentence_with_marks_is_whole() -> None:
    clause = "the board, which met in May, heard the firm of Lund; "
    assert len(sentence_spans(("The firm wrote: " + clause * 12).rstrip("; ") + ".")) == 1


def test_what_each_speaker_says_is_apart() -> None:
    turns = [
        "HOST: and when will it open",
        "Lena Moor: in april of next year\nif all goes well",
        "HOST: good",
    ]
    said = "\n".join(turns)
    assert [said[start:end] for start, end in sentence_spans(said)] == turns

import json
from pathlib import Path

from training.records import Paragraph, Question
from training.written import (
    MISSES_OF_A_QUERY,
    WRITTEN,
    by_digest,
    digest,
    read_evidence,
    read_near_misses,
    read_queries,
    read_sentences,
    read_written,
)

PASSAGE = Paragraph("Ely", "The monks left Ely in 1074 for fear of an attack.", ())
LINE = (
    f'{{"passage": "{digest(PASSAGE.text)}", "unanswerable": ["Who led the attack?"], '
    '"answerable": [["why did they go", "for fear of an attack"], ["when", "1075"]], '
    '"broad": ["what became of the monks of ely"], '
    '"supported": ["Ely was deserted."], "unsupported": ["The monks stayed."]}\n'
)


def test_questions_and_claims_find_their_passage(tmp_path: Path) -> None:
    path = tmp_path / "written.jsonl"
    path.write_text(LINE + LINE.replace(digest(PASSAGE.text), "0000000000"))
    asked, claims, broad = read_written(by_digest([PASSAGE]), path)
    (paragraph,) = asked
    answered, open_ = paragraph.questions
    ((answer, start),) = answered.answers
    assert PASSAGE.text[start:].startswith(answer)
    assert (open_.text, open_.answers) == ("Who led the attack?", ())
    assert [(claim.question, claim.supported) for claim in claims] == [
        ("Ely was deserted.", True),
        ("The monks stayed.", False),
    ]
    assert [(b.question, b.supported, b.span) for b in broad] == [
        ("what became of the monks of ely", True, None)
    ]


def test_near_misses_stand_beside_the_questions_of_the_passage(tmp_path: Path) -> None:
    asked = Paragraph(PASSAGE.article, PASSAGE.text, (Question("When?", (("1074", 22),)),))
    path = tmp_path / "near_misses.jsonl"
    path.write_text(
        f'{{"passage": "{digest(PASSAGE.text)}", "unanswerable": ["Who attacked?"], '
        '"answerable": []}\n{"passage": "0000000000", "unanswerable": [], "answerable": []}\n'
    )
    (paragraph,) = read_near_misses(by_digest([asked]), path)
    assert [(q.text, bool(q.answers)) for q in paragraph.questions] == [
        ("When?", True),
        ("Who attacked?", False),
    ]


def test_a_query_is_answered_by_its_passages_and_missed_by_others(tmp_path: Path) -> None:
    others = [Paragraph("Ely", f"Of Ely, part {number}.", ()) for number in range(4)]
    keys = [digest(p.text) for p in (PASSAGE, *others)]
    path = tmp_path / "queries.jsonl"
    line = {"passages": keys, "queries": [["why did they leave ely", [1]], ["ely today", []]]}
    path.write_text(json.dumps(line) + "\n")
    found = read_queries(by_digest([PASSAGE, *others]), path)
    assert [(e.question, e.supported) for e in found] == [
        ("why did they leave ely", True),
        *[("why did they leave ely", False)] * MISSES_OF_A_QUERY,
        *[("ely today", False)] * MISSES_OF_A_QUERY,
    ]
    assert found[0].passage == PASSAGE.text
    assert PASSAGE.text not in [e.passage for e in found[1 : 1 + MISSES_OF_A_QUERY]]


def test_sentences_belong_in_the_answer_of_a_query_or_not(tmp_path: Path) -> None:
    two = Paragraph("Ely", "They left in 1074. It rained.", ())
    path = tmp_path / "sentences.jsonl"
    line = {"passage": digest(two.text), "queries": [["when", [[0, 18]], [[19, 29]]]]}
    path.write_text(json.dumps(line) + "\n")
    assert [(e.passage, e.title, e.supported) for e in read_sentences(by_digest([two]), path)] == [
        ("They left in 1074.", "Ely", True),
        ("It rained.", "Ely", False),
    ]


def test_the_shipped_lines_are_whole() -> None:
    # a passage that is not there leaves all lines out, whatever they hold
    assert read_written(by_digest([PASSAGE]), WRITTEN) == ([], [], [])
    assert read_near_misses({}) == []
    assert read_queries({}) == []
    assert read_sentences({}) == []
    labels = [claim.supported for claim in read_evidence()]
    assert 0.3 < sum(labels) / len(labels) < 0.6

from pathlib import Path

from training.records import Paragraph
from training.written import WRITTEN, digest, read_written

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
    asked, claims, broad = read_written([PASSAGE], path)
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


def test_the_shipped_lines_are_whole() -> None:
    # a passage that is not there leaves all lines out, whatever they hold
    assert read_written([PASSAGE], WRITTEN) == ([], [], [])

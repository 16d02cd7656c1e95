"""Questions and claims written for passages of the labelled files: near misses, and rewordings.

Those files hold few near misses written to deceive, on few articles. These are on hundreds; the
passages themselves are found in SQuAD 1.1 and Natural Questions by their digests.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from training.records import Example, Paragraph, Question

WRITTEN = Path(__file__).parent / "stories" / "written.jsonl"
"""Lines of {passage, unanswerable, answerable: [question, answer], supported, unsupported}."""


def digest(text: str) -> str:
    """What a passage is called in the file of written questions."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def read_written(
    passages: Iterable[Paragraph], path: Path = WRITTEN
) -> tuple[list[Paragraph], list[Example]]:
    """The passages with the questions written for them, and the claims written for them.

    Lines whose passage is not among `passages` are left out.
    """
    known = {digest(passage.text): passage for passage in passages}
    asked: list[Paragraph] = []
    claims: list[Example] = []
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        passage = known.get(line["passage"])
        if passage is None:
            continue
        asked.append(Paragraph(passage.article, passage.text, tuple(_questions(line, passage))))
        for kind in ("supported", "unsupported"):
            claims += [
                Example(claim, passage.text, None, kind == "supported", None, "written_claim")
                for claim in line[kind]
            ]
    return asked, claims


def _questions(line: dict[str, Any], passage: Paragraph) -> list[Question]:
    answered = [
        Question(question, ((answer, passage.text.index(answer)),))
        for question, answer in line["answerable"]
        if answer in passage.text
    ]
    return answered + [Question(question, ()) for question in line["unanswerable"]]

"""Questions and claims written for passages of the labelled files: near misses, and rewordings.

Those files hold few near misses written to deceive, on few articles. These are on hundreds; the
passages themselves are found in SQuAD 1.1 and Natural Questions by their digests.
"""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from training.records import Example, Paragraph, Question

WRITTEN = Path(__file__).parent / "stories" / "written.jsonl"
"""Lines of {passage, unanswerable, answerable: [question, answer], broad, supported, unsupported}.

The broad questions are answered by whole sentences, not by a few words.
"""


class Written(NamedTuple):
    """Passages with the questions written for them, and examples of claims and broad questions."""

    asked: list[Paragraph]
    claims: list[Example]
    broad: list[Example]


def digest(text: str) -> str:
    """What a passage is called in the file of written questions."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def read_written(passages: Iterable[Paragraph], path: Path = WRITTEN) -> Written:
    """What was written for `passages`; lines for others are left out."""
    known = {digest(passage.text): passage for passage in passages}
    written = Written([], [], [])
    for line in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        passage = known.get(line["passage"])
        if passage is None:
            continue
        article, text = passage.article, passage.text
        written.asked.append(Paragraph(article, text, tuple(_questions(line, passage))))
        for kind in ("supported", "unsupported"):
            written.claims.extend(
                Example(claim, text, None, kind == "supported", None, "written_claim")
                for claim in line[kind]
            )
        written.broad.extend(
            Example(question, text, article if row % 2 else None, True, None, "broad")
            for row, question in enumerate(line["broad"])
        )
    return written


def _questions(line: dict[str, Any], passage: Paragraph) -> list[Question]:
    answered = [
        Question(question, ((answer, passage.text.index(answer)),))
        for question, answer in line["answerable"]
        if answer in passage.text
    ]
    return answered + [Question(question, ()) for question in line["unanswerable"]]

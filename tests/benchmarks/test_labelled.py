"""Public files become records that `vouch eval` reads."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.labelled import records
from training.records import HELD_OUT
from vouch.evaluation.datasets import ClaimRecord, PassageRecord


def squad(title: str) -> dict[str, Any]:
    answered = {"question": "Who  left?", "answers": [["Ida", 0], ["Ida", 0]]}
    unanswered = {"question": "Who came?", "answers": []}
    return {"title": title, "passage": "Ida left.", "questions": [answered, unanswered]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "public.jsonl.gz"


def write(file: Path, *lines: dict[str, Any]) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as opened:
        opened.writelines(f"{json.dumps(line)}\n" for line in lines)


def test_squad_gives_a_record_for_each_question(file: Path) -> None:
    write(file, squad("Trained on"), squad(HELD_OUT[0]))
    every = list(records("squad", file, held_out=False))
    assert len(every) == 4
    kept = [PassageRecord.model_validate(r) for r in records("squad", file, held_out=True)]
    assert [(r.question, r.answerable, r.answers) for r in kept] == [
        ("Who left?", True, ("Ida",)),
        ("Who came?", False, ()),
    ]
    assert {r.title for r in kept} == {HELD_OUT[0]}


def test_references_of_a_claim_are_paragraphs_of_its_evidence(file: Path) -> None:
    write(file, {"claim": "Ida left.", "references": ["She left.", "So."], "attributable": True})
    (record,) = records("attribution", file, held_out=False)
    assert ClaimRecord.model_validate(record) == ClaimRecord(
        claim="Ida left.", evidence="She left.\n\nSo.", supported=True
    )


def test_sentences_of_clapnq_are_joined_to_a_passage(file: Path) -> None:
    line = {"question": "who left", "title": "T", "sentences": ["Ida left .", "So ."]}
    write(file, {**line, "answerable": True})
    (record,) = records("clapnq", file, held_out=False)
    assert PassageRecord.model_validate(record).passage == "Ida left . So ."

"""The records in docs/evaluation.md are what `vouch eval` reads, and come out as it says."""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vouch.assistant import Assistant
from vouch.evaluation.answers import ask_all, judge_answers
from vouch.evaluation.datasets import (
    ClaimRecord,
    DocumentRecord,
    PassageRecord,
    QueryRecord,
    QuestionRecord,
    Record,
    read_records,
)
from vouch.evaluation.figures import MEANINGS
from vouch.settings import Settings

GUIDE = (ROOT / "docs" / "evaluation.md").read_text("utf-8")


def example(name: str, folder: Path) -> Path:
    """The fenced lines under a mark of the guide, as a file."""
    found = re.search(rf"<!-- {name} -->\n```\n(.*?)```", GUIDE, re.DOTALL)
    assert found
    path = folder / f"{name}.jsonl"
    path.write_text(found[1], "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("answers", QuestionRecord),
        ("answerability", PassageRecord),
        ("support", ClaimRecord),
        ("corpus", DocumentRecord),
        ("queries", QueryRecord),
    ],
)
def test_every_example_can_be_read(name: str, kind: type[Record], tmp_path: Path) -> None:
    assert read_records(example(name, tmp_path), kind)


def test_the_first_questions_are_answered_and_refused(shipped: Settings, tmp_path: Path) -> None:
    records = read_records(example("answers", tmp_path), QuestionRecord)
    figures = judge_answers(ask_all(Assistant.from_settings(shipped), records)).figures
    assert figures["answered_share"] == figures["hit_at_10"] == 1
    assert figures["citation_recall"] == 1
    assert figures["refusal_recall"] == 1


def test_every_figure_is_explained() -> None:
    told = set(re.findall(r"[a-z][a-z0-9]*(?:[_@][a-z0-9]+)*", GUIDE.replace("nDCG", "ndcg")))
    prefixes = {"hit_at_3": "hit_at_1", "hit_at_10": "hit_at_1"}
    left_out = {"n", "threshold", "citation_f1"}
    assert not {prefixes.get(name, name) for name in MEANINGS if name not in left_out} - told

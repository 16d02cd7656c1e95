"""Reports: every figure explained, every plot drawn."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from vouch.evaluation.errors import EvaluationExtraError, ReportError
from vouch.evaluation.figures import MEANINGS, Judged, Ranked, rounded, shown
from vouch.evaluation.metrics import auroc
from vouch.evaluation.plots import PLOTS
from vouch.evaluation.report import write_report

JUDGED = Judged(
    name="answers",
    positive="answerable",
    negative="unanswerable",
    figures={"auroc": 0.75, "n": 4},
    texts=("Who left?", "Who | came?", "Who\nstayed?", "Who sang?"),
    truth=(True, False, True, False),
    scores=(0.9, 0.6, 0.4, 0.1),
    threshold=0.5,
)
RANKED = Ranked(
    "retrieval",
    {
        "dense": {"ndcg@10": 0.6449, "recall@10": 0.7, "recall@100": 0.9},
        "fused": {"ndcg@10": 0.7321, "recall@10": 0.8, "recall@100": 0.95},
    },
    300,
)


def test_a_report_has_its_figures_and_its_plots(tmp_path: Path) -> None:
    report = write_report(JUDGED, tmp_path / "new" / "report")
    text = report.read_text("utf-8")
    assert f"| auroc | 0.750 | {MEANINGS['auroc']} |" in text
    for plot in PLOTS:
        assert f"({plot})" in text
        assert (report.parent / plot).read_bytes().startswith(b"\x89PNG\r\n")


def test_plots_differ_with_what_they_show(tmp_path: Path) -> None:
    one = write_report(JUDGED, tmp_path / "one").parent
    turned = replace(JUDGED, scores=(0.1, 0.4, 0.2, 0.9))
    other = write_report(turned, tmp_path / "other").parent
    assert all((one / plot).read_bytes() != (other / plot).read_bytes() for plot in PLOTS)


def test_a_report_lists_the_records_that_were_mistaken(tmp_path: Path) -> None:
    assert JUDGED.mistaken(truth=False) == [(0.6, "Who | came?", "")]
    assert JUDGED.mistaken(truth=True) == [(0.4, "Who\nstayed?", "")]
    text = write_report(JUDGED, tmp_path).read_text("utf-8")
    assert "## Unanswerable, but taken for answerable (1)" in text
    assert "| 0.60 | Who \\| came? |" in text
    assert "| 0.40 | Who stayed? |" in text
    assert "Who left?" not in text


def test_many_mistaken_records_are_counted(tmp_path: Path) -> None:
    texts = tuple(f"Question {n}?" for n in range(100))
    truth = tuple(n % 2 == 0 for n in range(100))
    judged = replace(JUDGED, texts=texts, truth=truth, scores=(0.9,) * 100, threshold=0.5)
    assert "(50)" in write_report(judged, tmp_path).read_text("utf-8")
    judged = replace(judged, truth=(True,) + (False,) * 99)
    assert "And 49 more." in write_report(judged, tmp_path).read_text("utf-8")


def test_a_ranking_is_reported_stage_by_stage(tmp_path: Path) -> None:
    text = write_report(RANKED, tmp_path).read_text("utf-8")
    assert "| fused | 0.732 | 0.800 | 0.950 |" in text
    assert "300 queries" in text


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReportError, match="cannot be written"):
        write_report(JUDGED, tmp_path / "file")


def test_counts_stay_whole_and_shares_are_rounded() -> None:
    assert rounded({"n": 300, "auroc": 0.123456}) == {"n": 300, "auroc": 0.1235}
    assert (shown(300), shown(0.123456)) == ("300", "0.123")
    assert RANKED.to_json()["dense"] == {"ndcg@10": 0.6449, "recall@10": 0.7, "recall@100": 0.9}


def test_a_missing_library_is_told_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(EvaluationExtraError, match=r"matplotlib.*\n.*\.\[eval\]"):
        write_report(JUDGED, tmp_path)
    monkeypatch.setitem(sys.modules, "sklearn", None)
    with pytest.raises(EvaluationExtraError, match="scikit-learn"):
        auroc([True, False], [0.9, 0.1])

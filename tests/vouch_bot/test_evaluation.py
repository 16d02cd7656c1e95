"""`vouch eval`, as a newsroom runs it on its own files."""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.evaluation.errors import EvaluationExtraError
from vouch.index import sync
from vouch.settings import Settings
from vouch_bot.evaluation import app

FERRY = "The ferry to Lund sails at nine. Ada Berg steers it."
BRIDGE = "Engineers closed the bridge on Monday. Salt had eaten into its cables."

PASSAGES = [
    {
        "question": "Who steers the ferry?",
        "passage": FERRY,
        "answerable": True,
        "answers": ["Ada Berg"],
    },
    {"question": "When did they close the bridge?", "passage": BRIDGE, "answerable": True},
    {"question": "Who won the chess cup in Lisbon?", "passage": BRIDGE, "answerable": False},
]
CLAIMS = [
    {"claim": "The ferry to Lund sails at nine.", "evidence": FERRY, "supported": True},
    {"claim": "A chess cup was won in Lisbon.", "evidence": FERRY, "supported": False},
]
QUESTIONS = [
    {
        "question": "Who steers the ferry to Lund?",
        "answerable": True,
        "sentences": ["Ada Berg steers it."],
        "source": "harbour.txt",
    },
    {"question": "Who won the chess cup in Lisbon?", "answerable": False},
]
DOCUMENTS = [
    {"id": "f", "title": "Harbour", "text": FERRY},
    {"id": "b", "title": "Bridge", "text": BRIDGE},
]
QUERIES = [
    {"id": "1", "query": "ferry to Lund", "relevant": ["f"]},
    {"id": "2", "question": "why did engineers close the bridge", "relevant": ["b"]},
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, records: Sequence[Mapping[str, Any]]) -> str:
    Path(name).write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return name


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def figures(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exception is None, result.exception
    measured: dict[str, Any] = json.loads(result.stdout)
    return measured


def test_answerability_has_its_keys() -> None:
    measured = figures("answerability", write("passages.jsonl", PASSAGES))
    keys = {"auroc", "average_precision", "balanced_accuracy", "refused_at_90", "exact", "f1", "n"}
    assert keys <= measured.keys()
    assert measured["auroc"] == 1
    assert measured["exact"] == measured["f1"] == 1
    assert measured["n"] == 3


def test_support_has_its_keys() -> None:
    measured = figures("support", write("claims.jsonl", CLAIMS))
    assert {"auroc", "balanced_accuracy", "ece", "n"} <= measured.keys()
    assert measured["auroc"] == 1


def test_answers_ask_the_indexed_articles() -> None:
    Path("corpus").mkdir()
    Path("corpus/harbour.txt").write_text(f"Harbour news\n\n{FERRY}\n")
    settings = Settings()
    sync(settings, load_embedder(settings))
    measured = figures("answers", write("questions.jsonl", QUESTIONS))
    assert measured["answered_share"] == measured["refusal_recall"] == 1
    assert measured["citation_recall"] == measured["hit_at_1"] == 1
    assert 0 < measured["reader_share"] < 1


def test_retrieval_keeps_its_index_where_it_is_told() -> None:
    files = (write("corpus.jsonl", DOCUMENTS), write("queries.jsonl", QUERIES))
    measured = figures("retrieval", *files, "--data-dir", "kept", "--read", "2")
    assert measured["n"] == 2
    for stage in ("dense", "bm25", "fused", "read"):
        assert measured[stage] == {"ndcg@10": 1.0, "recall@10": 1.0, "recall@100": 1.0}
    pointer = Path("kept/index/current.json").read_bytes()
    assert figures("retrieval", *files, "--data-dir", "kept")["fused"]["ndcg@10"] == 1
    assert Path("kept/index/current.json").read_bytes() == pointer


def test_a_table_explains_each_figure_and_a_report_draws_it() -> None:
    result = run("support", write("claims.jsonl", CLAIMS), "--report", "report")
    assert "auroc" in result.stdout
    assert "by chance" in result.stdout
    assert Path("report/report.md").read_text().count("![") == 3
    assert len(list(Path("report").glob("*.png"))) == 3


def test_a_table_of_the_stages() -> None:
    result = run(
        "retrieval", write("corpus.jsonl", DOCUMENTS), write("queries.jsonl", QUERIES), "--plain"
    )
    assert [line.split()[0] for line in result.stdout.splitlines()] == [
        "2",
        "dense",
        "bm25",
        "fused",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["answerability", "passages.jsonl"], "passages.jsonl, line 2: the field “passage”"),
        (["support", "nowhere.jsonl"], "nowhere.jsonl does not exist"),
        (["answers", "passages.jsonl"], "Nothing is indexed yet"),
        (["support", "claims.jsonl"], "Every record has “supported”: true"),
        (["retrieval", "corpus.jsonl", "queries.jsonl"], "“b”, which is not in the corpus"),
    ],
)
def test_what_is_wrong_is_told_with_what_mends_it(arguments: list[str], told: str) -> None:
    write("passages.jsonl", [PASSAGES[0], {"question": "Who?", "answerable": False}])
    write("claims.jsonl", CLAIMS[:1])
    write("corpus.jsonl", DOCUMENTS[:1])
    write("queries.jsonl", QUERIES)
    error = run(*arguments).exception
    assert isinstance(error, VouchError)
    assert told in error.message
    assert error.mend


def test_a_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn", None)
    error = run("support", write("claims.jsonl", CLAIMS)).exception
    assert isinstance(error, EvaluationExtraError)
    assert error.mend == "pip install -e '.[eval]'"

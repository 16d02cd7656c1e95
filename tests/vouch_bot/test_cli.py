"""The `vouch` command, as a person runs it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from vouch.settings import Settings
from vouch_bot.cli import main

ARTICLE = "Harbour news\n\nThe ferry to Lund sails at nine. Ada Berg steers it.\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Vouch = Callable[..., Ran]


@pytest.fixture
def vouch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Vouch:
    """Runs the command in a folder of its own, with an article in corpus/."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "harbour.txt").write_text(ARTICLE)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: str = "", settings: Settings | None = None) -> Ran:
        if settings:
            monkeypatch.setenv("VOUCH_CORPUS_DIR", str(settings.corpus_dir))
            monkeypatch.setenv("VOUCH_DATA_DIR", str(settings.data_dir))
        monkeypatch.setattr(sys, "argv", ["vouch", *arguments])
        monkeypatch.setattr(sys, "stdin", StringIO(stdin))
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Ran(code, *capfd.readouterr())

    return run


def test_index_tells_what_changed_and_ask_answers_from_it(vouch: Vouch, tmp_path: Path) -> None:
    first = vouch("index")
    assert first.code == 0
    assert first.out.split() == "added changed deleted unchanged failed 1 0 0 0 0".split()
    asked = vouch("ask", "Who steers the ferry to Lund?", "--json")
    reply = json.loads(asked.out)
    assert reply["kind"] == "answer"
    (citation,) = reply["citations"]
    text = (tmp_path / "corpus" / "harbour.txt").read_text()
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert "Ada Berg" in citation["quote"]
    assert citation["title"] == "Harbour news"
    (tmp_path / "corpus" / "harbour.txt").unlink()
    held = vouch("index")
    assert held.code == 1
    assert "vouch index --allow-empty" in held.err
    assert vouch("index", "--allow-empty").out.split()[5:] == ["0", "0", "1", "0", "0"]


def test_a_file_that_cannot_be_read_is_named_and_the_exit_code_is_one(
    vouch: Vouch, tmp_path: Path
) -> None:
    (tmp_path / "corpus" / "empty.txt").write_text("")
    ran = vouch("index")
    assert ran.code == 1
    assert "empty.txt" in ran.out
    assert ran.out.split()[5:10] == ["1", "0", "0", "0", "1"]


def test_quiet_says_nothing_where_nothing_changed(vouch: Vouch) -> None:
    assert vouch("index", "--quiet").out != ""
    assert vouch("index", "--quiet") == Ran(0, "", "")


def test_before_the_first_index_the_command_that_makes_it_is_named(vouch: Vouch) -> None:
    for arguments in (["ask", "Who?"], ["sources"], ["chat"]):
        ran = vouch(*arguments)
        assert ran.code == 1
        assert "Nothing is indexed yet." in ran.err
        assert "vouch index" in ran.err
        assert "Traceback" not in ran.err


def test_other_settings_than_the_index_was_made_with_are_told(
    vouch: Vouch, monkeypatch: pytest.MonkeyPatch
) -> None:
    vouch("index")
    monkeypatch.setenv("VOUCH_PASSAGE_TOKENS", "64")
    ran = vouch("ask", "Who steers the ferry?")
    assert ran.code == 1
    assert "vouch index --rebuild" in ran.err


def test_a_missing_corpus_is_told(vouch: Vouch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOUCH_CORPUS_DIR", "nowhere")
    ran = vouch("index")
    assert (ran.code, "nowhere" in ran.err, "Traceback" in ran.err) == (1, True, False)


def test_a_wrong_setting_is_named_without_its_value(
    vouch: Vouch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOUCH_CANDIDATES", "secret-many")
    ran = vouch("sources")
    assert ran.code == 2
    assert "VOUCH_CANDIDATES" in ran.err
    assert "secret-many" not in ran.err


def test_an_empty_message_gets_a_line_of_the_bots_own(vouch: Vouch) -> None:
    vouch("index")
    reply = json.loads(vouch("ask", "", "--json").out)
    assert reply["kind"] == "chat"
    assert reply["text"]


def test_a_question_needs_no_quotation_marks(vouch: Vouch) -> None:
    vouch("index")
    asked = vouch("ask", "who", "steers", "the", "ferry", "to", "Lund", "--json")
    assert "Ada Berg" in json.loads(asked.out)["citations"][0]["quote"]


def test_a_claim_is_checked_from_an_argument_and_from_standard_input(vouch: Vouch) -> None:
    vouch("index")
    claim = "Ada Berg steers the ferry to Lund."
    for ran in (vouch("check", claim, "--json"), vouch("check", "-", "--json", stdin=claim)):
        body = json.loads(ran.out)
        assert (body["kind"], body["claim"], body["verdict"]) == ("check", claim, "supported")
        assert 1 in body["statements"][0]["citations"]


def test_a_chat_in_json_keeps_its_history_until_it_is_told_to_begin_anew(vouch: Vouch) -> None:
    vouch("index")
    lines = "Who steers the ferry to Lund?\nlol\nWhen does it sail?\n/new\n\n"
    replies = [json.loads(line) for line in vouch("chat", "--json", stdin=lines).out.splitlines()]
    assert [reply["kind"] for reply in replies] == ["answer", "chat", "answer", "chat"]
    assert "nine" in replies[2]["statements"][0]["text"]


def test_questions_on_standard_input_give_a_line_of_json_each(
    vouch: Vouch, shipped: Settings
) -> None:
    stdin = "When was Donald Trump sworn in?\n\nWhat is the capital of Australia?\n"
    ran = vouch("ask", "--json", "-", stdin=stdin, settings=shipped)
    replies = [json.loads(line) for line in ran.out.splitlines()]
    assert [reply["kind"] for reply in replies] == ["answer", "refusal"]
    assert "January 20, 2025" in replies[0]["statements"][0]["text"].replace(
        "20 January", "January 20,"
    )
    assert "trace" not in replies[0]
    assert ran.code == 0


def test_explain_shows_the_scores_of_every_stage(vouch: Vouch, shipped: Settings) -> None:
    ran = vouch("ask", "When was Trump sworn in?", "--explain", settings=shipped)
    assert all(stage in ran.out for stage in ("dense", "bm25", "fused", "support"))
    ran = vouch("ask", "When was Trump sworn in?", "--explain", "--json", settings=shipped)
    trace = json.loads(ran.out)["trace"]
    assert trace["candidates"]["read"][0]["fused"] >= 0


def test_a_chat_may_come_from_a_pipe(vouch: Vouch, shipped: Settings) -> None:
    lines = "/sources\nWhat is the capital of Australia?\n/explain\n/nonsense\n/quit\nunread\n"
    ran = vouch("chat", "--plain", stdin=lines, settings=shipped)
    assert ran.code == 0
    assert "nato-contingents-early-stage.md" in ran.out
    assert "No article mentions Australia." in ran.out
    assert "no command /nonsense" in ran.out
    assert "unread" not in ran.out
    assert "\x1b" not in ran.out


def test_sources_lists_every_article(vouch: Vouch, shipped: Settings) -> None:
    listed = json.loads(vouch("sources", "--json", settings=shipped).out)
    assert {row["source"] for row in listed} == {
        path.name for path in (ROOT / "corpus").iterdir() if path.suffix
    }
    assert all(row["passages"] >= 1 for row in listed)


def test_doctor_says_what_differs_and_what_mends_it(vouch: Vouch, tmp_path: Path) -> None:
    assert vouch("doctor").code == 1
    vouch("index")
    well = vouch("doctor", "--json")
    assert (well.code, json.loads(well.out)["well"]) == (0, True)
    (tmp_path / "corpus" / "new.txt").write_text("A new ferry sails at ten.\n")
    ran = vouch("doctor")
    assert ran.code == 1
    assert "new.txt" in ran.out
    assert "vouch index" in ran.out


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_help_and_version_are_quick_and_load_no_model(arguments: list[str]) -> None:
    loaded = (
        "import sys; from vouch_bot.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print([m for m in ('torch', 'chromadb', 'transformers', 'discord') if m in sys.modules])"
    )
    began = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-c", loaded, *arguments], capture_output=True, text=True, check=True
    )
    assert ran.stdout.splitlines()[-1] == "[]"
    assert time.monotonic() - began < 5  # half a second on an idle machine


@pytest.mark.parametrize("place", ["a-file", "/proc/nowhere"])
def test_a_data_directory_that_cannot_be_made_is_told(
    vouch: Vouch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "a-file").write_text("in the way")
    monkeypatch.setenv("VOUCH_DATA_DIR", place)
    ran = vouch("index")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert "VOUCH_DATA_DIR" in ran.err


def test_piped_lines_have_no_padding(vouch: Vouch, shipped: Settings) -> None:
    for command in ("sources", "doctor"):
        out = vouch(command, settings=shipped).out
        assert len(out.splitlines()) > 3
        assert [line for line in out.splitlines() if line != line.rstrip()] == []


def test_an_empty_folder_is_named_with_what_to_do(vouch: Vouch, tmp_path: Path) -> None:
    settings = Settings(corpus_dir=tmp_path / "none", data_dir=tmp_path / "data")
    settings.corpus_dir.mkdir()
    ran = vouch("index", settings=settings)
    assert ran.code == 0
    assert "No articles in" in ran.err
    assert "vouch add" in ran.err

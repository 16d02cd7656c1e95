"""No password, path or address reaches whom it is not for."""

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vouch.index.fakes import WordEmbedder
from vouch.errors import SettingsError, VouchError
from vouch.index import (
    IndexDamagedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
    ServerAwayError,
    ServerRefusedError,
    StoreUnwritableError,
    sync,
)
from vouch.settings import Settings
from vouch_bot.cli import main
from vouch_bot.common.database import Database
from vouch_bot.common.question_service import sentence_for
from vouch_bot.doctor import check

SECRET = "pa55-w0rd"
URL = f"http://someone:{SECRET}@127.0.0.1:9"
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in a folder of its own; its exit code and all that it printed."""
    (tmp_path / "corpus").mkdir()
    monkeypatch.chdir(tmp_path)

    def vouch(*arguments: str, **settings: str) -> tuple[int, str]:
        for name, value in settings.items():
            monkeypatch.setenv(f"VOUCH_{name.upper()}", value)
        monkeypatch.setattr(sys, "argv", ["vouch", *arguments])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        printed = capfd.readouterr()
        assert "Traceback" not in printed.err
        return code, printed.out if code == 0 or printed.out else printed.err

    return vouch


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "Nothing is indexed yet."),
        ({"chroma_url": URL}, "does not answer"),
        ({"candidates": "0"}, "VOUCH_CANDIDATES"),
        ({"corpus_dir": "nowhere"}, "Nothing is indexed yet."),
        ({"embedding_model": "no/such-model"}, "no/such-model"),
    ],
)
def test_doctor_always_prints_json(run: Run, settings: dict[str, str], said: str) -> None:
    code, printed = run("doctor", "--json", **settings)
    assert code != 0
    told = json.loads(printed)
    assert told["well"] is False
    assert said in json.dumps(told)
    assert SECRET not in printed


def test_doctor_prints_json_for_an_index_of_other_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus" / "a.md").write_text("The harbour was sold.")
    sync(Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / ".vouch"), WordEmbedder())
    code, printed = run("doctor", "--json")
    assert code == 1
    assert "made with another" in json.loads(printed)["index"]["problem"]


@pytest.mark.parametrize("command", [("ask", "Who?"), ("sources",), ("index",), ("doctor",)])
def test_a_password_in_an_address_is_never_printed(run: Run, command: tuple[str, ...]) -> None:
    _, printed = run(*command, chroma_url=URL)
    assert "127.0.0.1:9" in printed
    assert SECRET not in printed
    _, printed = run(*command, chroma_url=f"https://someone:{SECRET}@")
    assert SECRET not in printed


def test_a_password_in_the_address_of_a_page_is_never_printed(run: Run) -> None:
    code, printed = run("add", f"http://someone:{SECRET}@example.org/a")
    assert code != 0
    assert SECRET not in printed


@pytest.mark.parametrize(
    "error",
    [
        IndexMissingError(),
        IndexMismatchError("model", "/srv/secret/model", "/srv/other"),
        IndexDamagedError("/srv/secret/lexicon is gone"),
        IndexLockedError("process 7 on secret-host"),
        ServerAwayError("http://secret-host:8000", OSError("secret-host")),
        ServerRefusedError("http://secret-host:8000", OSError("secret-host")),
        StoreUnwritableError(Path("/srv/secret"), OSError("secret"), full=True),
        SettingsError("VOUCH_X is secret"),
        VouchError("/srv/secret"),
        OSError("/srv/secret"),
    ],
)
def test_members_are_told_no_path_address_or_setting(error: Exception) -> None:
    told = sentence_for(error)
    assert "secret" not in told
    assert "VOUCH_" not in told
    assert told.strip()


def modes(folder: Path) -> dict[str, int]:
    """The rights that others than the owner have, by path."""
    others = stat.S_IRWXG | stat.S_IRWXO
    found = {str(path): path.stat().st_mode & others for path in [folder, *folder.rglob("*")]}
    return {path: mode for path, mode in found.items() if mode}


def test_the_data_directory_is_its_owners_alone(tmp_path: Path) -> None:
    umask = os.umask(0o022)
    try:
        settings = Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "a" / "data")
        settings.corpus_dir.mkdir()
        (settings.corpus_dir / "a.md").write_text("The harbour was sold.")
        Database(settings.data_dir / "discord.sqlite3").close()
        sync(settings, WordEmbedder())
        (settings.corpus_dir / "b.md").write_text("The mayor resigned.")
        sync(settings, WordEmbedder())
        assert modes(settings.data_dir) == {}
        assert modes(tmp_path / "a")  # folders above it are not ours to close
    finally:
        os.umask(umask)


def test_a_data_directory_that_was_opened_to_others_stays_so(tmp_path: Path) -> None:
    settings = Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    settings.corpus_dir.mkdir()
    settings.data_dir.mkdir()
    settings.data_dir.chmod(0o755)
    (settings.corpus_dir / "a.md").write_text("The harbour was sold.")
    umask = os.umask(0o022)
    sync(settings, WordEmbedder())
    os.umask(umask)
    assert next(settings.data_dir.rglob("lexicon.sqlite3")).stat().st_mode & stat.S_IROTH


def test_doctor_warns_of_an_env_file_that_others_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / ".env"
    secrets.write_text("VOUCH_DISCORD_TOKEN=x\n")
    monkeypatch.setitem(Settings.model_config, "env_file", str(secrets))
    settings = Settings(corpus_dir=tmp_path, data_dir=tmp_path / "data")
    secrets.chmod(0o644)
    assert any("chmod 600" in warning for warning in check(settings).warnings)
    secrets.chmod(0o600)
    assert not any("chmod 600" in warning for warning in check(settings).warnings)

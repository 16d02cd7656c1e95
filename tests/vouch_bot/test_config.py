"""Where settings are read from, and what is said of wrong ones."""

from pathlib import Path

import pytest

from vouch.errors import SettingsError
from vouch.settings import Settings
from vouch_bot.config import settings, settings_files, unknown_settings
from vouch_bot.folders import take_folders


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a `.env`, the current one a folder in it, and a home of its own."""
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / "configuration"))
    folder = tmp_path / "project"
    (folder / "deep" / "below").mkdir(parents=True)
    monkeypatch.chdir(folder / "deep" / "below")
    return folder


def test_the_file_is_looked_for_upwards_and_its_paths_count_from_it(project: Path) -> None:
    (project / ".env").write_text("VOUCH_CORPUS_DIR=news\nVOUCH_CANDIDATES=7\n")
    (project / "deep" / ".env").write_text("OTHER=1\n")
    assert settings_files() == [project / ".env"]
    made = settings()
    assert made.candidates == 7
    assert made.corpus_dir == project / "news"
    assert made.data_dir == project / ".vouch"


def test_the_environment_and_options_win(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / ".env").write_text("VOUCH_CORPUS_DIR=news\nVOUCH_DATA_DIR=kept\n")
    monkeypatch.setenv("VOUCH_CORPUS_DIR", "other")
    monkeypatch.setenv("VOUCH_DATA_DIR", "gone")
    assert settings().corpus_dir == Path("other")
    assert take_folders(["ask", "--data=here", "Who?", "--", "--corpus"]) == [
        *("ask", "Who?", "--", "--corpus")
    ]
    assert settings().data_dir == Path.cwd() / "here"
    with pytest.raises(SettingsError, match="--corpus needs a folder"):
        take_folders(["index", "--corpus"])


def test_the_users_file_is_read_first(project: Path, tmp_path: Path) -> None:
    own = tmp_path / "home" / "configuration" / "vouch"
    own.mkdir(parents=True)
    (own / ".env").write_text("VOUCH_CANDIDATES=5\nVOUCH_MAX_STATEMENTS=2\n")
    (project / ".env").write_text("VOUCH_CANDIDATES=7\n")
    made = settings()
    assert (made.candidates, made.max_statements) == (7, 2)


def test_home_and_variables_are_expanded(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YEAR", "2025")
    (project / ".env").write_text("VOUCH_CORPUS_DIR=~/news/$YEAR\nVOUCH_DATA_DIR='${YEAR}/x'\n")
    made = settings()
    assert made.corpus_dir == tmp_path / "home" / "news" / "2025"
    assert made.data_dir == project / "2025" / "x"


def test_a_file_that_is_not_utf8_is_one_error(project: Path) -> None:
    (project / ".env").write_bytes(b"VOUCH_CORPUS_DIR=caf\xe9\n")
    with pytest.raises(SettingsError, match=r"\.env is not UTF-8 \(at byte 20\)"):
        settings()


def test_a_misspelt_setting_is_named_with_what_it_may_mean(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / ".env").write_text("VOUCH_CANDIDATE=7\nVOUCH_DISCORD_TOKEN=x\nOTHER=1\n")
    monkeypatch.setenv("VOUCH_COLOUR", "red")
    first, second = unknown_settings()
    assert first.endswith("VOUCH_CANDIDATE, which is no setting. Did you mean VOUCH_CANDIDATES?")
    assert second == "the environment sets VOUCH_COLOUR, which is no setting."

"""The settings and the file that documents them are the same."""

from pathlib import Path

import pytest
from dotenv import dotenv_values
from pydantic import ValidationError

from vouch.settings import Settings
from vouch_bot.discord.settings import DiscordSettings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_each_setting_is_documented_and_nothing_else() -> None:
    documented = {name.removeprefix("VOUCH_").lower() for name in dotenv_values(EXAMPLE)}
    discord = {f"discord_{name}" for name in DiscordSettings.model_fields}
    assert documented == set(Settings.model_fields) | discord


def test_the_example_shows_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"VOUCH_{name.upper()}", raising=False)
    assert Settings(_env_file=EXAMPLE) == Settings()  # type: ignore[call-arg]
    for name in DiscordSettings.model_fields:
        monkeypatch.delenv(f"VOUCH_DISCORD_{name.upper()}", raising=False)
    assert DiscordSettings(_env_file=EXAMPLE) == DiscordSettings()  # type: ignore[call-arg]


def test_a_comment_stands_before_each_group_of_settings() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if line.startswith("VOUCH_")]
    assert all(lines[number - 1].startswith(("# ", "VOUCH_")) for number in settings)


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("VOUCH_MAX_STATEMENTS=2\nVOUCH_CANDIDATES=7\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOUCH_MAX_STATEMENTS", "3")
    made = Settings(_env_file=".env")  # type: ignore[call-arg]
    assert (made.max_statements, made.candidates) == (3, 7)


def test_a_wrong_setting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOUCH_MAX_RISK", "2")
    with pytest.raises(ValidationError):
        Settings()

"""The token, the invitation, the log, and what the terminal lists."""

import json
import logging
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from typer.testing import CliRunner

from tests.loopback_discord.payloads import BOT
from tests.loopback_discord.server import TOKEN
from tests.vouch_bot.discord.scripted import answer, quote, refusal
from vouch.errors import SettingsError, StoreError
from vouch_bot.cli import app
from vouch_bot.common.database import Database
from vouch_bot.common.logs import HidingFormatter
from vouch_bot.common.store import Asked, Store
from vouch_bot.discord import permissions
from vouch_bot.discord.app import MEMORY
from vouch_bot.discord.auth import invitation, token_of
from vouch_bot.discord.settings import DiscordSettings


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOUCH_DATA_DIR", str(tmp_path / "data"))


def with_token(token: str, **more: int) -> DiscordSettings:
    return DiscordSettings(token=token, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("token", ["", "  ", "abc", "a.b.c", f"Bot {TOKEN}"])
def test_a_token_that_is_none_is_named(token: str) -> None:
    with pytest.raises(SettingsError) as raised:
        token_of(with_token(token))
    assert "VOUCH_DISCORD_TOKEN" in str(raised.value)
    assert not token.strip() or token not in str(raised.value)


def test_a_token_may_have_spaces_around_it() -> None:
    assert token_of(with_token(f" {TOKEN}\n")) == TOKEN


def test_the_invitation_asks_for_exactly_what_is_needed() -> None:
    query = parse_qs(urlsplit(invitation(with_token(TOKEN))).query)
    assert query["client_id"] == [str(BOT)]
    assert query["scope"] == ["bot applications.commands"]
    asked = discord.Permissions(int(query["permissions"][0]))
    assert asked == permissions.needed()
    assert [name for name, given in asked if given and "manage" in name] == []
    assert not asked.administrator


def test_the_invitation_takes_the_applications_id_before_the_tokens() -> None:
    url = invitation(with_token("", application_id=42))
    assert "client_id=42" in url


def test_the_token_shows_neither_in_settings_nor_in_the_log() -> None:
    assert TOKEN not in repr(with_token(TOKEN))
    formatter = HidingFormatter(TOKEN)
    try:
        raise ValueError(f"refused: {TOKEN}")
    except ValueError as error:
        told = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "x", 1, "sent %s", (TOKEN,), told)
    shown = formatter.format(record)
    assert TOKEN not in shown
    assert shown.count("[token]") == 2


def kept() -> None:
    store = Store(Database(Path("data") / MEMORY))
    store.vote(store.keep(Asked("When?\x1b[2J", 7, 8), answer("When?")), 7, 1)
    bad = store.keep(Asked("Where is Atlantis?", 7, 8), refusal("Where is Atlantis?", quote()))
    store.vote(bad, 7, -1)


def test_feedback_lists_votes_with_question_reply_and_trace() -> None:
    kept()
    plain = CliRunner().invoke(app, ["feedback"]).output
    assert "👎 1  Where is Atlantis?" in plain
    assert "refused: No article mentions Atlantis." in plain
    assert "\x1b" not in plain
    lines = CliRunner().invoke(app, ["feedback", "--json"]).output.splitlines()
    refused, answered = map(json.loads, lines)
    assert refused["reply"]["kind"] == "refusal"
    assert answered["reply"]["citations"][0]["source"] == "news/bridge.md"
    assert answered["trace"] == {"decision": {"threshold": 0.5}}
    assert (answered["up"], answered["down"]) == (1, 0)


def test_gaps_lists_refused_questions_alone() -> None:
    kept()
    plain = CliRunner().invoke(app, ["gaps"]).output
    assert "1 x by 1 person" in plain
    assert "Where is Atlantis?" in plain
    assert "When?" not in plain
    gap = json.loads(CliRunner().invoke(app, ["gaps", "--json"]).output)
    assert gap["questions"] == ["Where is Atlantis?"]


@pytest.mark.parametrize("command", ["feedback", "gaps"])
def test_before_the_bot_has_run_nothing_is_made(command: str) -> None:
    result = CliRunner().invoke(app, [command])
    assert isinstance(result.exception, StoreError)
    assert not Path("data").exists()

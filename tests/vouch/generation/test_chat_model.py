"""Any chat model, by name: what is missing is told, and no key is shown."""

import subprocess
import sys
from pathlib import Path

import pytest

from vouch.errors import SettingsError
from vouch.generation.chat_model import NO_KEY, load_chat_model
from vouch.settings import Settings

SECRET = "sk-secret-0123456789"
VARIABLES = {
    "openai:gpt-x": "OPENAI_API_KEY",
    "anthropic:claude-x": "ANTHROPIC_API_KEY",
    "google:gemini-x": "GOOGLE_API_KEY",
    "mistral:mistral-x": "MISTRAL_API_KEY",
}


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*VARIABLES.values(), "GEMINI_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", VARIABLES)
def test_each_provider_takes_its_usual_key_and_shows_it_nowhere(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(chat_model=name, chat_timeout_seconds=7, chat_max_retries=3)
    with pytest.raises(SettingsError, match=VARIABLES[name]):
        load_chat_model(settings)
    monkeypatch.setenv(VARIABLES[name], SECRET)
    model = load_chat_model(settings)
    assert model.name == name
    assert model.output_tokens == settings.chat_tokens_per_reply // 8
    assert SECRET not in repr(model)
    assert getattr(model.plain, "max_retries", None) == 3
    assert model.structured is not None
    schema = {"title": "T", "description": "d", "type": "object", "properties": {}}
    assert hasattr(model.structured(schema), "stream")


def test_a_local_model_needs_no_key() -> None:
    model = load_chat_model(Settings(chat_model="ollama:llama3:8b", chat_timeout_seconds=7))
    assert getattr(model.plain, "model", None) == "llama3:8b"
    assert getattr(model.plain, "client_kwargs", None) == {"timeout": 7}


def test_a_server_of_ones_own_needs_no_key() -> None:
    settings = Settings(chat_model="openai:local", chat_base_url="http://127.0.0.1:9/v1")
    plain = load_chat_model(settings).plain
    assert plain.openai_api_key.get_secret_value() == NO_KEY  # type: ignore[attr-defined]


def test_a_key_may_stand_in_the_env_file_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("OPENAI_API_KEY=from-the-file\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    settings = Settings(chat_model="openai:gpt-x")

    def key() -> str:
        plain = load_chat_model(settings).plain
        return str(plain.openai_api_key.get_secret_value())  # type: ignore[attr-defined]

    assert key() == "from-the-file"
    monkeypatch.setenv("OPENAI_API_KEY", "from-the-environment")
    assert key() == "from-the-environment"


def test_a_missing_package_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    from langchain.chat_models import base

    base._get_chat_model_creator.cache_clear()
    monkeypatch.setitem(sys.modules, "langchain_openai", None)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    with pytest.raises(SettingsError) as raised:
        load_chat_model(Settings(chat_model="openai:gpt-x"))
    assert "pip install -e '.[openai]'" in str(raised.value)
    base._get_chat_model_creator.cache_clear()


def test_without_langchain_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models", None)
    with pytest.raises(SettingsError, match="not installed"):
        load_chat_model(Settings(chat_model="ollama:llama3"))


def test_a_provider_that_nobody_knows_is_told() -> None:
    with pytest.raises(SettingsError, match="not known") as raised:
        load_chat_model(Settings(chat_model="nobody:model"))
    assert "openai" in str(raised.value)


@pytest.mark.parametrize("wrong", ["gpt-4", ":x", "openai:"])
def test_a_model_without_its_provider_is_a_wrong_setting(wrong: str) -> None:
    with pytest.raises(ValueError, match="chat_model"):
        Settings(chat_model=wrong)


def test_unset_nothing_of_the_chat_models_is_imported() -> None:
    loaded = (
        "import sys, vouch.assistant, vouch.generation, vouch_bot.doctor;"
        "print([m for m in sys.modules"
        " if m.split('.')[0] in ('langchain', 'openai', 'langchain_openai')])"
    )
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"

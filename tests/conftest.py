"""What all tests share: settings of their own, and the shipped corpus, indexed once."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from vouch.settings import Settings
from vouch_bot.discord.settings import DiscordSettings

ROOT = Path(__file__).parents[1]
SEEDS = ROOT.parent / "shared" / "seeds"


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Iterator[None]:
    """No setting of the person who runs the tests reaches them, nor does a `.env`."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("VOUCH_"):
                patch.delenv(name)
        for settings in (Settings, DiscordSettings):
            patch.setitem(settings.model_config, "env_file", None)
        yield


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of an index of the shipped corpus."""
    from vouch.embedding import load_embedder
    from vouch.index import sync

    settings = Settings(corpus_dir=ROOT / "corpus", data_dir=tmp_path_factory.mktemp("shipped"))
    report = sync(settings, load_embedder(settings))
    assert not report.failed
    return settings

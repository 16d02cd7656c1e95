"""Articles added and removed from Discord, by those who keep them."""

from pathlib import Path

import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.scripted import Line
from tests.vouch_bot.discord.simulated import Env, channel_of, manager, person
from vouch.settings import Settings
from vouch_bot.common.article_desk import ArticleDesk
from vouch_bot.discord.articles_command import MAY_NOT
from vouch_bot.discord.client import VouchClient

TEXT = b"---\ndate: 2025-05-04\n---\n# Harbour Run\n\nMila Ostrander won the Harbour Run.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "corpus").mkdir()
    return Settings(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data", max_file_mb=0.01)


@pytest.fixture
def simcord_bot(world: World, settings: Settings) -> VouchClient:
    world.articles = ArticleDesk(settings)
    return world.bot()


def upload(name: str, data: bytes) -> tuple[str, bytes]:
    return name, data


async def test_a_file_is_shown_and_then_added_to_the_folder_of_its_channel(
    simcord_env: Env, world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    await boss.slash(channel, "settings articles", articles="folder:sport")
    shown = await boss.slash(channel, "articles add", file=upload("run.md", TEXT))
    (embed,) = shown.response.embeds
    assert embed.title == "Harbour Run"
    facts = {field.name: field.value for field in embed.fields}
    assert facts == {"Date": "4 May 2025", "Words kept": "8", "Folder": "sport"}
    assert list(settings.corpus_dir.iterdir()) == []
    added = await boss.click(shown.response, label="Add")
    assert added.response.content == "✅ Added: sport/run.md."
    assert (settings.corpus_dir / "sport" / "run.md").read_bytes() == TEXT
    assert "Article added by boss" in caplog.text
    assert world.removed == [frozenset()]
    again = await boss.slash(channel, "articles add", file=upload("copy.md", TEXT))
    assert again.response.content == "It is there already: sport/run.md."


async def test_what_a_keeper_says_of_a_file_counts_and_no_folder_leads_out(
    simcord_env: Env, world: World, settings: Settings
) -> None:
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    shown = await boss.slash(
        *(channel, "articles add"),
        **{"file": upload("run.txt", b"Mila won."), "title": "A run", "date": "2025-05"},
        folder="../../etc/x y",
    )
    facts = {field.name: field.value for field in shown.response.embeds[0].fields}
    assert (shown.response.embeds[0].title, facts["Date"]) == ("A run", "May 2025")
    await boss.click(shown.response, label="Add")
    assert (settings.corpus_dir / "etc" / "x-y" / "run.txt").read_bytes() == b"Mila won."
    sidecar = settings.corpus_dir / "etc" / "x-y" / "run.txt.yaml"
    assert 'title: "A run"' in sidecar.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("run.exe", b"MZ", "is of no format that is read"),
        ("empty.md", b"\n", "is empty"),
        ("big.txt", b"word " * 4_000, "at most 0.01 MB"),
    ],
)
async def test_the_limits_are_those_of_vouch_add(
    name: str, data: bytes, said: str, simcord_env: Env, settings: Settings
) -> None:
    boss = manager(simcord_env)
    told = await boss.slash(channel_of(simcord_env), "articles add", file=upload(name, data))
    assert said in told.response.content
    assert str(settings.data_dir) not in told.response.content
    assert list(settings.corpus_dir.iterdir()) == []


async def test_a_page_at_a_private_address_is_not_fetched(simcord_env: Env) -> None:
    boss, channel = manager(simcord_env), channel_of(simcord_env)
    told = await boss.slash(channel, "articles add", url="http://127.0.0.1:9/a.html")
    assert told.response.content.startswith("🚫")


async def test_others_neither_add_nor_remove(simcord_env: Env, settings: Settings) -> None:
    channel, boss, ann = channel_of(simcord_env), manager(simcord_env), person(simcord_env)
    for command in ("articles add", "articles remove"):
        option = {"url": "https://a.example/b"} if "add" in command else {"article": "a.md"}
        assert (await ann.slash(channel, command, **option)).response.content == MAY_NOT
    shown = await boss.slash(channel, "articles add", file=upload("run.md", TEXT))
    await boss.click(shown.response, label="Cancel")
    assert list((settings.data_dir / "incoming").iterdir()) == []


async def test_an_article_is_removed_to_the_trash(
    simcord_env: Env, world: World, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    (settings.corpus_dir / "run.md").write_bytes(TEXT)
    world.engine.articles = [Line("run.md", "Harbour Run")]
    channel, boss = channel_of(simcord_env), manager(simcord_env)
    offered = await boss.autocomplete(channel, "articles remove", "article", "harbour")
    assert [choice["value"] for choice in offered] == ["run.md"]
    assert await person(simcord_env).autocomplete(channel, "articles remove", "article", "h") == []
    told = await boss.slash(channel, "articles remove", article="run.md")
    assert told.response.content.startswith("🗑️ Removed: run.md.")
    assert (settings.data_dir / "trash" / "run.md").read_bytes() == TEXT
    assert world.removed == [frozenset({"run.md"})]
    assert "Article removed by boss" in caplog.text
    gone = await boss.slash(channel, "articles remove", article="../secret")
    assert gone.response.content.startswith("There is no such article.")

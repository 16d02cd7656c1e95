"""The bot in other languages: commands, buttons and texts by a catalogue."""

import re
from pathlib import Path

import discord
import pytest

from tests.vouch_bot.discord.conftest import World
from tests.vouch_bot.discord.simulated import Env
from vouch_bot.common.language import catalogue, languages, speak, tr
from vouch_bot.discord.translation import Translation

BOT = Path(__file__).parents[3] / "bot" / "vouch_bot"
_NAME = re.compile(r"[-_\w]{1,32}")


def test_german_french_spanish_and_ukrainian_have_the_same_texts() -> None:
    assert languages() == ["de", "es-ES", "fr", "uk"]
    texts = [set(catalogue(language)) for language in languages()]
    assert all(each == texts[0] for each in texts)
    assert all(value.strip() for language in languages() for value in catalogue(language).values())
    assert catalogue("es-419") == catalogue("es-ES")
    assert catalogue("../de") == catalogue("tlh") == {}


def test_every_text_of_the_catalogue_is_said_somewhere() -> None:
    source = "".join(path.read_text("utf-8") for path in (BOT / "discord").glob("*.py"))
    joined = re.sub(r'"\s+f?"', "", source)
    unsaid = [text for text in catalogue("de") if text not in joined]
    assert unsaid == []


async def test_commands_have_names_that_discord_takes(simcord_env: Env, world: World) -> None:
    tree = simcord_env.bot.tree
    names = 0
    for command in tree.get_commands():
        payload = await command.get_translated_payload(tree, Translation())
        slash = payload["type"] == discord.AppCommandType.chat_input.value
        for part in [payload, *payload.get("options", ())]:
            found = part.get("name_localizations") or {}
            names += len(found)
            for language, name in found.items():
                assert not slash or _NAME.fullmatch(name), (language, name)
                assert not slash or name == name.lower()
                assert len(name) <= 32
            described = part.get("description_localizations") or {}
            assert all(len(text) <= 100 for text in described.values())
    assert names > 60


@pytest.mark.parametrize(
    ("language", "label"), [("de", "Nachfragen"), ("uk", "Уточнити"), ("pl", "Follow up")]
)
def test_a_text_is_said_in_the_language_of_the_task(language: str, label: str) -> None:
    speak(language)
    assert tr("Follow up") == label
    speak("en-US")
    assert tr("Follow up") == "Follow up"

"""A chat model's answer on its whole way: written, verified, and shown in Discord as it grows."""

import asyncio
from itertools import pairwise
from pathlib import Path

from tests.chat_server.prompted import keys_for
from tests.chat_server.server import Behaviour, ChatServer, Message, Written
from tests.e2e.test_discord_wire import ANN, running
from tests.loopback_discord.server import loopback
from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch_bot.common.streaming import PACE

QUESTION = "Who is the chief engineer of the Kingsreach Bridge?"
HALLORAN = "The chief engineer of the Kingsreach Bridge is Priya Halloran."
PICASSO = "The Kingsreach Bridge was painted by Pablo Picasso in 1907."
DECK = "The interview took place on the unfinished deck, forty metres above the harbour."


def says(messages: list[Message]) -> Behaviour:
    keys = keys_for(messages, "Halloran")
    return Written([(text, keys) for text in (HALLORAN, PICASSO, DECK)])


async def test_only_what_holds_is_ever_shown_and_the_heart_beats_on(
    shipped: Settings, tmp_path: Path
) -> None:
    # So slowly that the first statement is shown before the last is written.
    with ChatServer(says, pieces=8, pause=0.15) as model:
        settings = model.settings(corpus_dir=shipped.corpus_dir, data_dir=shipped.data_dir)
        assistant = Assistant.from_settings(settings)
        assistant.warm_up()
        async with loopback() as server, running(server, assistant, tmp_path):
            asked = await server.ask(ANN, QUESTION)
            await asyncio.wait_for(asked.done.wait(), 90)
            beats = server.gateway.connections[0].heartbeats
            interval = server.gateway.interval
            assert server.unknown == []
    *drafts, whole = asked.edits
    assert drafts
    assert all(after - before >= PACE for before, after in pairwise(asked.edited[:-1]))
    shown = [edit["embeds"][0]["description"] for edit in asked.edits]
    assert HALLORAN in shown[0]
    assert all(after.startswith(before) for before, after in pairwise(shown))
    assert DECK in shown[-1]
    assert "Picasso" not in str(asked.edits)
    assert whole["components"]
    assert "has been the chief engineer" in whole["embeds"][0]["fields"][0]["value"]
    assert max(after - before for before, after in pairwise(beats)) < interval + 2.0

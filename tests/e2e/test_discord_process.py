"""`vouch discord` as a process: the real engine, a loopback Discord, signals and exit codes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.loopback_discord.server import TOKEN, Loopback

ROOT = Path(__file__).parents[2]
MESSAGE_CONTENT = 1 << 15
# Seconds; a busy machine may need that long to load the models.
WAIT = 120.0

pytestmark = pytest.mark.timeout(400)

BRIDGE = """---
title: The bridge is open
date: 2025-08-24
author: Jo Doe
url: https://news.example/bridge
---
The new bridge over the Alva opened on Sunday. Mayor Lena Hartmann cut the ribbon at noon.
The bridge cost 41 million euros and took four years to build.
"""
SAID = ("bridge over the Alva opened", "cut the ribbon at noon", "cost 41 million euros")
LIBRARY = """---
title: The library moves
date: 2025-09-02
---
The city library will move to the old post office in October. Its director, Amir Sadeghi, said
that 60,000 books would be carried there by hand.
"""


class Process:
    """A `vouch` process and what it says on standard error."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.log = ""
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self._process.stderr is not None
        while line := await self._process.stderr.readline():
            self.log += line.decode()

    def tell(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    async def ended(self, seconds: float = WAIT) -> int:
        code = await asyncio.wait_for(self._process.wait(), seconds)
        await self._reading
        return code

    async def end(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()
        await self._reading


@asynccontextmanager
async def vouch(
    server: Loopback, folder: Path, token: str = TOKEN, **settings: str
) -> AsyncIterator[Process]:
    """`vouch discord` in a process of its own, in `folder`."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VOUCH_")},
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
        "OMP_NUM_THREADS": "1",
        "HF_HUB_OFFLINE": "1",
        "VOUCH_DISCORD_TOKEN": token,
        "VOUCH_DISCORD_COOLDOWN_SECONDS": "0",
        **{f"VOUCH_{name.upper()}": value for name, value in settings.items()},
    }
    launch = ("-m", "tests.loopback_discord.launch", server.api, server.gateway.url, "zlib-stream")
    process = Process(
        await asyncio.create_subprocess_exec(
            *(sys.executable, *launch, "discord"),
            cwd=folder,
            env=environment,
            stderr=asyncio.subprocess.PIPE,
        )
    )
    try:
        yield process
    finally:
        await process.end()
        sys.stderr.write(process.log)  # pytest shows it where a test fails


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "bridge.md").write_text(BRIDGE, "utf-8")
    return tmp_path


async def test_the_real_engine_answers_sees_new_articles_and_leaves_in_order(folder: Path) -> None:
    async with Loopback() as server, vouch(server, folder) as process:
        await server.until(server.gateway.ready.is_set, WAIT)
        await server.until(lambda: "Articles: 1 new" in process.log, WAIT)
        answered = await server.ask(1, "Who cut the ribbon when the bridge opened?")
        refused = await server.ask(2, "How much vinegar goes into borscht?")
        for asked in (answered, refused):
            await asyncio.wait_for(asked.done.wait(), WAIT)
        embed = answered.shown["embeds"][0]
        assert any(words in embed["description"].replace("*", "") for words in SAID)
        assert embed["fields"][0]["name"] == r"\[1\] The bridge is open"
        assert embed["fields"][0]["value"].startswith("24 August 2025 · Jo Doe")
        assert "Not in the articles" in refused.shown["embeds"][0]["description"]
        (folder / "corpus" / "library.md").write_text(LIBRARY, "utf-8")
        await server.until(lambda: process.log.count("Articles: 1 new") == 2, WAIT)
        known = await server.ask(2, "When will the city library move to the old post office?")
        await asyncio.wait_for(known.done.wait(), WAIT)
        assert known.shown["embeds"][0]["fields"][0]["name"] == r"\[1\] The library moves"
        passages = await server.click(3, known.message or 0, "vouch:show:3")
        await asyncio.wait_for(passages.done.wait(), WAIT)
        shown = passages.shown["embeds"][0]["description"]
        assert passages.ephemeral
        assert "**" in shown
        assert "old post office" in shown
        # On SIGTERM what was asked is answered first.
        last = [await server.ask(person, "Who cut the ribbon?") for person in range(3)]
        await server.until(lambda: all(one.acknowledged for one in last))
        process.tell(signal.SIGTERM)
        assert await process.ended() == 0
        assert all(one.shown["embeds"] for one in last)
        assert server.gateway.connections[0].compression == "zlib-stream"
        assert server.unknown == []
        assert TOKEN not in process.log


@pytest.mark.parametrize(
    ("token", "content", "said"),
    [
        (TOKEN.replace("GloopB", "Gwrong"), "false", "does not accept the bot's token"),
        (TOKEN, "true", "Tick Message Content Intent"),
    ],
)
async def test_what_is_to_be_set_or_ticked_is_one_clear_line(
    folder: Path, token: str, content: str, said: str
) -> None:
    async with Loopback(refused_intents=MESSAGE_CONTENT) as server:
        settings = {"discord_message_content": content}
        async with vouch(server, folder, token=token, **settings) as process:
            assert await process.ended(WAIT) == 2
        assert said in process.log
        assert "Traceback" not in process.log
        assert token not in process.log


async def test_a_discord_that_comes_back_is_met_without_a_restart(folder: Path) -> None:
    async with Loopback() as server:
        server.down += ["/users/@me", "/users/@me", "/commands"]
        async with vouch(server, folder) as process:
            await server.until(server.gateway.ready.is_set, WAIT)
            asked = await server.ask(1, "Who cut the ribbon?")
            await asyncio.wait_for(asked.done.wait(), WAIT)
        assert process.log.count("Discord cannot be reached") == 2
        assert "commands could not be registered, and will be later" in process.log
        assert "Traceback" not in process.log

"""The bot under load on the loopback Discord: nobody is lost, and the heartbeat is on time.

`benchmarks/discord_load.py` runs the same for longer, and with the real engine.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.loopback_discord.load import crowd, own_lateness, worst_delay
from tests.loopback_discord.server import Loopback

ROOT = Path(__file__).parents[2]


async def test_two_hundred_questions_of_fifty_people() -> None:
    async with Loopback() as server:
        launch = ("tests.loopback_discord.launch_busy", server.api, server.gateway.url, "0.05")
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *launch),
            env={
                **os.environ,
                "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
                "VOUCH_DISCORD_QUEUE": "20",
            },
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await server.until(server.gateway.ready.is_set, 30)
            # Faster than they can be read: some have to wait, and some are turned away.
            async with own_lateness(server.gateway.interval) as machine:
                outcome = await crowd(server, ["When?"] * 200, people=50, within=0.0, patience=60)
        finally:
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 30)
    assert outcome.lost == 0
    assert outcome.answered + outcome.told_to_wait == 200
    assert outcome.answered >= 20
    assert outcome.told_to_wait > 0
    delay = worst_delay(server.gateway.connections, server.gateway.interval)
    assert delay < 1.0 + 2 * machine.worst
    assert len(server.gateway.connections) == 1
    assert code == 0
    assert server.unknown == []

"""The Discord bot under load: is every question answered or told to wait, and does it hold?

    python benchmarks/discord_load.py [--real] [--questions 200] [--people 50] [--long 2000]

The bot runs in a process of its own against a loopback Discord. With `--real`
it is `vouch discord` with the settings of the environment (an index is
needed); without, its engine keeps the processor busy for `--busy` seconds a
question and holds the interpreter all the while. Prints what became of the
questions, how late the latest heartbeat was, and the bot's memory.
"""

import argparse
import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.loopback_discord.load import crowd, worst_delay  # noqa: E402
from tests.loopback_discord.server import TOKEN, Loopback  # noqa: E402

HEARTBEAT = 1.0
ASKED = (
    "When does the Kingsreach bridge open?",
    "How many people came to the lantern festival?",
    "When is the museum open?",
    "How much does the night bus cost?",
    "Why did the salmon return?",
    "Who is the mayor of Atlantis?",
)


async def main() -> None:
    options = _options()
    async with Loopback(heartbeat=HEARTBEAT) as server:
        process = await _start(server, options)
        try:
            await server.until(lambda: server.gateway.ready.is_set(), 120)
            await _load(server, process, options)
            if options.long:
                await _endurance(server, process, options)
        finally:
            process.send_signal(signal.SIGTERM)
            code = await asyncio.wait_for(process.wait(), 120)
        print(f"exit code after SIGTERM    {code}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--within", type=float, default=10.0)
    parser.add_argument("--long", type=int, default=2_000)
    parser.add_argument("--busy", type=float, default=0.05)
    return parser.parse_args()


async def _start(server: Loopback, options: argparse.Namespace) -> Process:
    place = (server.api, server.gateway.url)
    launch = (
        ("tests.loopback_discord.launch", *place, "any", "discord")
        if options.real
        else ("tests.loopback_discord.launch_busy", *place, str(options.busy))
    )
    environment = {
        "VOUCH_DISCORD_COOLDOWN_SECONDS": "0",
        "VOUCH_DISCORD_WATCH": "false",
        "VOUCH_DISCORD_DEMO": "true",
        **os.environ,
        "VOUCH_DISCORD_TOKEN": TOKEN,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *launch), env=environment, stderr=asyncio.subprocess.DEVNULL
    )


async def _load(server: Loopback, process: Process, options: argparse.Namespace) -> None:
    questions = [ASKED[number % len(ASKED)] for number in range(options.questions)]
    outcome = await crowd(server, questions, options.people, options.within, 900)
    delay = worst_delay(server.gateway.connections, HEARTBEAT)
    print(f"questions                  {len(questions)} of {options.people} people")
    print(f"asked within               {options.within:.0f} s")
    print(f"answered                   {outcome.answered}")
    print(f"told to wait, not taken    {outcome.told_to_wait}")
    print(f"lost                       {outcome.lost}")
    print(f"median until the answer    {outcome.median:.2f} s")
    print(f"slowest answer             {max(outcome.seconds, default=0):.2f} s")
    print(f"latest heartbeat           {delay:.3f} s late")
    print(f"connections                {len(server.gateway.connections)}")
    print(f"memory                     {_resident(process):.0f} MB", flush=True)


async def _endurance(server: Loopback, process: Process, options: argparse.Namespace) -> None:
    """So many questions one after another, by a few people at once."""
    begun = _resident(process)
    done, step = 0, max(1, options.long // 8)
    while done < options.long:
        count = min(step, options.long - done)
        for start in range(0, count, 10):
            batch = [ASKED[number % len(ASKED)] for number in range(min(10, count - start))]
            outcome = await crowd(server, batch, 10, 0.0, 900)
            if outcome.answered != len(batch):
                raise SystemExit(f"not answered: {len(batch) - outcome.answered}")
        done += count
        server.asked.clear()
        server.messages.clear()
        print(f"memory after {done:6,} more    {_resident(process):.0f} MB", flush=True)
    print(f"growth                     {_resident(process) - begun:+.1f} MB")
    delay = worst_delay(server.gateway.connections, HEARTBEAT)
    print(f"latest heartbeat           {delay:.3f} s late")


def _resident(process: Process) -> float:
    """The memory that a process has in use, in megabytes (10^6 bytes): VmRSS of Linux."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    asyncio.run(main())

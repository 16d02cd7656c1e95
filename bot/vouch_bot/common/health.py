"""Whether a bot that runs in another process is well: it touches a file while it is."""

import time
from pathlib import Path

NAME = "discord.health"
EVERY_S = 15.0
"""How often a bot that is connected touches the file."""

_STALE_S = 90.0


def touch(folder: Path) -> None:
    """Say that the bot is connected now."""
    (folder / NAME).touch(mode=0o600)


def is_well(folder: Path) -> bool:
    """Whether a bot with its data in `folder` was connected within the last minute and a half."""
    try:
        return time.time() - (folder / NAME).stat().st_mtime < _STALE_S
    except OSError:
        return False

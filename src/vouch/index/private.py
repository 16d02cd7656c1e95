"""The data directory and its files, which other users of the machine may not read."""

import stat
from contextlib import suppress
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def private_folder(folder: Path) -> None:
    """Make a folder that its owner alone can enter; one that is there stays as it is."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)


def keep_private(data_dir: Path, *paths: Path) -> None:
    """Take everybody else's rights to files in a data directory that is private itself.

    Somebody who has opened the directory to others wants its files to be read.
    """
    if data_dir.stat().st_mode & _OTHERS:
        return
    for path in paths:
        with suppress(OSError):  # gone, or somebody else's
            path.chmod(path.stat().st_mode & ~_OTHERS)

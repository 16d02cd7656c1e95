"""`--corpus` and `--data`, which may stand anywhere in a command."""

import os
from collections.abc import Sequence
from pathlib import Path

from vouch.errors import SettingsError

VARIABLES = {"--corpus": "VOUCH_CORPUS_DIR", "--data": "VOUCH_DATA_DIR"}


def take_folders(arguments: Sequence[str]) -> list[str]:
    """The arguments without `--corpus FOLDER` and `--data FOLDER`, which become settings.

    They win over the environment and the files. What follows `--` is left as it is.
    Raises SettingsError where a folder is missing.
    """
    left: list[str] = []
    waiting = list(arguments)
    while waiting:
        argument = waiting.pop(0)
        if argument == "--":
            return [*left, argument, *waiting]
        option, separator, value = argument.partition("=")
        if option not in VARIABLES:
            left.append(argument)
            continue
        if not separator:
            value = waiting.pop(0) if waiting else ""
        if not value or value.startswith("--"):
            raise SettingsError(f"{option} needs a folder.", f"vouch {option} FOLDER ...")
        os.environ[VARIABLES[option]] = str(Path(value).expanduser().absolute())
    return left

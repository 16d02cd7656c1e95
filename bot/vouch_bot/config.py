"""Reads settings, with a message that names what is wrong in them."""

import difflib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from vouch.errors import SettingsError

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from vouch.settings import Settings

    T = TypeVar("T", bound=BaseSettings)
else:
    T = TypeVar("T")

FILE = ".env"
PREFIX = "VOUCH_"
FOLDERS = ("corpus_dir", "data_dir")
"""Settings whose paths a file gives from its own folder on."""


def settings() -> "Settings":
    """The engine's settings; raises SettingsError if one is wrong."""
    from vouch.settings import Settings

    return read_settings(Settings)


def read_settings(kind: type[T]) -> T:
    """Settings of a kind from the environment and files; raises SettingsError if one is wrong.

    The environment wins over the project's file, and that over the user's.
    """
    from pydantic import ValidationError

    files = settings_files() if kind.model_config.get("env_file") else []
    read: dict[str, Any] = {"_env_file": [str(file) for file in files] or None}
    read |= _relative_to_file(kind, files)
    try:
        return kind(**read)
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        wrong = [
            f"{prefix}{'_'.join(map(str, e['loc'])).upper()}: {e['msg'].lower()}"
            for e in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError(
            "A setting is wrong: " + "; ".join(wrong),
            "Correct it in the environment or in .env; .env.example says what each one takes.",
        ) from None


def settings_files() -> list[Path]:
    """The files that settings are read from, a later one winning.

    `vouch/.env` in the user's configuration folder (`$XDG_CONFIG_HOME`, else `~/.config`), and
    the project's: the first `.env` with a setting of Vouch from the current folder upwards.
    """
    base = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
    own = Path(base).expanduser() / "vouch" / FILE
    here = Path.cwd()
    folders = [here, *here.parents]
    project = next((f / FILE for f in folders if _named_in(f / FILE)), None)
    return [file for file in (own, project) if file and _named_in(file)]


def unknown_settings() -> list[str]:
    """A line for each name that begins as a setting does and is none, with what it may mean."""
    from vouch.settings import Settings
    from vouch_bot.discord.settings import DiscordSettings

    known = {
        f"{kind.model_config.get('env_prefix', '')}{name}".upper()
        for kind in (Settings, DiscordSettings)
        for name in kind.model_fields
    }
    files = settings_files() if Settings.model_config.get("env_file") else []
    named = {name: str(file) for file in files for name in _named_in(file)}
    named |= {
        name: "the environment"
        for name in map(str.upper, os.environ)
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_")
    }
    lines = []
    for name, place in named.items():
        if name not in known:
            close = difflib.get_close_matches(name, known, 1, 0.8)
            hint = f" Did you mean {close[0]}?" if close else ""
            lines.append(f"{place} sets {name}, which is no setting.{hint}")
    return lines


def _named_in(file: Path) -> dict[str, str | None]:
    """The settings of Vouch in a file, in capitals; raises SettingsError if it cannot be read."""
    from dotenv import dotenv_values

    if not file.is_file():
        return {}
    try:
        values = dotenv_values(file, encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(
            f"{file} is not UTF-8 (at byte {error.start}).",
            f"Save it as UTF-8: iconv -f WINDOWS-1252 -t UTF-8 {file} > env.new",
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(
            f"{file} cannot be read ({reason}).", f"Let this user read it: chmod u+r {file}"
        ) from None
    return {name.upper(): v for name, v in values.items() if name.upper().startswith(PREFIX)}


def _relative_to_file(kind: type[T], files: list[Path]) -> dict[str, Path]:
    """The folders that the project's file names or leaves out, where that is not right here."""
    from vouch.settings import expanded

    project = files[-1] if files and files[-1].name == FILE else None
    if project is None or not Path.cwd().is_relative_to(project.parent):
        return {}
    found: dict[str, Path] = {}
    named = _named_in(project)
    environment = {name.upper() for name, value in os.environ.items() if value}
    for name in FOLDERS:
        variable = f"{PREFIX}{name}".upper()
        if name in kind.model_fields and variable not in environment:
            given = expanded(named.get(variable) or str(kind.model_fields[name].default))
            if project.parent != Path.cwd() and not Path(str(given)).is_absolute():
                found[name] = project.parent / str(given)
    return found


def warn_of_unknown_settings() -> None:
    """Print a line for each misspelt setting to standard error."""
    for line in unknown_settings():
        sys.stderr.write(f"vouch: {line}\n")

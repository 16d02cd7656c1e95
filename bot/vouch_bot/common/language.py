"""What the bot says, in the reader's language: a catalogue of English texts and translations.

A language is a file in `vouch_bot/locales`, named by Discord's tag for it.
"""

import json
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files

FALLBACKS = {"es-419": "es-ES"}
"""Languages that are read in another's file."""

_LANGUAGE: ContextVar[str] = ContextVar("language", default="en")


@lru_cache(maxsize=32)
def catalogue(language: str) -> dict[str, str]:
    """The translations into a language by their English texts; empty where there is no file."""
    name = FALLBACKS.get(language, language)
    file = files("vouch_bot").joinpath("locales", f"{name}.json")
    if not name.replace("-", "").isalnum() or not file.is_file():
        return {}
    found: dict[str, str] = json.loads(file.read_text("utf-8"))
    return found


def languages() -> list[str]:
    """The languages that there are translations into."""
    folder = files("vouch_bot").joinpath("locales")
    return sorted(f.name.removesuffix(".json") for f in folder.iterdir() if ".json" in f.name)


def speak(language: object) -> None:
    """Say what is said from now on in this task in a language, by its tag."""
    _LANGUAGE.set(str(language))


def tr(text: str) -> str:
    """An English text in the language that is spoken in this task; itself where it is unknown."""
    return catalogue(_LANGUAGE.get()).get(text, text)

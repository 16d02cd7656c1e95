"""Reads settings, with a message that names what is wrong in them."""

from typing import TYPE_CHECKING, TypeVar

from vouch.errors import SettingsError

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

    from vouch.settings import Settings

    T = TypeVar("T", bound=BaseSettings)
else:
    T = TypeVar("T")


def settings() -> "Settings":
    """The engine's settings; raises SettingsError if one is wrong."""
    from vouch.settings import Settings

    return read_settings(Settings)


def read_settings(kind: type[T]) -> T:
    """Settings of a kind from the environment and `.env`; raises SettingsError if one is wrong."""
    from pydantic import ValidationError

    try:
        return kind()
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

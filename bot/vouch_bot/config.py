"""The settings of a command, with a message that names what is wrong in them."""

from typing import TYPE_CHECKING

from vouch.errors import SettingsError

if TYPE_CHECKING:
    from vouch.settings import Settings


def settings() -> "Settings":
    """The settings from the environment and `.env`; raises SettingsError where one is wrong."""
    from pydantic import ValidationError

    from vouch.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"VOUCH_{'_'.join(map(str, e['loc'])).upper()}: {e['msg'].lower()}"
            for e in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsError(
            "A setting is wrong: " + "; ".join(wrong),
            "Set it right in the environment or in .env; .env.example tells what each takes.",
        ) from None

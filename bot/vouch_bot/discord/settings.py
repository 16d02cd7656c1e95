"""The settings of the Discord bot, read from the environment and from `.env`."""

from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vouch_bot.common.policy import DirectMessages


def _listed(value: object) -> object:
    """Ids that are separated by commas or spaces, as a list."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_listed)]


class DiscordSettings(BaseSettings):
    """The settings; each is `VOUCH_DISCORD_` and its name in capitals in the environment.

    `.env.example` documents each.
    """

    model_config = SettingsConfigDict(
        env_prefix="VOUCH_DISCORD_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    token: SecretStr | None = None
    application_id: int | None = None
    servers: Ids = frozenset()
    leave_other_servers: bool = False
    direct_messages: DirectMessages = DirectMessages.AUTO
    demo: bool = False
    message_content: bool = False
    watch: bool = True
    workers: Annotated[int, Field(ge=1, le=16)] = 1
    queue: Annotated[int, Field(ge=1, le=10_000)] = 50
    queue_per_person: Annotated[int, Field(ge=1, le=100)] = 3
    cooldown_seconds: Annotated[float, Field(ge=0)] = 5.0
    history_hours: Annotated[float, Field(gt=0)] = 24.0
    keep_days: Annotated[float, Field(gt=0)] = 365.0
    left_days: Annotated[float, Field(ge=0)] = 30.0
    grace_seconds: Annotated[float, Field(ge=0)] = 60.0

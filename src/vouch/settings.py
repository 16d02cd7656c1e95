"""Every setting, read from the environment and from `.env`."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

Megabytes = Annotated[float, Field(gt=0)]


def expanded(value: object) -> object:
    """A path with `~` and variables as a shell would put them; anything else as it is."""
    return os.path.expandvars(Path(value).expanduser()) if isinstance(value, str) else value


Folder = Annotated[Path, BeforeValidator(expanded)]
NameOrFolder = Annotated[str, BeforeValidator(expanded)]


class Settings(BaseSettings):
    """The settings; each is `VOUCH_` and its name in capitals in the environment.

    `.env.example` documents each for the person who sets it.
    """

    model_config = SettingsConfigDict(
        env_prefix="VOUCH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    corpus_dir: Folder = Path("corpus")
    data_dir: Folder = Path(".vouch")
    max_file_mb: Megabytes = 20.0
    max_removal_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    fetch_seconds: Annotated[float, Field(gt=0)] = 30.0
    fetch_private: bool = False

    embedding_model: NameOrFolder = "all-MiniLM-L6-v2"
    embedding_dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    passage_tokens: Annotated[int, Field(ge=16)] = 256

    chroma_url: str | None = None
    chroma_collection: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9_-]{2,60}$")] = "vouch"
    chroma_tenant: str | None = None
    chroma_database: str | None = None
    chroma_api_key: SecretStr | None = None

    reader: NameOrFolder = "vouch"
    candidates: Annotated[int, Field(ge=1, le=100)] = 8
    max_statements: Annotated[int, Field(ge=1, le=10)] = 5
    max_risk: Annotated[float, Field(gt=0, lt=1)] = 0.2

    chat_model: Annotated[str, Field(pattern=r"^[^:\s]+:\S+$")] | None = None
    chat_base_url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
    chat_timeout_seconds: Annotated[float, Field(gt=0)] = 60.0
    chat_max_retries: Annotated[int, Field(ge=0, le=10)] = 1
    chat_tokens_per_reply: Annotated[int, Field(ge=2000)] = 8000
    chat_tokens_per_day: Annotated[int, Field(ge=0)] = 500_000

    chat_watch: bool = False
    chat_history: bool = True

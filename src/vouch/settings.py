"""Every setting, read from the environment and from `.env`."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Megabytes = Annotated[float, Field(gt=0)]


class Settings(BaseSettings):
    """The settings; each is `VOUCH_` and its name in capitals in the environment.

    `.env.example` documents each for the person who sets it.
    """

    model_config = SettingsConfigDict(
        env_prefix="VOUCH_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    corpus_dir: Path = Path("corpus")
    data_dir: Path = Path(".vouch")
    max_file_mb: Megabytes = 20.0

    embedding_model: str = "all-MiniLM-L6-v2"
    embedding_dtype: Literal["auto", "float32", "bfloat16"] = "auto"
    passage_tokens: Annotated[int, Field(ge=16)] = 256

    candidates: Annotated[int, Field(ge=1, le=100)] = 16
    max_statements: Annotated[int, Field(ge=1, le=10)] = 5
    max_risk: Annotated[float, Field(gt=0, lt=1)] = 0.1

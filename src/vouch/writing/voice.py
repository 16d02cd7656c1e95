"""The second voice: a chat model writes, and only what verification lets through is kept."""

from typing import Self, cast

from vouch.errors import SettingsError
from vouch.reader.loading import SHIPPED
from vouch.reader.reading import Reader
from vouch.settings import Settings
from vouch.writing.budget import DailyTokens, Spending
from vouch.writing.form import Form
from vouch.writing.models import ChatModel, load_chat_model
from vouch.writing.page import Told
from vouch.writing.writing import VerifyingReader, Writing

COUNT = "chat_tokens.db"
"""The file in the data directory that counts the tokens of the day."""


class Voice:
    """Begins the writing of each reply; safe to use from several threads at once."""

    def __init__(self, model: ChatModel, reader: VerifyingReader, settings: Settings) -> None:
        self._model = model
        self._reader = reader
        self._settings = settings
        self._form = Form(structured=model.structured is not None)

    @classmethod
    def from_settings(cls, settings: Settings, reader: Reader) -> Self | None:
        """The voice of the chat model that the settings name; None where they name none.

        Raises SettingsError where it cannot be set up, or `reader` cannot verify.
        """
        if settings.chat_model is None:
            return None
        if settings.reader != SHIPPED:
            raise SettingsError(
                f"What {settings.chat_model} writes is verified by the reader {SHIPPED}, and the "
                f"reader is {settings.reader}.",
                "Unset VOUCH_READER, or unset VOUCH_CHAT_MODEL.",
            )
        model = load_chat_model(settings)
        return cls(model, cast(VerifyingReader, reader), settings)

    @property
    def name(self) -> str:
        """The chat model, as `provider:model`."""
        return self._model.name

    def begin(self, told: Told | None = None) -> Writing:
        """The writing of one reply, with nothing spent yet."""
        limit = self._settings.chat_tokens_per_day
        daily = DailyTokens(self._settings.data_dir / COUNT, limit) if limit else None
        return Writing(
            model=self._model,
            form=self._form,
            reader=self._reader,
            spending=Spending(self._settings.chat_tokens_per_reply, daily),
            most=self._settings.max_statements,
            told=told,
        )

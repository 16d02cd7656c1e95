"""The second voice: a chat model writes, and only what verification lets through is kept."""

from typing import Self, cast

from vouch.errors import SettingsError
from vouch.generation.answer_buffer import OnStatement
from vouch.generation.budget import account
from vouch.generation.chat_model import ChatModel, load_chat_model
from vouch.generation.output_format import OutputFormat
from vouch.generation.session import VerifyingReader, Writing
from vouch.reader.loading import SHIPPED
from vouch.reader.protocol import Reader
from vouch.settings import Settings


class Generator:
    """Begins the writing of each reply; safe to use from several threads at once."""

    def __init__(self, model: ChatModel, reader: VerifyingReader, settings: Settings) -> None:
        self._model = model
        self._reader = reader
        self._settings = settings
        self._form = OutputFormat(structured=model.structured is not None)

    @classmethod
    def from_settings(cls, settings: Settings, reader: Reader) -> Self | None:
        """The voice of the chat model that the settings name; None where they name none.

        Raises SettingsError where it cannot be set up, or `reader` cannot verify.
        """
        if settings.chat_model is None:
            return None
        require_shipped_reader(settings)
        model = load_chat_model(settings)
        return cls(model, cast(VerifyingReader, reader), settings)

    @property
    def name(self) -> str:
        """The chat model, as `provider:model`."""
        return self._model.name

    def begin(self, on_statement: OnStatement | None = None) -> Writing:
        """The writing of one reply, with nothing spent yet."""
        return Writing(
            model=self._model,
            form=self._form,
            reader=self._reader,
            spending=account(self._settings),
            most=self._settings.max_statements,
            on_statement=on_statement,
        )


def require_shipped_reader(settings: Settings) -> None:
    """Raise SettingsError where the reader is one that does not verify statements."""
    if settings.reader != SHIPPED:
        raise SettingsError(
            f"What {settings.chat_model} writes is verified by the reader {SHIPPED}, and the "
            f"reader is {settings.reader}.",
            "Unset VOUCH_READER, or unset VOUCH_CHAT_MODEL.",
        )

"""The chat model that the settings name, through LangChain."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any, Protocol

from dotenv import dotenv_values

from vouch.errors import SettingsError
from vouch.generation.bounded_http import bound
from vouch.settings import Settings

OUTPUT_SHARE = 8
"""One in so many of a reply's tokens may be the output of one request."""

NO_KEY = "none"
"""What servers that ask for no key are sent, since their clients want one."""


class Streams(Protocol):
    """What of LangChain's runnables is used: messages in, pieces of a message out."""

    def stream(self, messages: Any, /) -> Iterator[Any]: ...


Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChatModel:
    """A chat model; `structured` makes it return what a JSON schema describes, where it can.

    A request may take `seconds`, and its output `output_tokens`.
    """

    name: str
    plain: Streams
    structured: Callable[[Schema], Streams] | None
    seconds: float
    output_tokens: int


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider: its name in LangChain, its extra, and the variables that may hold its key."""

    name: str
    extra: str
    keys: tuple[str, ...] = ()


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("openai", "openai", ("OPENAI_API_KEY",)),
    "anthropic": Provider("anthropic", "anthropic", ("ANTHROPIC_API_KEY",)),
    "google": Provider("google_genai", "google", ("GOOGLE_API_KEY", "GEMINI_API_KEY")),
    "mistral": Provider("mistralai", "mistral", ("MISTRAL_API_KEY",)),
    "ollama": Provider("ollama", "ollama"),
}
_BY_LANGCHAIN_NAME = {provider.name: provider for provider in PROVIDERS.values()}


def load_chat_model(settings: Settings, output_tokens: int | None = None) -> ChatModel:
    """The chat model of `settings.chat_model`.

    Raises SettingsError where its package or its key is missing, or its
    provider is not known.
    """
    told = settings.chat_model or ""
    provider_name, _, model_name = told.partition(":")
    known = PROVIDERS.get(provider_name) or _BY_LANGCHAIN_NAME.get(provider_name)
    limit = output_tokens or settings.chat_tokens_per_reply // OUTPUT_SHARE
    arguments = _arguments(settings, known, limit)
    model = _made(told, known.name if known else provider_name, model_name, arguments, known)
    bound(model)
    structured = _structured(model) if _may_structure(model) else None
    return ChatModel(told, model, structured, settings.chat_timeout_seconds, limit)


def _made(
    told: str,
    provider: str,
    name: str,
    arguments: Mapping[str, Any],
    known: Provider | None,
) -> Any:
    """LangChain's model; what its packages raise becomes one line, without their text."""
    package = f"langchain-{provider.replace('_', '-')}"
    install = f"pip install -e '.[{known.extra}]'" if known else f"pip install {package}"
    try:
        from langchain.chat_models import init_chat_model

        return init_chat_model(name, model_provider=provider, **arguments)
    except ImportError:
        raise SettingsError(
            f"The chat model {told} needs a package that is not installed.",
            f"Install it from the checkout: {install}" if known else f"Install it: {install}",
        ) from None
    except Exception as error:  # noqa: BLE001  each provider's package raises what it likes
        unsupported = "Unsupported provider" in str(error)
        why = "its provider is not known" if unsupported else type(error).__name__
        raise SettingsError(
            f"The chat model {told} cannot be set up ({why}).",
            f"Set VOUCH_CHAT_MODEL to provider:model, with one of {', '.join(PROVIDERS)}.",
        ) from None


def _may_structure(model: Any) -> bool:
    """Whether a model may know structured output: where nothing is known of it, it is tried."""
    return (model.profile or {}).get("structured_output") is not False


def _structured(model: Any) -> Callable[[Schema], Streams]:
    """Binds the model to a schema, without the parser that LangChain puts behind it.

    That parser would wait for the end of the output, and what is finished
    before is wanted.
    """

    def bound(schema: Schema) -> Streams:
        made = model.with_structured_output(dict(schema))
        first: Streams = getattr(made, "first", made)
        return first

    return bound


def _arguments(settings: Settings, known: Provider | None, limit: int) -> dict[str, Any]:
    """What the model is made with, in its provider's words."""
    address = {"base_url": settings.chat_base_url} if settings.chat_base_url else {}
    if known and known.name == "ollama":
        client = {"client_kwargs": {"timeout": settings.chat_timeout_seconds}}
        return {**address, **client, "num_predict": limit}
    key = {"api_key": _key(settings, known)} if known else {}
    usage = {"stream_usage": True} if known and known.name == "openai" else {}
    return {
        **address,
        **key,
        **usage,
        "timeout": ceil(settings.chat_timeout_seconds),
        "max_retries": settings.chat_max_retries,
        "max_tokens": limit,
    }


def _key(settings: Settings, known: Provider) -> str:
    """The provider's key from the environment, else from `.env`."""
    file = Settings.model_config.get("env_file")
    written = dotenv_values(Path(str(file))) if file and Path(str(file)).is_file() else {}
    for places in (os.environ, written):
        for name in known.keys:
            if key := (places.get(name) or "").strip():
                return key
    if settings.chat_base_url:
        return NO_KEY
    raise SettingsError(
        f"The chat model {settings.chat_model} needs a key.",
        f"Set {' or '.join(known.keys)} in the environment or in .env.",
    )

"""Vouch answers questions from a folder of articles, with exact quotes.

The public API:

    from vouch import Assistant, Settings, index_articles

    settings = Settings(corpus_dir="articles")
    index_articles(settings)
    assistant = Assistant.from_settings(settings)
    reply = assistant.ask("When does the bridge open?")

Names are imported when they are first used, so that `import vouch` is cheap.
"""

from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vouch.assistant import Assistant, index_articles
    from vouch.conversation import Turn
    from vouch.errors import VouchError
    from vouch.settings import Settings
    from vouch.types import (
        Answer,
        ChatReply,
        Check,
        Citation,
        Conflict,
        Note,
        NoteCode,
        Quote,
        Refusal,
        RefusalCode,
        Reply,
        Response,
        Statement,
    )

_MODULES = {
    "Answer": "vouch.types",
    "Assistant": "vouch.assistant",
    "ChatReply": "vouch.types",
    "Check": "vouch.types",
    "Citation": "vouch.types",
    "Conflict": "vouch.types",
    "Note": "vouch.types",
    "NoteCode": "vouch.types",
    "Quote": "vouch.types",
    "Refusal": "vouch.types",
    "RefusalCode": "vouch.types",
    "Reply": "vouch.types",
    "Response": "vouch.types",
    "Settings": "vouch.settings",
    "Statement": "vouch.types",
    "Turn": "vouch.conversation",
    "VouchError": "vouch.errors",
    "index_articles": "vouch.assistant",
}

__all__ = [
    "Answer",
    "Assistant",
    "ChatReply",
    "Check",
    "Citation",
    "Conflict",
    "Note",
    "NoteCode",
    "Quote",
    "Refusal",
    "RefusalCode",
    "Reply",
    "Response",
    "Settings",
    "Statement",
    "Turn",
    "VouchError",
    "__version__",
    "index_articles",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for."""
    if name == "__version__":
        return metadata.version("vouch-articles")
    if name in _MODULES:
        return getattr(import_module(_MODULES[name]), name)
    raise AttributeError(f"module 'vouch' has no attribute {name!r}")

"""Errors that a person can cause: what happened, and what mends it."""

import re

_CREDENTIALS = re.compile(r"://[^\s/?#]*@")


def without_credentials(text: str) -> str:
    """`text` without the name and the password of any address in it."""
    return _CREDENTIALS.sub("://", text)


class VouchError(Exception):
    """An error with a message for the person who can mend it.

    `mend` is the command or step that does; `exit_code` is what a command
    that meets the error returns. `public` is what people are told who only ask:
    it holds no path, address or setting. A name and a password in an address
    are left out of both messages.
    """

    exit_code = 1
    public = "I cannot do this just now"

    def __init__(self, message: str, mend: str | None = None) -> None:
        message = without_credentials(message)
        super().__init__(message)
        self.message = message
        self.mend = without_credentials(mend) if mend else mend

    def __str__(self) -> str:
        return f"{self.message}\n{self.mend}" if self.mend else self.message


class SettingsError(VouchError):
    """A setting is missing or wrong."""

    exit_code = 2


class CorpusError(VouchError):
    """The folder of articles cannot be read."""


class ArticleError(VouchError):
    """One article cannot be read: `source` is its path in the corpus, `reason` says why.

    The reason is what follows the name in a sentence: "is encrypted".
    `costly` says that it took too much time or memory to tell.
    """

    def __init__(
        self, source: str, reason: str, mend: str | None = None, costly: bool = False
    ) -> None:
        super().__init__(f"{source} {reason}", mend)
        self.source = source
        self.reason = reason
        self.costly = costly


class BringingError(VouchError):
    """An article cannot be brought into the folder of articles, or taken out of it."""


class StoreError(VouchError):
    """The index is missing, made with other settings, damaged or out of reach."""

    public = "My index cannot be used just now"

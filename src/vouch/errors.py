"""Errors that a person can cause: what happened, and what mends it."""


class VouchError(Exception):
    """An error with a message for the person who can mend it.

    `mend` is the command or step that does; `exit_code` is what a command
    that meets the error returns.
    """

    exit_code = 1

    def __init__(self, message: str, mend: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

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
    """

    def __init__(self, source: str, reason: str, mend: str | None = None) -> None:
        super().__init__(f"{source} {reason}", mend)
        self.source = source
        self.reason = reason


class BringingError(VouchError):
    """An article cannot be brought into the folder of articles, or taken out of it."""


class StoreError(VouchError):
    """The index is missing, made with other settings, damaged or out of reach."""

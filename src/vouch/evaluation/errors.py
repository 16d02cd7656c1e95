"""Errors of measuring: what is wrong with the labelled file or the installation."""

from pathlib import Path

from vouch.errors import VouchError


class RecordsError(VouchError):
    """A labelled file is missing, empty or broken: the message names the file and the line."""

    def __init__(self, path: Path, problem: str, mend: str | None = None) -> None:
        super().__init__(
            f"{path}{problem}",
            mend or "docs/evaluation.md shows what each kind of file holds.",
        )


class UnmeasurableError(VouchError):
    """The records are sound, but the figures that were asked for do not exist for them."""


class EvaluationExtraError(VouchError):
    """A library that only measuring needs is not installed."""

    def __init__(self, library: str) -> None:
        super().__init__(
            f"Measuring needs {library}, which is not installed.", "pip install -e '.[eval]'"
        )


class NoSupportHeadError(VouchError):
    """The reader that is installed does not judge claims."""

    def __init__(self, reader: str) -> None:
        super().__init__(
            f"The reader “{reader}” does not tell whether a text supports a claim.",
            "Set VOUCH_READER to one that does, or leave it unset.",
        )


class ReportError(VouchError):
    """The folder of a report cannot be written."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"The report cannot be written to {folder}: {error.strerror or error}.",
            "Name a folder that can be written with --report.",
        )

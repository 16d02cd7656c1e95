"""The file that names what in the corpus is not indexed, as `.gitignore` does for Git."""

import re
from collections.abc import Callable
from pathlib import Path

from vouch.errors import CorpusError

IGNORE_FILE = ".vouchignore"

_SPECIAL = re.compile(r"([\\*?\[\]!#])")


def left_out(root: Path) -> Callable[[str, bool], bool]:
    """Says of a path in the corpus, and whether it is a folder, if the ignore file names it.

    Raises CorpusError where the file cannot be read.
    """
    path = root / IGNORE_FILE
    try:
        lines = path.read_text("utf-8").splitlines()
        from pathspec import GitIgnoreSpec

        spec = GitIgnoreSpec.from_lines(lines)
    except (FileNotFoundError, NotADirectoryError):
        return lambda _source, _folder: False
    except (OSError, ValueError) as error:
        raise CorpusError(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.",
            "Save it as UTF-8 text with patterns as in .gitignore, or remove it.",
        ) from None
    return lambda source, folder: spec.match_file(f"{source}/" if folder else source)


def leave_out(corpus_dir: Path, source: str) -> None:
    """Name an article in the ignore file. Raises CorpusError where that cannot be written."""
    path = corpus_dir / IGNORE_FILE
    escaped = _SPECIAL.sub(r"\\\1", source)
    escaped = re.sub(r" $", r"\\ ", escaped)
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        gap = "" if not before or before.endswith("\n") else "\n"
        path.write_text(f"{before}{gap}/{escaped}\n", "utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(
            f"{path} cannot be written: {getattr(error, 'strerror', None) or error}.",
            f"Add the line /{escaped} to it yourself.",
        ) from None

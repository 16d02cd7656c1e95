"""Which files of the corpus are articles, and what in it cannot be one."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from vouch.documents.formats import suffix_of
from vouch.documents.ignoring import left_out
from vouch.errors import CorpusError

SIDECAR_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may be an article: `source` is its path in the corpus, with `/`.

    `path` is where to read it (the target, for a link; text, as making many
    thousands of `Path`s takes longer than finding them), `size` in bytes.
    """

    source: str
    path: str | Path
    size: int
    mtime_ns: int
    sidecar: "FoundFile | None" = None
    """A file beside it (`article.pdf.yaml`) that says what the file does not."""

    @property
    def stamp(self) -> tuple[int, int]:
        """Size and time by which a change is seen, of the file and its sidecar together."""
        if self.sidecar is None:
            return self.size, self.mtime_ns
        size, mtime_ns = self.sidecar.stamp
        return self.size + size + 1, max(self.mtime_ns, mtime_ns)


@dataclass(frozen=True, slots=True)
class Failure:
    """What cannot be read, and why.

    `source` may be a folder: what lies below it is then unknown, not gone.
    """

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What the corpus holds, each list sorted by source.

    `ignored` are the files that are of no format that is read here, `left_out` the files and
    folders that the ignore file names.
    """

    files: list[FoundFile] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def discover(corpus_dir: Path) -> Discovery:
    """The articles' files under `corpus_dir`, without opening any of them.

    Hidden files and folders, the temporary files of editors, and what the
    ignore file names are passed over. A link to a file inside the corpus is
    read as an article of its own; a link to a folder inside is ignored, as that
    folder is read at its own place; a link that leads outside is a failure. Raises
    CorpusError when the folder itself cannot be read.
    """
    found = Discovery()
    try:
        root = corpus_dir.resolve(strict=True)
        entries = _entries(root)
    except NotADirectoryError:
        raise CorpusError(
            f"{corpus_dir} is a file, not a folder of articles.",
            "Set VOUCH_CORPUS_DIR to the folder that holds the articles.",
        ) from None
    except (OSError, RuntimeError) as error:
        raise _no_corpus(corpus_dir, error) from None
    named = left_out(root)
    for entry, source in _walk(entries, "", found, named):
        _sort_in(entry, source, root, found)
    _take_sidecars(root, found)
    found.files.sort(key=lambda file: file.source)
    found.failures.sort(key=lambda failure: failure.source)
    found.ignored.sort()
    found.left_out.sort()
    return found


def _take_sidecars(root: Path, found: Discovery) -> None:
    """Give each article the file beside it that says more of it."""
    articles = {file.source: number for number, file in enumerate(found.files)}
    for name in [name for name in found.ignored if name.lower().endswith(SIDECAR_SUFFIXES)]:
        number = articles.get(name.rpartition(".")[0])
        path = root / name
        if number is None or path.is_symlink():
            continue
        try:
            status = path.stat()
        except OSError:
            continue  # it went away: the article has none
        sidecar = FoundFile(name, path, status.st_size, status.st_mtime_ns)
        found.files[number] = replace(found.files[number], sidecar=sidecar)
        found.ignored.remove(name)


def _no_corpus(corpus_dir: Path, error: Exception) -> CorpusError:
    if isinstance(error, FileNotFoundError):
        return CorpusError(
            f"There is no folder of articles at {corpus_dir}.",
            f"Make it (mkdir -p {corpus_dir}) and put articles in, or set VOUCH_CORPUS_DIR.",
        )
    return CorpusError(
        f"The folder of articles at {corpus_dir} cannot be opened: {why(error)}.",
        f"Let this user read it (chmod u+rx {corpus_dir}), or set VOUCH_CORPUS_DIR.",
    )


def why(error: Exception) -> str:
    """The cause of an operating system's error, in plain words."""
    if isinstance(error, PermissionError):
        return "no permission"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return list(entries)


def _walk(
    entries: list[os.DirEntry[str]],
    folder: str,
    found: Discovery,
    named: Callable[[str, bool], bool],
) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Every visible entry that is no folder, with its source; failures go to `found`."""
    waiting = [(entries, folder)]
    while waiting:
        entries, folder = waiting.pop()
        for entry in entries:
            if entry.name.startswith((".", "~$")):
                continue
            source = folder + entry.name
            if not _is_printable_utf8(source):
                readable = os.fsencode(source).decode("utf-8", "backslashreplace")
                found.failures.append(Failure(readable, "has a name that is not UTF-8"))
            elif named(source, entry.is_dir(follow_symlinks=False)):
                found.left_out.append(source)
            elif not entry.is_dir(follow_symlinks=False):
                yield entry, source
            else:
                try:
                    waiting.append((_entries(entry.path), source + "/"))
                except OSError as error:
                    found.failures.append(Failure(source, f"cannot be opened: {why(error)}"))


def _is_printable_utf8(name: str) -> bool:
    # os.scandir gives the bytes of a name that do not decode as lone surrogates
    return name.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in name)


def _sort_in(entry: os.DirEntry[str], source: str, root: Path, found: Discovery) -> None:
    """Puts one entry that is no folder where it belongs in `found`."""
    supported = suffix_of(entry.name) is not None
    try:
        if entry.is_symlink():
            _sort_in_link(entry, source, root, found)
            return
        status = entry.stat(follow_symlinks=False)
    except OSError as error:
        found.failures.append(Failure(source, f"cannot be looked at: {why(error)}"))
        return
    if not stat.S_ISREG(status.st_mode):
        found.failures.append(Failure(source, f"is {_kind(status.st_mode)}, not a file"))
    elif supported:
        found.files.append(FoundFile(source, entry.path, status.st_size, status.st_mtime_ns))
    else:
        found.ignored.append(source)


def _sort_in_link(entry: os.DirEntry[str], source: str, root: Path, found: Discovery) -> None:
    try:
        target = Path(entry.path).resolve(strict=True)
        status = target.stat()
    except FileNotFoundError:
        found.failures.append(Failure(source, "is a link that leads nowhere"))
        return
    except RuntimeError:
        found.failures.append(Failure(source, "is a link in a loop"))
        return
    if target != root and root not in target.parents:
        found.failures.append(Failure(source, "is a link that leads outside the corpus"))
    elif stat.S_ISDIR(status.st_mode):
        if target == root or target in Path(entry.path).parents:
            found.failures.append(Failure(source, "is a link to a folder above it: a loop"))
        else:
            found.ignored.append(source)
    elif not stat.S_ISREG(status.st_mode):
        found.failures.append(Failure(source, f"is a link to {_kind(status.st_mode)}"))
    elif suffix_of(entry.name) is None:
        found.ignored.append(source)
    else:
        found.files.append(FoundFile(source, target, status.st_size, status.st_mtime_ns))


def _kind(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    )
    return next((name for is_kind, name in kinds if is_kind(mode)), "something else")

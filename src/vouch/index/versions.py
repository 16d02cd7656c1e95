"""Generations: each state of the index is a folder that never changes once published.

A writer builds the next generation in a folder of its own and publishes it by
replacing one small file, `current.json`. Until then readers see nothing of it,
and a writer that is killed leaves only a folder that the next one removes. A
reader holds a shared lock on the generation that it reads, so that it is not
removed under it.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from vouch.index.errors import IndexDamagedError
from vouch.index.integrity import MANIFEST, digest_of, manifest_of, record_digest
from vouch.index.private import keep_private, private_folder

POINTER = "current.json"
FOLDER = "generations"
PUBLISHED_ONCE = "published"
LOCK = "lock"
GUARD = "generations.lock"
HASHED = 4
"""The version of the index since which it has hashes; an older one is made anew."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an index was made with; another value of any of them needs a rebuild."""

    schema: int
    embedding_model: str
    dimension: int
    passages: str
    passage_tokens: int


Identity = tuple[int, str, str]
"""A generation's number, the build that it belongs to, and when it was made."""


@dataclass(frozen=True, slots=True)
class Published:
    """The published generation: its number, its folder, and what it was made with.

    `build` names the rebuild, or the first sync, that it goes back to;
    `manifest` is the hash of its manifest, "" before it is published.
    """

    generation: int
    folder: Path
    made: Made
    synced_at: str
    build: str
    manifest: str = ""

    @property
    def identity(self) -> Identity:
        """What no other generation has: an index that is made anew counts from 1 again."""
        return self.generation, self.build, self.synced_at


def published(data_dir: Path) -> Published | None:
    """The generation that readers see; None where none was ever published.

    Raises IndexDamagedError where one was, but what points to it is gone or cut.
    """
    pointer = data_dir / POINTER
    try:
        record = json.loads(pointer.read_text("utf-8"))
        if record["made"]["schema"] >= HASHED and record["digest"] != record_digest(record):
            raise IndexDamagedError(f"{POINTER} is not what was written")
        made = Made(**record["made"])
        folder = data_dir / FOLDER / record["folder"]
        number, at, build = int(record["generation"]), record["synced_at"], record["build"]
        return Published(number, folder, made, str(at), str(build), record.get("manifest", ""))
    except FileNotFoundError:
        if any(data_dir.glob(f"{FOLDER}/*/{PUBLISHED_ONCE}")):
            raise IndexDamagedError(f"{POINTER} is gone") from None
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(f"{POINTER} cannot be read") from error


@dataclass(frozen=True, slots=True)
class Staged:
    """The number and the new, empty folder of the next generation, kept until `held` closes."""

    number: int
    folder: Path
    held: IO[bytes]


def stage(data_dir: Path) -> Staged:
    """Make a folder for the next generation."""
    folders = data_dir / FOLDER
    private_folder(data_dir)
    folders.mkdir(exist_ok=True)
    keep_private(data_dir, folders)
    with _guard(data_dir):
        numbers = [int(path.name) for path in folders.iterdir() if path.name.isdigit()]
        current = _pointed_at(data_dir) or ""
        number = max([*numbers, int(current) if current.isdigit() else 0]) + 1
        folder = folders / f"{number:08d}"
        folder.mkdir()
        (folder / LOCK).touch()
        held = hold(folder)
    assert held is not None  # noqa: S101 - nobody removes it inside the guard
    return Staged(number, folder, held)


@contextmanager
def _guard(data_dir: Path) -> Iterator[None]:
    """One process at a time makes or removes folders."""
    from filelock import FileLock

    with FileLock(data_dir / GUARD):
        yield


def publish(data_dir: Path, staged: Published) -> None:
    """Make a staged generation the one that readers see, in one step."""
    everything = (path for path in staged.folder.rglob("*") if path.is_file())
    for path in everything:
        if path.name != LOCK:
            _flush(path)
    keep_private(data_dir, *staged.folder.rglob("*"))
    manifest = manifest_of(staged.folder)
    record: dict[str, Any] = {
        "generation": staged.generation,
        "folder": staged.folder.name,
        "synced_at": staged.synced_at,
        "build": staged.build,
        "made": asdict(staged.made),
        "manifest": digest_of(manifest),
    }
    record["digest"] = record_digest(record)
    waiting = data_dir / f"{POINTER}.new"
    _write(waiting, json.dumps(record, indent=1).encode())
    _write(staged.folder / MANIFEST, manifest)
    keep_private(data_dir, staged.folder, staged.folder / MANIFEST)
    _flush(staged.folder)
    keep_private(data_dir, waiting)
    waiting.replace(data_dir / POINTER)
    _flush(data_dir)
    # Tells a pointer that was lost from a first sync that was killed before it published.
    (staged.folder / PUBLISHED_ONCE).touch(0o600)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_unused(data_dir: Path) -> None:
    """Remove every generation that is neither published, nor being read, nor being made."""
    if not (data_dir / FOLDER).is_dir():
        return
    with _guard(data_dir):
        current = _pointed_at(data_dir)
        for folder in (data_dir / FOLDER).iterdir():
            if folder.name != current:
                with _unless_held(folder) as free:
                    if free:
                        shutil.rmtree(folder, ignore_errors=True)


def _pointed_at(data_dir: Path) -> str | None:
    try:
        return str(json.loads((data_dir / POINTER).read_text("utf-8"))["folder"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def hold(folder: Path) -> IO[bytes] | None:
    """A shared lock that keeps a generation from being removed until it is closed.

    None where the generation is gone or going: a newer one has been published.
    """
    try:
        file = (folder / LOCK).open("rb")
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    except OSError:  # a file system without locks: nothing is removed there either
        return file
    if (folder / LOCK).exists():
        return file
    file.close()
    return None


@contextmanager
def _unless_held(folder: Path) -> Iterator[bool]:
    """Whether nobody holds the generation; nobody can begin to inside the context."""
    try:
        file = (folder / LOCK).open("rb")
    except (FileNotFoundError, NotADirectoryError):
        yield True
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True

"""Articles added and removed from a chat: first shown, then taken into the corpus."""

import json
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from vouch.documents import discover, read_article
from vouch.documents.fetching import Limits
from vouch.documents.ingest import Added, AlreadyThere, Bringing, find, move_in, move_to_trash
from vouch.documents.parsed import Details
from vouch.errors import ArticleError, BringingError
from vouch.settings import Settings

TRASH = "trash"
"""The folder in the data directory that removed articles are moved to."""

INCOMING = "incoming"
"""The folder in the data directory in which articles wait to be confirmed."""

_WAITS_S = 24 * 3_600.0


def limits(settings: Settings) -> Limits:
    """What the settings let a fetch cost."""
    return Limits(
        settings.fetch_seconds, int(settings.max_file_mb * 1_000_000), settings.fetch_private
    )


@dataclass(frozen=True, slots=True)
class Preview:
    """What an article would be: `token` confirms it, `words` are those that are kept of it."""

    token: str
    name: str
    title: str
    date: str | None
    words: int
    notice: str | None
    folder: str


class ArticleDesk:
    """Adds to the corpus and removes from it. Its methods block: call them in a thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._incoming = settings.data_dir / INCOMING

    @property
    def max_bytes(self) -> int:
        """The most bytes that an article's file may have."""
        return limits(self._settings).max_bytes

    def look_at_file(self, name: str, data: bytes, said: Details, folder: str) -> Preview | str:
        """What a file would be as an article; the source of the one that is there already.

        Raises BringingError where it cannot be read.
        """
        token, place = self._place()
        upload = place.with_name(f"{token}.upload") / (Path(name).name or "article")
        try:
            upload.parent.mkdir()
            upload.write_bytes(data)
            step = self._bringing(place, said).file(upload)
        except BringingError as error:
            self.discard(token)
            raise BringingError(f"{upload.name} {_reason(error)}") from None
        finally:
            shutil.rmtree(upload.parent, ignore_errors=True)
        return self._preview(token, place, step, folder)

    def look_at_url(self, url: str, said: Details, folder: str) -> Preview | str:
        """What a page would be as an article, like `look_at_file`."""
        token, place = self._place()
        try:
            step = self._bringing(place, said).url(url)
        except BringingError:
            self.discard(token)
            raise
        return self._preview(token, place, step, folder)

    def add(self, token: str) -> str:
        """Take an article that was looked at into the corpus; its source. Raises BringingError."""
        place = self._incoming / token
        note = place.with_suffix(".json")
        files = discover(place).files if place.is_dir() and note.is_file() else ()
        if len(files) != 1:
            raise BringingError("That article waits no longer.", "Add it once more.")
        folder = json.loads(note.read_text("utf-8"))["folder"]
        source = move_in(self._settings.corpus_dir, files[0], folder, self.max_bytes)
        self.discard(token)
        return source

    def discard(self, token: str) -> None:
        """Forget an article that was looked at."""
        shutil.rmtree(self._incoming / token, ignore_errors=True)
        (self._incoming / f"{token}.json").unlink(missing_ok=True)

    def remove(self, source: str) -> str:
        """Move an article to the trash folder; its source. Raises BringingError."""
        corpus = self._settings.corpus_dir
        named = find(corpus, source)
        move_to_trash(corpus, named, self._settings.data_dir / TRASH)
        return named

    def _bringing(self, place: Path, said: Details) -> Bringing:
        return Bringing(self._settings.corpus_dir, limits(self._settings), said, into=place)

    def _place(self) -> tuple[str, Path]:
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in self._incoming.iterdir():
            if time.time() - old.stat().st_mtime > _WAITS_S:
                self.discard(old.stem)
        token = secrets.token_hex(8)
        place = self._incoming / token
        place.mkdir(mode=0o700)
        return token, place

    def _preview(
        self, token: str, place: Path, step: Added | AlreadyThere, folder: str
    ) -> Preview | str:
        if isinstance(step, AlreadyThere):
            self.discard(token)
            return step.source
        try:
            (file,) = discover(place).files
            article = read_article(file, self.max_bytes)
        except (ArticleError, ValueError) as error:
            self.discard(token)
            reason = error.reason if isinstance(error, ArticleError) else "cannot be read"
            raise BringingError(f"{step.source} is not added: it {reason}.") from None
        place.with_suffix(".json").write_text(json.dumps({"folder": folder}), "utf-8")
        return Preview(
            *(token, step.source, article.source.title, article.source.date),
            *(len(article.text.split()), article.notice, folder),
        )


def _reason(error: BringingError) -> str:
    """What an error says of a file, without the path to it."""
    return f"is not added: {error.message.partition(' is not added: ')[2] or 'it cannot be read.'}"

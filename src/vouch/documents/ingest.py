"""Articles brought into the corpus from elsewhere, and taken out of it."""

import difflib
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from uuid import uuid4

from vouch.documents.deduplication import Known
from vouch.documents.discovery import SIDECAR_SUFFIXES, FoundFile, discover, why
from vouch.documents.feed import Entry, entries
from vouch.documents.fetching import FEEDS, Fetched, Limits, fetch
from vouch.documents.files import read_bytes
from vouch.documents.formats import FEED, PAGE, SUFFIXES, suffix_of
from vouch.documents.frontmatter import described_yaml
from vouch.documents.parsed import Details, Parsed, UnreadableError, web_address
from vouch.documents.process import shared_process
from vouch.errors import BringingError

MAX_NAME_BYTES = 120


@dataclass(frozen=True, slots=True)
class Added:
    """An article that is in the corpus now, at `source`."""

    source: str


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """What was to be added is in the corpus already, at `source`."""

    source: str


@dataclass(frozen=True, slots=True)
class NotAdded:
    """A page of a feed that could not be added; the message names it and says why."""

    message: str


class Bringing:
    """Adds to one corpus. What is there already is found, not doubled.

    `said` is what a person says of the article that is added: it goes to a file
    beside the article (`article.pdf.yaml`), or into the front matter of a page. With `into`
    articles are written to another folder, to be looked at first (`move_in`).
    """

    def __init__(
        self,
        corpus_dir: Path,
        limits: Limits,
        said: Details | None = None,
        into: Path | None = None,
    ) -> None:
        self._said = said or Details()
        self._into = into or corpus_dir
        self._corpus = corpus_dir
        self._limits = limits
        self._known = Known(corpus_dir, limits.max_bytes)

    def file(self, path: Path) -> Added | AlreadyThere:
        """Copies a file in. Raises BringingError where it is no article that can be read."""
        suffix = suffix_of(path.name)
        try:
            if suffix is None:
                formats = ", ".join(SUFFIXES)
                raise UnreadableError(f"is of no format that is read ({formats})")
            real = _real(path)
            data = read_bytes(real, self._limits.max_bytes)
            _require_text(shared_process().parse(data, suffix))
        except UnreadableError as error:
            raise BringingError(f"{path} is not added: it {error.reason}.") from None
        root = self._corpus.resolve()
        inside = real.relative_to(root).as_posix() if real.is_relative_to(root) else None
        there = inside or self._known.by_content(data)
        if there is not None:
            self._describe(there)
            return AlreadyThere(there)
        added = self._save(_safe_name(path.stem) or "article", suffix, data)
        self._describe(added.source)
        return added

    def url(self, url: str) -> Added | AlreadyThere:
        """Fetches a page and saves it as an article. Raises BringingError.

        A page of HTML is saved as Markdown, plain text as text, each with what
        is known of it as front matter; a PDF as it is.
        """
        try:
            return self._page(Entry(url))
        except UnreadableError as error:
            raise BringingError(f"{url} is not added: it {error.reason}.") from None

    def feed(self, url: str) -> Iterator[Added | AlreadyThere | NotAdded]:
        """Adds each page that a feed lists, one after another. Raises BringingError.

        A page that cannot be added does not stop the others.
        """
        try:
            fetched = fetch(url, self._limits, FEEDS)
            listed = list(entries(shared_process().parse(fetched.data, FEED)))
        except UnreadableError as error:
            raise BringingError(f"The feed {url} is not read: it {error.reason}.") from None
        for entry in listed:
            entry = replace(entry, url=urljoin(fetched.url, entry.url))
            try:
                yield self._page(entry)
            except UnreadableError as error:
                try:
                    yield self._from_feed(entry)
                except UnreadableError:
                    yield NotAdded(f"{entry.url} is not added: it {error.reason}.")

    def _from_feed(self, entry: Entry) -> Added | AlreadyThere:
        """Save the text that the feed itself holds of a page that cannot be had."""
        page = f"<html><body><article>{entry.content or ''}</article></body></html>"
        parsed = shared_process().parse(page.encode("utf-8", "replace"), PAGE, "utf-8")
        _require_text(parsed)
        there = self._known.by_text(parsed.text)
        if there is not None:
            return AlreadyThere(there)
        details = Details(entry.title, entry.author, entry.date, web_address(entry.url))
        fetched = Fetched(entry.url, b"", "", None)
        return self._save(_name(entry.title, fetched), ".md", _written(details, parsed.text))

    def _page(self, entry: Entry) -> Added | AlreadyThere:
        there = self._known.by_url(entry.url)
        if there is not None:
            return AlreadyThere(there)
        fetched = fetch(entry.url, self._limits)
        if not fetched.data.strip():
            raise UnreadableError("is empty")
        kind = {"application/pdf": ".pdf", "text/plain": ".txt"}.get(fetched.content_type, PAGE)
        parsed = shared_process().parse(fetched.data, kind, fetched.charset)
        _require_text(parsed)
        details = _over(_details(parsed.details, entry, fetched.url), self._said)
        suffix = ".md" if kind == PAGE else kind
        if kind == ".pdf":
            data = fetched.data
            there = self._known.by_url(fetched.url) or self._known.by_content(data)
        else:
            data = _written(details, parsed.text)
            there = self._known.by_url(fetched.url, details.url) or self._known.by_text(parsed.text)
        if there is not None:
            self._describe(there)
            return AlreadyThere(there)
        added = self._save(_name(details.title, fetched), suffix, data)
        if kind == ".pdf":
            self._describe(added.source)
        return added

    def _describe(self, source: str) -> None:
        """Note what a person says of an article in a file beside it."""
        if self._said == Details():
            return
        path = self._into / f"{source}.yaml"
        if not (self._into / source).exists():
            return  # it is in the corpus, and only looked at
        try:
            before = path.read_text("utf-8") if path.exists() else ""
            known = described_yaml(before, "") if before.strip() else Details()
            path.write_text("\n".join([*_lines(_over(known, self._said)), ""]), "utf-8")
        except (OSError, UnicodeDecodeError, UnreadableError) as error:
            reason = why(error) if isinstance(error, OSError) else "it holds no details"
            raise BringingError(f"{path} cannot be written: {reason}.") from None

    def _save(self, stem: str, suffix: str, data: bytes) -> Added:
        """Writes a file that appears whole or not at all, under a name that was free."""
        try:
            path = _write_new(self._into, stem, suffix, data)
        except OSError as error:
            raise BringingError(
                f"Nothing can be written to {self._corpus}: {why(error)}.",
                f"Let this user write there (chmod u+w {self._corpus}), or make room.",
            ) from None
        self._known.note(path.name, data, path)
        return Added(path.name)


def find(corpus_dir: Path, source: str) -> str:
    """The source of an article that is in the corpus.

    `source` is the article's path in the corpus, or a path to its file there.
    Raises BringingError for what is not in the corpus, naming what comes close.
    """
    found = discover(corpus_dir)
    sources = [file.source for file in found.files] + [failure.source for failure in found.failures]
    named = source if source in sources else _source_of(corpus_dir, Path(source))
    path = corpus_dir / (named or source)
    if named not in sources or named is None or (path.is_dir() and not path.is_symlink()):
        close = difflib.get_close_matches(source, sources, 3, 0.5)
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        raise BringingError(
            f"There is no article {source} in {corpus_dir}.{hint}", "vouch sources lists them all."
        )
    return named


def move_in(corpus_dir: Path, file: FoundFile, folder: str, max_bytes: int) -> str:
    """Take a file with its sidecar into a folder of the corpus; its source there.

    The folder is made where there is none; it cannot lead out of the corpus. Raises
    BringingError where the corpus has the same file already, or cannot be written.
    """
    parts = [name for part in folder.split("/") if (name := _safe_name(part))]
    target = corpus_dir.joinpath(*parts)
    path = Path(file.path)
    try:
        data = read_bytes(path, max_bytes)
        there = Known(corpus_dir, max_bytes).by_content(data)
        if there is not None:
            raise BringingError(f"{path.name} is there already: {there}.")
        if not target.resolve().is_relative_to(corpus_dir.resolve()):
            raise BringingError(f"The folder {folder} leads out of the articles.")
        target.mkdir(parents=True, exist_ok=True)
        written = _write_new(target, path.stem, path.suffix, data)
        if file.sidecar is not None:
            sidecar = written.with_name(f"{written.name}.yaml")
            sidecar.write_bytes(Path(file.sidecar.path).read_bytes())
    except UnreadableError as error:
        raise BringingError(f"{path.name} is not added: it {error.reason}.") from None
    except OSError as error:
        raise BringingError(f"{path.name} is not added: {why(error)}.") from None
    return "/".join([*parts, written.name])


def move_to_trash(corpus_dir: Path, source: str, trash: Path) -> Path:
    """Move an article's file out of the corpus into a trash folder; where it lies now.

    `source` is as `find` takes it. What a file beside the article says of it goes with it.
    A file of the same name in the trash stays.
    Raises BringingError.
    """
    named = find(corpus_dir, source)
    path, target = corpus_dir / named, trash / named
    number = 1
    while os.path.lexists(target):
        number += 1
        target = target.with_name(f"{path.stem}-{number}{path.suffix}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(path, target)
        for suffix in SIDECAR_SUFFIXES:
            beside = path.with_name(path.name + suffix)
            if beside.is_file() and not beside.is_symlink():
                shutil.move(beside, target.with_name(target.name + suffix))
    except OSError as error:
        raise BringingError(f"{named} cannot be removed: {why(error)}.") from None
    return target


def _source_of(corpus_dir: Path, path: Path) -> str | None:
    """The source of a path to a file of the corpus, a link taken as itself."""
    root, place = corpus_dir.resolve(), path.parent.resolve() / path.name
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else None


def _real(path: Path) -> Path:
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        raise UnreadableError("does not exist") from None
    except (OSError, RuntimeError) as error:
        raise UnreadableError(f"cannot be read: {why(error)}") from None


def _require_text(parsed: Parsed) -> None:
    if not parsed.text.strip():
        raise UnreadableError("has no text")


def _details(found: Details, entry: Entry, fetched_from: str) -> Details:
    """What a page tells of itself, filled up with what a feed tells of it.

    A page may name as its own address one of its own host alone.
    """
    own = found.url or fetched_from
    same_host = urlsplit(own).netloc.lower() == urlsplit(fetched_from).netloc.lower()
    return Details(
        title=found.title or entry.title,
        author=found.author or entry.author,
        date=found.date or entry.date,
        url=own if same_host else fetched_from,
    )


def _written(details: Details, text: str) -> bytes:
    """An article as Markdown or text with front matter."""
    return "\n".join(["---", *_lines(details), "---", "", text.strip(), ""]).encode(
        "utf-8", "replace"
    )


def _over(details: Details, said: Details) -> Details:
    """Details with those that a person gives instead."""
    return Details(
        title=said.title or details.title,
        author=said.author or details.author,
        date=said.date or details.date,
        url=details.url,
    )


def _lines(details: Details) -> list[str]:
    """Details as lines of YAML."""
    values = {"title": details.title, "author": details.author}
    values |= {"date": details.date, "url": details.url}
    # a JSON string is a YAML string; but a date reads better without quotes
    return [
        f"{key}: {value if key == 'date' else json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if value
    ]


def _name(title: str | None, fetched: Fetched) -> str:
    """A file's name for a page: from its title, else its address."""
    parts = urlsplit(fetched.url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2]).rpartition(".")
    return (
        _safe_name((title or "").lower())
        or _safe_name((last[0] or last[2]).lower())
        or _safe_name(parts.hostname or "")
        or "page"
    )


def _safe_name(words: str) -> str:
    """Words as a file's name: letters and digits of any script, and `-`, `_` or `.` inside."""
    plain = unicodedata.normalize("NFKC", words)
    name = re.sub(r"[^\w.]+", "-", plain)
    name = name.encode("utf-8", "ignore")[:MAX_NAME_BYTES].decode("utf-8", "ignore")
    return name.strip("-_.")


def _write_new(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    hidden = folder / f".{uuid4().hex}.tmp"
    try:
        with hidden.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        number = 1
        while True:
            path = folder / f"{stem}{f'-{number}' if number > 1 else ''}{suffix}"
            if _takes(hidden, path):
                return path
            number += 1
    finally:
        with suppress(FileNotFoundError):
            hidden.unlink()


def _takes(hidden: Path, path: Path) -> bool:
    """Gives the hidden file its name, unless another file has it."""
    try:
        os.link(hidden, path)
    except FileExistsError:
        return False
    except OSError:
        if path.exists():  # on a disk without hard links this is as near as one gets
            return False
        hidden.rename(path)
    return True

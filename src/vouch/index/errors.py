"""What can go wrong with the index, each with the command that mends it."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from vouch.errors import CorpusError, StoreError, VouchError

REBUILD = "Run `vouch index --rebuild`."


class IndexMissingError(StoreError):
    """No generation has been published yet."""

    public = "Nothing is indexed yet"

    def __init__(self) -> None:
        super().__init__("Nothing is indexed yet.", "Run `vouch index`.")


class UnknownSourceError(VouchError):
    """No indexed article has this path."""

    def __init__(self, source: str, close: Sequence[str]) -> None:
        hint = f" Did you mean {', '.join(close)}?" if close else ""
        super().__init__(
            f"No indexed article is called {source}.{hint}", "vouch sources lists them all."
        )


class IndexMismatchError(StoreError):
    """The index was made with other settings than the present ones."""

    def __init__(
        self, what: str, made_with: object, wanted: object, *, by_itself: bool = False
    ) -> None:
        if by_itself:
            super().__init__(
                "The index was made by another version of Vouch.", "Run `vouch index`."
            )
            return
        super().__init__(
            f"The index was made with another {what}: {made_with}; the settings ask for {wanted}.",
            f"{REBUILD[:-1]}, or set it back.",
        )


class IndexDamagedError(StoreError):
    """Files of the index are gone, cut or unreadable."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The index is damaged: {detail}.", REBUILD)


class IndexUnreadableError(StoreError):
    """The operating system does not let this user read the index."""

    def __init__(self, data_dir: Path, error: OSError) -> None:
        super().__init__(
            f"The index in {data_dir} cannot be read ({(error.strerror or str(error)).lower()}).",
            f"Let this user read it (chmod -R u+rX {data_dir}), or set VOUCH_DATA_DIR.",
        )


class IndexLockedError(StoreError):
    """Another process is writing the index."""

    public = "The articles are being indexed just now"

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"The index is being written by {holder}.", "Run `vouch index` when it is done."
        )


class RemovalHeldBackError(CorpusError):
    """A sync would remove all or most of the articles at once: their folder may be missing."""

    def __init__(self, corpus_dir: Path, lost: int, indexed: int) -> None:
        super().__init__(
            f"{lost:,} of {indexed:,} indexed articles are no longer in {corpus_dir}: nothing was"
            " changed, in case the folder is not mounted or only partly there.",
            "If they are to be removed, run `vouch index --allow-empty`.",
        )


class ServerAwayError(StoreError):
    """The Chroma server does not answer."""

    public = "My index is out of reach just now"

    def __init__(self, url: str, error: BaseException) -> None:
        super().__init__(
            f"The Chroma server at {url} does not answer ({error}).",
            "Start it (`chroma run`), or check VOUCH_CHROMA_URL; nothing is lost.",
        )


class ServerRefusedError(StoreError):
    """The Chroma server answers, but not to these settings."""

    def __init__(self, url: str, error: BaseException) -> None:
        super().__init__(
            f"The Chroma server at {url} does not let Vouch in ({error}).",
            "Check VOUCH_CHROMA_API_KEY, VOUCH_CHROMA_TENANT and VOUCH_CHROMA_DATABASE.",
        )


class StoreUnwritableError(StoreError):
    """The data directory, or the disk under it, does not take what has to be written."""

    def __init__(self, data_dir: Path, error: BaseException, full: bool) -> None:
        why = getattr(error, "strerror", None) or str(error)
        if full:
            message = f"There is no room left for the index in {data_dir} ({why})."
            mend = "Free some space, then run `vouch index`; what was indexed before still answers."
        else:
            message = f"The data directory {data_dir} cannot be written ({why})."
            mend = "Give write permission, or set VOUCH_DATA_DIR to another directory."
        super().__init__(message, mend)


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = (
    "disk is full",
    "no space left",
    "file too large",
    "quota exceeded",
)
_UNWRITABLE = {
    *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EIO),
}
_UNWRITABLE_WORDS = (
    "readonly database",
    "read-only",
    "unable to open database",
    "permission denied",
    "disk i/o error",
)


@contextmanager
def named_when_unwritable(data_dir: Path) -> Iterator[None]:
    """A full or write-protected disk becomes StoreUnwritableError, whichever library meets it."""
    try:
        yield
    except VouchError:
        raise
    except Exception as error:
        number, words = getattr(error, "errno", None), str(error).lower()
        if number in _FULL or any(word in words for word in _FULL_WORDS):
            raise StoreUnwritableError(data_dir, error, full=True) from error
        if number in _UNWRITABLE or any(word in words for word in _UNWRITABLE_WORDS):
            raise StoreUnwritableError(data_dir, error, full=False) from error
        raise

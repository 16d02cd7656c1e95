"""What can go wrong with the index, each with the command that mends it."""

from vouch.errors import StoreError

REBUILD = "Run `vouch index --rebuild`."


class IndexMissingError(StoreError):
    """No generation has been published yet."""

    def __init__(self) -> None:
        super().__init__("Nothing is indexed yet.", "Run `vouch index`.")


class IndexMismatchError(StoreError):
    """The index was made with other settings than the present ones."""

    def __init__(self, what: str, made_with: object, wanted: object) -> None:
        super().__init__(
            f"The index was made with another {what}: {made_with}; the settings ask for {wanted}.",
            f"{REBUILD[:-1]}, or set it back.",
        )


class IndexDamagedError(StoreError):
    """Files of the index are gone, cut or unreadable."""

    def __init__(self, detail: str) -> None:
        super().__init__(f"The index is damaged: {detail}.", REBUILD)


class IndexLockedError(StoreError):
    """Another process is writing the index."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"The index is being written by {holder}.", "Run `vouch index` when it is done."
        )


class StoreUnwritableError(StoreError):
    """The data directory, or the disk under it, does not take what has to be written."""

"""Work that runs ahead in a thread of its own, so that maker and user do not wait."""

import queue
import threading
from collections.abc import Generator, Iterator
from typing import TypeVar

T = TypeVar("T")

_AHEAD = 64
_PATIENCE_S = 2.0  # a file that takes long to read does not keep an interrupted user


def prefetch(items: Iterator[T], ahead: int = _AHEAD) -> Generator[T, None, None]:
    """The items in order, made in another thread, at most `ahead` of them in advance.

    What the maker raises is raised here; closing this iterator ends the maker.
    """
    made: queue.Queue[tuple[T | None, BaseException | None, bool]] = queue.Queue(ahead)
    stop = threading.Event()

    def give(entry: tuple[T | None, BaseException | None, bool]) -> None:
        while not stop.is_set():
            try:
                made.put(entry, timeout=0.1)
            except queue.Full:
                continue
            return

    def make() -> None:
        try:
            for item in items:
                give((item, None, False))
                if stop.is_set():
                    return
            give((None, None, True))
        except BaseException as error:  # noqa: BLE001 - raised again in the user's thread
            give((None, error, True))

    maker = threading.Thread(target=make, name="vouch-reading", daemon=True)
    maker.start()
    try:
        while True:
            item, error, last = made.get()
            if error is not None:
                raise error
            if last:
                return
            yield item  # type: ignore[misc]  # an item unless it is the last entry
    finally:
        stop.set()
        maker.join(_PATIENCE_S)

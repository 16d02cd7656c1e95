"""The ledger: what each file looked like when it was last read.

Only writers use it, to tell without reading which files have not changed.
The content hash in the lexicon is the truth; a ledger that is lost costs
reading the files once, nothing else.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FILE = "ledger.json"

_UNSETTLED = 2_000_000_000
"""A file changed less than 2 s (in ns) before it was read can change again with no new time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file's size in bytes, its modification time in ns, and the hash of its content.

    `failure` is why a file could not be read that took too much time or memory.
    """

    size: int
    mtime_ns: int
    content: str
    failure: str | None = None


def read_ledger(data_dir: Path) -> dict[str, Entry]:
    """The entries by source; empty where the ledger is missing or unreadable."""
    try:
        content = json.loads((data_dir / FILE).read_text("utf-8"))
        return {source: Entry(*values) for source, values in content.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_ledger(data_dir: Path, entries: Mapping[str, Entry]) -> None:
    """Replace the ledger in one step."""
    waiting = data_dir / f"{FILE}.new"
    content = {s: (e.size, e.mtime_ns, e.content, e.failure) for s, e in entries.items()}
    waiting.write_text(json.dumps(content), "utf-8")
    waiting.replace(data_dir / FILE)


def is_settled(mtime_ns: int, read_at_ns: int) -> bool:
    """Whether a later change of a file that was read then must show in its modification time."""
    return mtime_ns < read_at_ns - _UNSETTLED

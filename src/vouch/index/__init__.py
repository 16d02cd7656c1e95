"""The index: the corpus's passages, searchable by meaning and by words."""

from vouch.index.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
    StoreUnwritableError,
)
from vouch.index.lexicon import ArticleRecord
from vouch.index.snapshot import Index, Snapshot, open_index
from vouch.index.sync import Progress, SyncReport, sync

__all__ = [
    "ArticleRecord",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexMissingError",
    "Progress",
    "Snapshot",
    "StoreUnwritableError",
    "SyncReport",
    "open_index",
    "sync",
]

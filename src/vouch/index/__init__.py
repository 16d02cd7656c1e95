"""The index: the corpus's passages, searchable by meaning and by words."""

from vouch.index.check import Comparison, compare
from vouch.index.document_store import ArticleRecord
from vouch.index.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexMismatchError,
    IndexMissingError,
    RemovalHeldBackError,
    ServerAwayError,
    ServerRefusedError,
    StoreUnwritableError,
)
from vouch.index.selected import SelectedIndex
from vouch.index.snapshot import Index, Snapshot, open_index
from vouch.index.sync import Progress, SyncReport, sync

__all__ = [
    "ArticleRecord",
    "Comparison",
    "Index",
    "IndexDamagedError",
    "IndexLockedError",
    "IndexMismatchError",
    "IndexMissingError",
    "Progress",
    "RemovalHeldBackError",
    "SelectedIndex",
    "ServerAwayError",
    "ServerRefusedError",
    "Snapshot",
    "StoreUnwritableError",
    "SyncReport",
    "compare",
    "open_index",
    "sync",
]

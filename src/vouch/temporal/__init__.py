"""Questions with a time: what they ask for, and which articles tell of that time."""

from vouch.temporal.filter import Timely, in_time
from vouch.temporal.query import Asked, asked_time
from vouch.temporal.reading import read_in_time
from vouch.temporal.retrieval import preference, settled

__all__ = [
    "Asked",
    "Timely",
    "asked_time",
    "in_time",
    "preference",
    "read_in_time",
    "settled",
]

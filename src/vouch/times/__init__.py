"""Questions with a time: what they ask for, and which articles tell of that time."""

from vouch.times.asking import Asked, asked_time
from vouch.times.choosing import Timely, in_time
from vouch.times.reading import read_in_time
from vouch.times.searching import preference, settled

__all__ = [
    "Asked",
    "Timely",
    "asked_time",
    "in_time",
    "preference",
    "read_in_time",
    "settled",
]

"""Does the reader know whether a text supports a claim?"""

from collections.abc import Callable, Sequence
from typing import Protocol, runtime_checkable

from vouch.evaluation import metrics
from vouch.evaluation.datasets import ClaimRecord
from vouch.evaluation.errors import NoSupportHeadError
from vouch.evaluation.figures import Judged
from vouch.evaluation.judging import judged
from vouch.reader.protocol import Reader

SUPPORTED = 0.5
"""A claim counts as supported where that is more likely than not."""

_AT_ONCE = 64


@runtime_checkable
class SupportReader(Protocol):
    """A reader that judges claims."""

    def support(self, claims: Sequence[tuple[str, str]]) -> list[float]:
        """For each (claim, evidence) the probability that the evidence supports the claim."""
        ...


def support_reader(reader: Reader) -> SupportReader:
    """The reader, if it judges claims. Raises NoSupportHeadError if it does not."""
    if not isinstance(reader, SupportReader):
        raise NoSupportHeadError(reader.name)
    return reader


def measure_support(
    records: Sequence[ClaimRecord],
    reader: SupportReader,
    advance: Callable[[int], object] = lambda count: None,
) -> Judged:
    """The reader's figures on claims; `advance` is told how many more are read.

    Raises UnmeasurableError where all records are of one kind.
    """
    truth = tuple(record.supported for record in records)
    metrics.require_both(truth, "supported")
    read: list[float] = []
    for first in range(0, len(records), _AT_ONCE):
        some = records[first : first + _AT_ONCE]
        read += reader.support([(record.claim, record.evidence) for record in some])
        advance(len(some))
    texts = [record.claim for record in records]
    return judged("support", ("supported", "not supported"), texts, truth, read, SUPPORTED)

"""A statement taken apart into the facts that it tells."""

import re

_ENDS = re.compile(r"(?<=[.!?;])[\"\u201d\u2019]?\s+(?=[A-Z\"\u201c\u2018\d]|[a-z])")


def facts_of(statement: str) -> list[str]:
    """The statement's facts, in order; one at least."""
    return [part.strip() for part in _ENDS.split(statement) if part.strip()] or [statement]

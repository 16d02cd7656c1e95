"""Whether a chat model is asked for structured output, as was found out so far."""

from dataclasses import dataclass

from vouch.generation.failures import ChatModelError

UNKNOWN = frozenset({400, 415, 422, 501})
"""What servers answer that do not know structured output."""


@dataclass(slots=True)
class OutputFormat:
    """`structured` until a server has refused such a request and taken the same without it."""

    structured: bool

    def unknown_to(self, error: ChatModelError) -> bool:
        """Whether an error may mean that the server does not know structured output."""
        return self.structured and error.status in UNKNOWN

"""What a chat model gets to see of the articles: delimited, under keys, marked as data."""

import re
import secrets
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vouch.answer.extractive import min_support
from vouch.generation.budget import estimated
from vouch.reader.protocol import Reading
from vouch.retrieval import Candidate
from vouch.verification import Excerpt

_LETTERS, _FIGURES = "bcdfghjkmnpqrstvwxz", "23456789"
KEY = rf"[{_LETTERS}]{{3}}[{_FIGURES}]{{3}}"
"""The form of a key: no word has it, and small models copy it rightly."""

_ANGLES = str.maketrans({"<": "\u2039", ">": "\u203a"})
_TEMPLATE = re.compile(r"\[(/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS))\]")


@dataclass(frozen=True, slots=True)
class Evidence:
    """An excerpt under the key that it has in one reply; `support` is the reader's."""

    key: str
    excerpt: Excerpt
    candidate: Candidate
    support: float

    @property
    def prompted(self) -> str:
        """The evidence as the model sees it."""
        source, passage = self.excerpt.source, self.excerpt.passage
        told = {"title": source.title, "date": source.date, "source": source.path}
        head = [f"{name}: {' '.join(neutral(text).split())}" for name, text in told.items() if text]
        return (
            f'<evidence key="{self.key}">\n'
            + "\n".join(head)
            + f'\n\n{neutral(passage.text)}\n</evidence key="{self.key}">'
        )


def gather(
    candidates: Sequence[Candidate], readings: Sequence[Reading], threshold: float, tokens: int
) -> list[Evidence]:
    """The candidates that the reader let through, the best first, as many as `tokens` hold.

    Each has a key that is drawn anew and that no text of theirs contains.
    """
    through = [
        (candidate, reading)
        for candidate, reading in zip(candidates, readings, strict=True)
        if reading.support >= min_support(threshold)
    ]
    through.sort(key=lambda pair: -pair[1].support)
    told = "\n".join(candidate.passage.text for candidate, _ in through)
    gathered: list[Evidence] = []
    for candidate, reading in through:
        key = _fresh_key({evidence.key for evidence in gathered}, told)
        excerpt = Excerpt(candidate.source, candidate.passage)
        evidence = Evidence(key, excerpt, candidate, reading.support)
        cost = estimated([evidence.prompted])
        if cost <= tokens:
            gathered.append(evidence)
            tokens -= cost
    return gathered


def _fresh_key(used: Collection[str], text: str) -> str:
    while True:
        letters = "".join(secrets.choice(_LETTERS) for _ in range(3))
        key = letters + "".join(secrets.choice(_FIGURES) for _ in range(3))
        if key not in used and key not in text:
            return key


def neutral(text: str) -> str:
    """`text` without what could pass for a delimiter, a role or nothing at all in a prompt.

    Chat templates write roles as `<|im_start|>` or `[INST]`; servers read these
    in what they are sent as well. Characters that nobody sees are left out.
    """
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf"})
    return _TEMPLATE.sub(r"(\1)", seen.translate(_ANGLES))

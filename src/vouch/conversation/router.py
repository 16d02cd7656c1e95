"""What kind of message a message is: a question, or something that no article answers.

A linear model over the message's vector and a few patterns; in doubt a message is a question.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from math import log

import numpy as np
from numpy.typing import NDArray

from vouch.text import chat_words
from vouch.text.small_talk import core, spoken_kind
from vouch.text.tokens import CAPITAL, fold, words

SURE_CHAT, SURE = 0.15, 0.3
"""The probability of a question below which a message is taken for small talk, or for a wish

that the articles can meet: the list of them, a summary, a claim to check.
"""

LONGEST_SMALL_TALK = 12
"""The most words of small talk; a longer message says something."""


class Kind(StrEnum):
    """What a message is."""

    NOTHING = "nothing"
    GREETING = "greeting"
    THANKS = "thanks"
    REACTION = "reaction"
    PRAISE = "praise"
    COMPLAINT = "complaint"
    BYE = "bye"
    IDENTITY = "identity"
    HELP = "help"
    TRUST = "trust"
    COLLECTION = "collection"
    SUMMARY = "summary"
    CHECK = "check"
    QUESTION = "question"

    @property
    def chat(self) -> bool:
        """Whether the bot answers such a message by itself, without the articles."""
        return self not in {Kind.COLLECTION, Kind.SUMMARY, Kind.CHECK, Kind.QUESTION}


LEARNT = tuple(kind for kind in Kind if kind is not Kind.NOTHING)
"""The kinds that the model tells apart, in the order of its rows."""


@dataclass(frozen=True, slots=True)
class Route:
    """The kind of a message, the words of it that count, and the evidence.

    `text` is the message without the greeting or the thanks around what it asks.
    """

    kind: Kind
    text: str
    evidence: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Router:
    """A softmax over the kinds in `LEARNT`: weights (kinds, features), bias (kinds,)."""

    model: str
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, text: str, vector: Sequence[float]) -> NDArray[np.float32]:
        """The probability of each kind in `LEARNT`, for a message and its vector."""
        logits = self.weights @ features(text, vector) + self.bias
        exps = np.exp(logits - logits.max())
        return np.asarray(exps / exps.sum(), dtype=np.float32)

    def route(self, message: str, vector: Sequence[float] | None) -> Route:
        """The kind of a message; `vector` is that of its `core`, None where there is none."""
        text = core(message)
        if not text:
            return Route(Kind(spoken_kind(message) or "nothing"), "", {"spoken": 1.0})
        if vector is None:
            return Route(Kind.CHECK if chat_words.CHECK.match(text) else Kind.QUESTION, text)
        found = self.probabilities(text, vector)
        told = {kind.value: round(float(p), 4) for kind, p in zip(LEARNT, found, strict=True)}
        best = sorted(told, key=lambda kind: -told[kind])[:3]
        kind = _decide(text, found)
        return Route(kind, text, {name: told[name] for name in best})


def _decide(text: str, found: NDArray[np.float32]) -> Kind:
    kind = LEARNT[int(found.argmax())]
    if chat_words.CHECK.match(text):
        return Kind.CHECK
    least = SURE_CHAT if kind.chat else SURE
    if kind is Kind.QUESTION or found[LEARNT.index(Kind.QUESTION)] >= least:
        return Kind.QUESTION
    if kind.chat and len(words(text)) > LONGEST_SMALL_TALK:
        return Kind.QUESTION
    return kind


@lru_cache(maxsize=1)
def load_router() -> Router:
    """The shipped router."""
    with files("vouch.conversation").joinpath("router.npz").open("rb") as file:
        kept = np.load(file)
        weights, bias = kept["weights"].astype(np.float32), kept["bias"].astype(np.float32)
        return Router(str(kept["model"]), weights, bias)


def features(text: str, vector: Sequence[float]) -> NDArray[np.float32]:
    """What a message is judged by: its unit vector, then the patterns of `signs`."""
    return np.asarray([*vector, *signs(text)], dtype=np.float32)


def signs(text: str) -> list[float]:
    """What the patterns find in a message: 1 or 0 each, then how long it is."""
    folded = fold(text)
    asks = bool(chat_words.ASKS.match(folded))
    found = [pattern.search(folded) for pattern in chat_words.SIGNS]
    named = re.search(rf"(?<=\s)(?:{CAPITAL}|\d)", text)
    tells = not asks and "?" not in text and len(text.split()) > 3
    return [
        *(float(bool(match)) for match in found),
        float(asks),
        float("?" in text),
        float(bool(named)),
        float(tells),
        float(tells and text.rstrip().endswith(".")),
        log(1 + len(text.split())) / 2,
    ]

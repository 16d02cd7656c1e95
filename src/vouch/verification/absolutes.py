"""All, only, never, first; exceptions left out; causes that no sentence gives."""

import re

from vouch.text.tokens import fold
from vouch.verification.basis import Basis
from vouch.verification.clauses import has, nearest, shared

_ABSOLUTES = {
    r"\b(?:all|every|each|entire|entirely|whole|wholly|completely|fully|both|everyone|everybody"
    r"|everything|throughout|always)\b":
    r"\b(?:all|every|each|entire\w*|whole|complet\w*|fully|both|everyone|everybody|everything"
    r"|throughout|any|anyone|always|in common|a\s+(?:year|day|month|week)|for the rest|neither)\b",
    r"\b(?:only|solely|exclusively|merely|sole"
    r"|just(?!\s+(?:over|under|above|below|before|after)\b))\b":
    r"\b(?:only|solely|exclusive\w*|merely|just|sole|alone|but|no|not|except\w*|nothing|none)\b",
    r"\b(?:never|ever|at no time)\b": r"\b(?:never|ever|always|at no time|not once|living"
    r" memory)\b",
    r"\b(?:nobody|no one|none|nothing)\b":
    r"\b(?:nobody|no one|none|nothing|no|not|neither|forbidden|without|lack\w*)\b",
    r"\bfirst(?!\s+(?:half|quarter|year|minute))\b":
    r"\b(?:first|earliest|original\w*|initial\w*|before|new|opened|began)\b",
    r"\blast(?!\s+(?:year|month|week|night|time|summer|autumn|winter|spring))\b":
    r"\b(?:last|latest|final|previous|recent|end\w*|longer)\b",
    r"\bbefore\b":
    r"\b(?:before|until|ahead|prior|earlier|previous\w*|first|by|yet|then|after|advance"
    r"|last|so far)\b",
    r"\b(?:exactly|precisely)\b": r"\b(?:exactly|precisely|exact|precise)\b",
    r"\bfor good\b|\bpermanently\b|\bforever\b": r"\bfor good\b|\bpermanent\w*|\bforever\b",
    r"\b(?:certainly|definitely|undoubtedly|clearly|obviously)\b":
    r"\b(?:certain\w*|definite\w*|undoubted\w*|clear\w*|obvious\w*)\b",
    r"\bmost\b(?!\s+(?:of|likely))": r"\b(?:most|\w+est|majority|record|main|largest)\b",
    r"\b(?:biggest|largest|greatest|best|worst|lowest|highest|longest|oldest|smallest|youngest)\b":
    r"\b(?:\w{3,}est|best|worst|most|least|record|never)\b",
    r"\brecord\b": r"\b(?:record\w*|never|\w{3,}est)\b",
}  # fmt: skip
_PAIRS = [(re.compile(claimed), re.compile(needed)) for claimed, needed in _ABSOLUTES.items()]
_SUPERLATIVE = re.compile(r"\w+est$|best|worst|record|most|first|last")
_EXCEPT = re.compile(
    r"\b(?:except|apart from|but for|excluding|other than|with the exception of"
    r"|(?:every|all|any|none|nobody|everyone|nothing)\b[^,.;]*\bbut)\b"
)
_BECAUSE = re.compile(
    r"\b(?:because|due to|owing to|as a result|thanks to|caused by|led to|leads to|in order to"
    r"|so that|since(?=\s+(?:it|they|he|she|the)\b)|caused|on account of|the reason"
    r"|resulted|in order)\b"
)
_CAUSES = re.compile(
    r"\b(?:because|due to|owing|result\w*|thanks|caus\w+|led|lead\w*|in order|so|since|as|reason\w*"
    r"|for|after|account|blam\w+|therefore|which is why|lies in|mak(?:e|es|ing)|why|over|to|with"
    r"|put(?:s|ting)? (?:it|this) down|suspect\w*|from|kept|point\w*)\b"
)
CAUSE = 0.5
"""The share of a cause's words that the cited sentences have to tell."""

MISSING = "\u201c{word}\u201d is more than the cited sentences say."
EXCEPTION = "It leaves out an exception: \u201c{clause}\u201d."
NO_CAUSE = "The cited sentences do not give this cause."


def check_absolutes(fact: str, basis: Basis) -> list[str]:
    """What a fact says of all, of none, or alone, beyond its cited sentence."""
    sentence = fold(basis.sentence(fact))
    folded = fold(fact)
    whole = fold(basis.text)
    for claimed, needed in _PAIRS:
        found = claimed.search(folded)
        near = whole if found and _SUPERLATIVE.match(found[0]) else sentence
        if found and not needed.search(near):
            return [MISSING.format(word=found[0])]
    exception = _EXCEPT.search(sentence)
    if (
        exception
        and not has(_EXCEPT, fact)
        and re.search(
            r"\b(?:all|every|each|any|everyone|whole|entire|always|never|none|nobody)\b", folded
        )
    ):
        return [EXCEPTION.format(clause=exception[0])]
    return []


def check_cause(fact: str, basis: Basis) -> list[str]:
    """Whether the cause that a fact gives is given by the cited sentences."""
    found = _BECAUSE.search(fold(fact))
    if not found:
        return []
    cause = fact[found.end() :]
    about = nearest(cause, basis.sentences)
    if not has(_CAUSES, about):
        return [NO_CAUSE]
    if shared(cause, "\n".join(basis.sentences)) < CAUSE:
        return [NO_CAUSE]
    return []

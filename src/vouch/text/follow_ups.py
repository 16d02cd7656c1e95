"""English patterns of questions that lean on what was said before them."""

import re

from vouch.text.tokens import CAPITALISED

PRONOUN = re.compile(
    r"\b(?:he|him|himself|his|she|her|hers|herself|it|itself|its|they|them|themselves|their"
    r"|theirs)\b(?!['\u2019]d\b)",
    re.IGNORECASE,
)
"""Words that stand for a person or a thing."""

EXPLETIVE = re.compile(
    r"\b(?:is|was|would|will|does|did|can|could|be|has|should) it (?:\w+ ){1,4}(?:to|that)\b"
    r"|\bit(?:['\u2019]s| is| was| (?:would|will) be) (?:\w+ ){0,2}(?:to|that)\b"
    r"|\bit (?:take|takes|took) (?:\w+ ){0,4}to\b|\bit means?\b|\bif it is\b",
    re.IGNORECASE,
)
"""Where "it" stands for nothing."""

POINTS = re.compile(
    r"\b(?:this|these)\b(?!\s+(?:week|month|year|morning|evening|season|century))"
    r"|(?:^|\b(?:about|of|for|to|with|from|after|before|like|by|on|in|at|than|against|is|was|are"
    r"|were|does|did|do|why|how|mean|explain)\s+)(?:that|those)\b(?!\s+(?:of|who|which|that)\b)"
    r"|\b(?:that|those|there|then|back then|one|ones)\s*[?.!]*$"
    r"|\b(?:back then|at that time|in those days|such)\b|\bthe (?:former|latter)\b",
    re.IGNORECASE,
)
"""Words that point at what was said."""

COMPARES = re.compile(
    r"\b(?:else|others?|another|too|as well|same|similar|instead|alternatives?|exceptions?|any"
    r"|more|less|worse|better|biggest|highest|lowest|best|worst|own)\b",
    re.IGNORECASE,
)
"""Words that compare with what was said."""

OPENING = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|also|then|aha|hmm|yes|no|oh|by the way|in that case)\b"
    r"[,.]?\s+)+",
    re.IGNORECASE,
)
"""What a follow-up may open with."""

LONE = re.compile(
    r"(?P<asked>why not|why|how come|how|since when|until when|when|where|who|by whom|how many"
    r"|how much)(?: exactly| is that| was that| so)?",
    re.IGNORECASE,
)
"""A question word alone."""

MORE = re.compile(
    r"(?:can you |could you |please )*(?:(?:tell|give|show) me |say |explain )?(?:some |a bit )?"
    r"(?:more|go on|continue|elaborate|more (?:details?|information|info)|details?)"
    r"(?: (?:about|on) (?:it|this|that))?(?: please)?",
    re.IGNORECASE,
)
"""A wish for more of the same."""

FRAGMENT_OPENS = re.compile(
    r"^(?:(?:and|or|but|so|ok|okay|then)[,]?\s+)*(?:(?:what|how) about\s+)?"
    r"(?:and\s+|or\s+|also\s+)?",
    re.IGNORECASE,
)
"""What opens a follow-up that exchanges a part of the last question."""

VERBAL = re.compile(
    r"\b(?:is|are|was|were|am|do|does|did|can|could|will|would|should|has|have|had|what|who|when"
    r"|where|why|how|which|if|tell|explain|define|describe|list|i|you|we)\b",
    re.IGNORECASE,
)
"""Words of a whole question, not of a fragment."""

AUXILIARY = re.compile(
    r"(?:is|are|was|were|does|did|do|can|could|will|would|should|has|have|had|may|might)\b",
    re.IGNORECASE,
)
"""What a yes-or-no question opens with."""

PLACED = re.compile(
    r"(?:in|on|at|of|for|from|to|by|during|before|after|since|until|with|without|about|against"
    r"|between|near|under)\b",
    re.IGNORECASE,
)
"""A preposition, with which a fragment takes its place in the last question."""

ELSE = re.compile(r"(?P<asked>what|who|where)(?: is| was| are)? else", re.IGNORECASE)
"""A wish for another answer to the same question."""

NEW_CLAUSE = re.compile(
    r"[,;:.?!]|\b(?:and|but|or|if|when|because|so|as|while|before|after|who|which)\b"
)
"""What parts two clauses: a pronoun behind it may stand for what is named before it."""

_NAME = rf"{CAPITALISED}(?: {CAPITALISED}){{0,3}}"
BOTH = re.compile(rf"\b{_NAME} and {_NAME}")
"""Two names joined, for which "they" stands."""

PERSONS = frozenset("he him she himself herself his her hers".split())
"""Pronouns of a person."""

PLURAL = frozenset("they them their theirs themselves".split())
"""Pronouns of several."""

OWNS = frozenset("his hers its their theirs".split())
"""Pronouns of who has something."""

GENITIVE = ("'s", "'")
"""The ending of who has something; the second after an s."""

"""Sentences that tell a model what to do instead of telling what happened."""

import re

_MARKS = re.compile(
    r"<\|?/?(?:im_start|im_end|system|assistant|user|endoftext|eot_id|start_header_id|evidence"
    r"|instructions?|prompt)\b"
    r"|\[/?(?:INST|SYS|SYSTEM)\]|<<SYS>>|^[^\S\n]*#{1,6}\s*(?:system|assistant|instructions?)\b"
    r"|^[^\S\n]*(?:system|assistant|user|developer)\s*(?:prompt|message|note|override)?\s*:"
    r"|<!--|-->|(?:BEGIN|END)\s+(?:OF\s+)?(?:EVIDENCE|DATA|ARTICLE|PROMPT|CONTEXT|SYSTEM)"
    r"|[{\[]\s*\"(?:statements?|text|keys?|answer|role|content)\"\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESSED = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instructions?|rules?|prompts?"
    r"|guidelines|context|evidence|above|previous|prior|earlier|told)\b"
    r"|\b(?:dear|attention|note to|to the|hey|hello|you are|you're|act as|as)\s+(?:an?\s+"
    r"|the\s+|any\s+)?"
    r"(?:\w+\s+)?(?:ai|a\.i\.|llm|language models?|chat\s?bots?|assistants?|gpt\w*|bots?)\b"
    r"|\b(?:ai|llm|language models?|chat\s?bots?|assistants?|bots?)\b.{0,40}\b(?:must|should|shall"
    r"|have to|are to|is to|please|now|are required|is required)\b"
    r"|\byou are now\b|\bfrom now on,? (?:you|answer|always|reply)\b|\b(?:system"
    r"|developer) prompt\b"
    r"|\bthe (?:correct |right |only |true )?(?:answer|reply|response) to (?:every|each"
    r"|all|any|your|the|this)\b"
    r"|\b(?:always|only|must|shall|please|instead,?|just|simply|then|and)\s+(?:answer"
    r"|reply|respond|output"
    r"|say|print|write|repeat|state|tell|cite|include|append|begin|end)\b.{0,80}"
    r"|^\W*(?:answer|reply|respond|output|print|repeat|say|cite|include|append|pretend|roleplay"
    r"|decode|execute|translate|summari[sz]e|remember)\b(?!\w*ed\b)"
    r"|\b(?:this is|these are) (?:a |an |your )?(?:new |real |updated )?(?:instructions?|orders?)\b"
    r"|\bwhen (?:asked|someone asks|a user asks|users ask)\b"
    r"|\b(?:do not|don't|never) (?:mention|reveal|cite|quote|tell the user|say)\b"
    r"|\b(?:developer|dan|jailbreak|debug|god) mode\b",
    re.IGNORECASE,
)
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_HIDDEN = re.compile(
    rf"[A-Za-z][{_INVISIBLE}]+[A-Za-z]|[{_INVISIBLE}]{{4,}}|[\U000e0000-\U000e007f]"
)
_ENCODED = re.compile(r"\b[A-Za-z0-9+/]{40,}={0,2}")
_PING = re.compile(
    r"@(?:everyone|here)\b|<@[!&]?\d+>|!?\[[^\[\]]*\]\(\s*(?:https?|javascript|data):"
)

ORDER = "The cited text gives orders to its reader instead of reporting: it supports nothing."


def gives_orders(text: str) -> bool:
    """Whether a text addresses a model, fakes its delimiters or hides what it says.

    Of such a sentence no statement is made: an article may be quoted with it, but
    what it demands is no report.
    """
    return any(p.search(text) for p in (_MARKS, _ADDRESSED, _HIDDEN, _ENCODED, _PING))

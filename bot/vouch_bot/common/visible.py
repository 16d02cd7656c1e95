"""Text made safe to show: on a terminal, in a log, in JSON on standard output."""

import json
import re
from typing import Any

_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def visible(text: str) -> str:
    """`text` with what could steer a terminal or hide words made visible.

    Line ends stay, a tab becomes a space. Control characters of ASCII become
    their pictures (U+2400 and on), the others their code in angle brackets.
    """
    return _UNPRINTABLE.sub(_shown, text)


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x09:
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"<U+{code:04X}>"


def json_line(value: Any, indent: int | None = None) -> str:
    """A value as JSON for a terminal: the same characters are written as escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)

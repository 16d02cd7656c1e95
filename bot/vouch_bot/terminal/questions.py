"""Lines of standard input, each UTF-8 or left out."""

import sys
from collections.abc import Callable, Iterator


def decoded_lines() -> Iterator[tuple[int, str | None]]:
    """The number, from 1, of each line of standard input, and its text.

    The text is without white space around it, and None where it is not UTF-8.
    """
    buffer = getattr(sys.stdin, "buffer", None)
    lines = (line.encode() for line in sys.stdin) if buffer is None else buffer
    for number, line in enumerate(lines, start=1):
        try:
            yield number, line.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            yield number, None


def input_lines(unreadable: Callable[[int], None]) -> Iterator[str]:
    """The lines of standard input that say something.

    A line that is not UTF-8 is left out: `unreadable` is given its number.
    """
    for number, text in decoded_lines():
        if text is None:
            unreadable(number)
        elif text:
            yield text


def not_utf8(number: int) -> str:
    """What is said of a line that is left out."""
    return f"Line {number} of standard input is not UTF-8: it is left out."

"""A text file's bytes become characters, or the reason why they do not."""

import codecs
import re

from vouch.documents.parsed import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x7fELF",
                  b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"SQLite format 3")  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 200_000


def decode(data: bytes, declared: str | None = None) -> str:
    """The text, with one newline for every end of line and without a byte order mark.

    Tried in turn: the byte order mark, UTF-8, the `declared` encoding, and the
    one that charset-normalizer detects. Raises UnreadableError for what is empty,
    binary, of mixed or of no known encoding.
    """
    if not data.strip():
        raise UnreadableError("is empty")
    if data.startswith(_BINARY_STARTS):
        raise UnreadableError("is binary, not text")
    text = _decoded(data, declared)
    controls = len(_CONTROL.findall(text, 0, _SAMPLE))
    if "\0" in text or controls * 200 > min(len(text), _SAMPLE):
        raise UnreadableError("is binary, not text")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")


def _decoded(data: bytes, declared: str | None) -> str:
    for mark, marked in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(marked)
            except UnicodeDecodeError:
                reason = f"says that it is {marked.upper()} and is not"
                raise UnreadableError(reason) from None
    # ISO-2022 is written in ASCII bytes alone, so that it passes for UTF-8
    shifting = (declared or "").lower().startswith("iso-2022") and b"\x1b" in data
    encodings = (declared, "utf-8") if shifting else ("utf-8", declared)
    for encoding in encodings:
        text = _strictly(data, encoding)
        if text is not None:
            return text
    if _is_mixed(data):
        raise UnreadableError(f"mixes encodings: {_first_bad_byte(data)}")
    text = _strictly(data, _detected(data))
    if text is None:
        raise UnreadableError("is binary, or in an encoding that is not known")
    return text


def _strictly(data: bytes, encoding: str | None) -> str | None:
    """The text in that encoding; None when it is not, or when there is no such encoding."""
    if encoding is None or "\0" in encoding:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _is_mixed(data: bytes) -> bool:
    """Whether a good part of what is not ASCII is UTF-8, while the rest is not."""
    loose = data[:_SAMPLE].decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= letter <= "\udcff" for letter in loose)
    good = sum(letter >= "\x80" for letter in loose) - bad
    return good > 0 and good * 2 >= bad and "\0" not in loose


def _first_bad_byte(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return f"byte 0x{data[error.start]:02x} on line {line} is not UTF-8"
    return "it is not UTF-8"


def _detected(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:_SAMPLE])
    best = matches.best()
    if best is None:
        return None
    # Windows' western encoding is by far the commonest, and many others pass for it
    for match in matches:
        if match.encoding == "cp1252" and match.chaos <= best.chaos:
            return "cp1252"
    return best.encoding

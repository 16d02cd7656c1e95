"""The process that parses: files on standard input, what they say on standard output.

A request is a line of JSON (`kind`, `declared`,
`size`, `seconds`) and the file's bytes;
a reply is a line of JSON: `text`, `details`, `pages`, `blocks`, `sentences` and
`notice`, or the `reason` why there is no article.
"""

import json
import select
import sys
from dataclasses import asdict
from typing import Any, BinaryIO

from vouch.documents.formats import SUFFIXES, parse
from vouch.documents.packing import pack_blocks
from vouch.documents.parsed import UnreadableError, in_one_line, without_surrogates
from vouch.documents.sections import sentences_of

IDLE_SECONDS = 60.0
MAX_TEXT = 30_000_000


def main() -> None:
    """Parses until standard input ends or stays idle; the argument is the memory's bound."""
    _bound_memory(int(sys.argv[1]))
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a parser prints gets among the replies
    while line := _next_line(requests):
        request = json.loads(line)
        _bound_time(request["seconds"])
        reply = answer(requests.read(request["size"]), request["kind"], request["declared"])
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()


def answer(data: bytes, kind: str, declared: str | None) -> dict[str, Any]:
    """The reply to one request."""
    try:
        return _parsed(data, kind, declared)
    except UnreadableError as error:
        return {"reason": error.reason}
    except MemoryError:
        return {"reason": "takes too much memory to read", "costly": True}
    except RecursionError:
        return {"reason": "is nested too deeply"}
    except Exception as error:  # noqa: BLE001  whatever a parser raises, the other files go on
        name = type(error).__name__
        return {"reason": f"cannot be read: {in_one_line(str(error), 100) or name} ({name})"}


def _parsed(data: bytes, kind: str, declared: str | None) -> dict[str, Any]:
    """What the bytes say; an article's text is split into sentences here too.

    The splitter holds the interpreter while it works: in the process that answers
    it would stop every other thread.
    """
    parsed = parse(data, kind, declared)
    if len(parsed.text) > MAX_TEXT:
        raise UnreadableError(f"has more than {MAX_TEXT:,} characters of text")
    text = without_surrogates(parsed.text).replace("\0", "\ufffd")
    sentences = sentences_of(text, parsed.blocks) if kind in SUFFIXES else None
    return {
        "text": text,
        "details": asdict(parsed.details),
        "pages": list(parsed.pages),
        "blocks": pack_blocks(parsed.blocks),
        "sentences": sentences,
        "notice": parsed.notice,
    }


def _next_line(requests: BinaryIO) -> bytes:
    """The next request's first line; empty at the end, or when none comes for a while."""
    # nothing of a next request is buffered: it is sent after the reply to the one before
    comes = select.select([requests], [], [], IDLE_SECONDS)[0]
    return requests.readline() if comes else b""


def _bound_memory(most: int) -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _bound_time(seconds: float) -> None:
    """Ends the process after so much processor time, should nobody be left to stop it."""
    if sys.platform != "win32":
        import resource

        used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + seconds) + 2, hard))


if __name__ == "__main__":
    main()

"""Opens indexes and searches them: each line of input names a data directory.

A line of JSON answers each: what was found, or the name of what was raised.
"""

import json
import sys
from pathlib import Path
from typing import Any

from tests.vouch.index.fakes import WordEmbedder
from vouch.errors import VouchError
from vouch.index import Snapshot, open_index
from vouch.retrieval import retrieve
from vouch.settings import Settings

QUESTIONS = ("Who sold the harbour?", "When was the bridge opened?", "What did the mayor cost?")


def found(snapshot: Snapshot) -> list[Any]:
    """What answers could be quoted from, for a few questions, with all that is cited of it."""
    embedder = WordEmbedder()
    return [
        [
            [str(candidate.source), candidate.passage.text, candidate.passage.start]
            for candidate in retrieve(snapshot, question, embedder.embed_query(question), 4)
        ]
        for question in QUESTIONS
    ]


def main() -> None:
    for line in sys.stdin:
        settings = Settings(corpus_dir=Path("corpus"), data_dir=Path(line.strip()))
        try:
            answer: object = {"found": found(open_index(settings, WordEmbedder()).snapshot())}
        except VouchError as error:
            answer = {"raised": type(error).__name__, "mend": error.mend}
        except Exception as error:  # noqa: BLE001  the test fails on it
            answer = {"traceback": repr(error)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

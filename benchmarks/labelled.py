"""Write public labelled files as `vouch eval` reads them, one record a line, to standard output.

    python -m benchmarks.labelled squad ../shared/data/train/squad2_dev_a.jsonl.gz --held-out
    python -m benchmarks.labelled clapnq ../shared/data/dev/clapnq_dev_a.jsonl.gz
    python -m benchmarks.labelled attribution ../shared/data/dev/attributionbench_dev_a.jsonl.gz

`squad` and `clapnq` give records of `vouch eval answerability`, `attribution` of `vouch eval
support`; files of FEVER are such records as they are.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from training.records import HELD_OUT, Paragraph, read_lines, read_paragraphs


def squad_records(paragraphs: list[Paragraph]) -> Iterator[dict[str, Any]]:
    """A record for each question of each passage; one without answers is not answerable."""
    for paragraph in paragraphs:
        for question in paragraph.questions:
            yield {
                "question": question.text,
                "title": paragraph.article,
                "passage": paragraph.text,
                "answerable": bool(question.answers),
                "answers": list(dict.fromkeys(text for text, _ in question.answers)),
            }


def clapnq_record(record: dict[str, Any]) -> dict[str, Any]:
    """A question with the passage that it was asked of."""
    return {
        "question": record["question"],
        "title": record["title"],
        "passage": " ".join(record["sentences"]),
        "answerable": record["answerable"],
    }


def attribution_record(record: dict[str, Any]) -> dict[str, Any]:
    """A claim with all of its references, a paragraph each."""
    return {
        "claim": record["claim"],
        "evidence": "\n\n".join(record["references"]),
        "supported": record["attributable"],
    }


ONE_BY_ONE: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "clapnq": clapnq_record,
    "attribution": attribution_record,
}


def records(kind: str, file: Path, *, held_out: bool) -> Iterator[dict[str, Any]]:
    """The records of a file; with `held_out` only those of articles kept from training."""
    if kind == "squad":
        paragraphs = read_paragraphs(file)
        return squad_records([p for p in paragraphs if not held_out or p.article in HELD_OUT])
    return map(ONE_BY_ONE[kind], read_lines(file))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=["squad", *ONE_BY_ONE])
    parser.add_argument("file", type=Path)
    parser.add_argument("--held-out", action="store_true", help="SQuAD articles kept from training")
    arguments = parser.parse_args()
    for record in records(arguments.kind, arguments.file, held_out=arguments.held_out):
        print(json.dumps(record, ensure_ascii=False))


if __name__ == "__main__":
    main()

"""The second voice with a real model that invents freely: what of it reaches a person?

    python -m benchmarks.second_voice [--questions 100] [--fresh] [--read FILE]

Questions of CLAPnq are asked over all its passages as one corpus, with SmolLM2-135M
behind a llama.cpp server on loopback as the chat model. Each reply is a line of
`.vouch/benchmarks/second_voice.jsonl`: started again, the run goes on where it
ended. Prints how many drafted statements verification let through and dropped,
and why, how the questions ended, and whether anything reached a reply that the
reader supports less than verification asks for.

What was let through is meant to be read: `--let-through` prints each statement
with the sentences it cites, a JSON object a line. `--read` takes a file of
such lines with `"confirmed": true` or `false` added, and prints the share.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.clapnq import DATA, FOLDER, ClapnqRecord, documents_of
from tests.chat_server.smollm import KEY, smollm
from vouch.answer.serialization import reply_json, verbatim
from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.evaluation.corpus import index_documents
from vouch.evaluation.datasets import read_records
from vouch.reader.loading import load_reader
from vouch.settings import Settings
from vouch.types import Answer, Reply
from vouch.verification import ClaimReader
from vouch.verification.verifying import SUPPORTED

RESULTS = Path(".vouch/benchmarks/second_voice.jsonl")


def chosen(records: Sequence[ClapnqRecord], count: int) -> list[ClapnqRecord]:
    """Records spread evenly over the file, whose first half is answerable."""
    return list(records[:: max(1, len(records) // count)])[:count]


def ending(reply: Reply) -> str:
    """How a question ended: written, quoted, or refused."""
    if not isinstance(reply, Answer):
        return "refused"
    quoted = all(verbatim(statement, reply.citations) for statement in reply.statements)
    return "quoted" if quoted else "written"


def outcome(record: ClapnqRecord, reply: Reply, seconds: float) -> dict[str, Any]:
    """What there is to know of a reply, for JSON."""
    told = reply_json(reply)
    quotes = [citation["quote"] for citation in told.get("citations", ())]
    return {
        "id": record.id,
        "question": record.question,
        "answerable": record.answerable,
        "ending": ending(reply),
        "right": any(selected in quote for selected in record.selected for quote in quotes),
        "note": told.get("note"),
        "statements": [
            {"text": s["text"], "quotes": [quotes[number - 1] for number in s["citations"]]}
            for s in told.get("statements", ())
        ],
        "writing": reply.trace.to_json().get("writing"),
        "seconds": round(seconds, 2),
    }


def drafted(results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every statement that the model drafted, with its verdict."""
    return [row for result in results if (log := result["writing"]) for row in log["statements"]]


def let_through(results: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The statements of written answers, with what they cite."""
    return [
        {"id": result["id"], "question": result["question"], **statement}
        for result in results
        if result["ending"] == "written"
        for statement in result["statements"]
    ]


def unsupported(results: Sequence[dict[str, Any]], reader: ClaimReader) -> int:
    """How many statements were let through that their quotes support too little."""
    claims = [(each["text"], " ".join(each["quotes"])) for each in let_through(results)]
    return sum(support < SUPPORTED for support in reader.support(claims)) if claims else 0


def report(results: Sequence[dict[str, Any]], reader: ClaimReader) -> None:
    rows = drafted(results)
    kept = [row for row in rows if row["verdict"] == "kept"]
    asked = [result["writing"] for result in results if result["writing"]]
    print(f"questions {len(results)}, of which the model was asked {len(asked)}")
    print(
        f"statements drafted {len(rows)}: let through {len(kept)}, dropped {len(rows) - len(kept)}"
    )
    for reason, count in Counter(why for row in rows for why in row["why"]).most_common(12):
        print(f"  {count:4}  {reason}")
    print(f"statements that reached a person: {len(let_through(results))}")
    print(f"  supported less than {SUPPORTED}: {unsupported(results, reader)}")
    for answerable in (True, False):
        of_kind = [result for result in results if result["answerable"] is answerable]
        ended = Counter(result["ending"] for result in of_kind)
        told = ", ".join(f"{name} {count}" for name, count in ended.most_common())
        right = sum(result["right"] for result in of_kind)
        print(f"{'' if answerable else 'un'}answerable {len(of_kind)}: {told}", end="")
        print(f"; {right} cite a sentence that annotators chose" if answerable else "")
    for note, count in Counter(r["note"] for r in results if r["note"]).most_common(8):
        print(f"  {count:4}  {note[:140]}")
    spent = [log["tokens"]["prompt_tokens"] + log["tokens"]["output_tokens"] for log in asked]
    if spent:
        print(f"tokens per reply: mean {sum(spent) / len(spent):.0f}, most {max(spent)}")


def run(records: Sequence[ClapnqRecord], assistant: Assistant, done: set[str]) -> None:
    """Ask what has not been asked yet; each reply is kept when it is there."""
    with RESULTS.open("a", encoding="utf-8") as file:
        for record in records:
            if record.id in done:
                continue
            began = perf_counter()
            reply = assistant.ask(record.question)
            row = outcome(record, reply, perf_counter() - began)
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()


def earlier() -> list[dict[str, Any]]:
    if not RESULTS.is_file():
        return []
    return [json.loads(line) for line in RESULTS.read_text("utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--questions", type=int, default=100, metavar="N")
    parser.add_argument("--fresh", action="store_true", help="ask all of them anew")
    parser.add_argument("--let-through", action="store_true", help="print what is to be read")
    parser.add_argument("--read", type=Path, help="what was let through, read and confirmed or not")
    arguments = parser.parse_args()
    if arguments.read:
        verdicts = [json.loads(line)["confirmed"] for line in arguments.read.open("utf-8")]
        print(f"confirmed by reading: {sum(verdicts)} of {len(verdicts)}")
        return
    try:
        measure(arguments)
    except VouchError as error:
        raise SystemExit(f"{parser.prog}: {error}") from None


def measure(arguments: argparse.Namespace) -> None:
    """Ask what is left to ask, then print."""
    records = chosen(read_records(arguments.data, ClapnqRecord), arguments.questions)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    if arguments.fresh:
        RESULTS.unlink(missing_ok=True)
    wanted = {record.id for record in records}
    done = {result["id"] for result in earlier()}
    if wanted - done:
        os.environ["OPENAI_API_KEY"] = KEY
        every = documents_of(read_records(arguments.data, ClapnqRecord))
        settings = Settings(chat_model="openai:smollm2", chat_tokens_per_day=0)
        corpus = index_documents(every, FOLDER, settings, load_embedder(settings))
        with smollm() as url:
            told = corpus.settings.model_copy(
                update={"chat_base_url": url, "chat_timeout_seconds": 300.0}
            )
            run(records, Assistant.from_settings(told), done)
    results = [result for result in earlier() if result["id"] in wanted]
    if arguments.let_through:
        for row in let_through(results):
            print(json.dumps(row, ensure_ascii=False))
    else:
        report(results, load_reader(Settings()))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

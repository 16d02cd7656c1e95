"""How often questions with a time are answered rightly, without the time part and with it.

Run: `python -m benchmarks.times [--show]`. The dated articles and the questions in
`benchmarks/data/times.jsonl` are our own. Half of the topics are for choosing how times are
taken into account ("choose"), half only for reporting ("report", and "news" in the freer wording
of news). All articles are indexed together as files and the questions asked of the whole engine,
as if on 22 November 2025.

An answer is right whose first statement has the right words and that has no words of another
time in any; one to a question that names no time has to cite both and say that they disagree.
Where no article tells of the asked time, a refusal is right.
"""

import argparse
import json
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.index import sync
from vouch.pipeline import find_asked_time
from vouch.settings import Settings
from vouch.types import Answer, Refusal, Reply

DATA = Path(__file__).parent / "data" / "times.jsonl"
TODAY = date(2025, 11, 22)


def read() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def right(expected: dict[str, Any], reply: Reply) -> bool:
    if isinstance(reply, Refusal):
        return expected["answer"] is None
    said = [statement.text for statement in reply.statements]
    if expected["answer"] is None or expected["answer"] not in said[0]:
        return False
    if also := expected.get("also"):
        return any(also in text for text in said[1:]) and "disagree" in (reply.note or "")
    return not any(wrong in text for wrong in expected["wrong"] for text in said)


def write_corpus(topics: list[dict[str, Any]], corpus: Path) -> None:
    corpus.mkdir()
    for number, article in enumerate(a for topic in topics for a in topic["articles"]):
        dated = f"date: {article['date']}\n" if article["date"] else ""
        head = f"---\ntitle: {json.dumps(article['title'])}\n{dated}---\n\n"
        Path(corpus, f"{number:03}.md").write_text(head + article["text"], "utf-8")


def report(topics: list[dict[str, Any]], assistant: Assistant, name: str, show: bool) -> None:
    for half in dict.fromkeys(topic["half"] for topic in topics):
        count: Counter[str] = Counter()
        for topic in topics:
            for expected in topic["questions"] if topic["half"] == half else ():
                reply = assistant.ask(expected["question"], today=TODAY)
                is_right = right(expected, reply)
                kind = "answerable" if expected["answer"] else "unanswerable"
                count.update({kind: 1, f"{kind} right": is_right, "refused": is_refused(reply)})
                if show:
                    print(f"  {' ' if is_right else 'X'} {expected['question']}\n{shown(reply)}")
        total = count["answerable"] + count["unanswerable"]
        print(
            f"{name:8s} {half:7s} right {count['answerable right'] + count['unanswerable right']}"
            f"/{total}: {count['answerable right']}/{count['answerable']} that the articles answer,"
            f" {count['unanswerable right']}/{count['unanswerable']} that they do not"
            f" ({count['refused']} refused)"
        )


def is_refused(reply: Reply) -> bool:
    return isinstance(reply, Refusal)


def shown(reply: Reply) -> str:
    if not isinstance(reply, Answer):
        return f"        refused: {reply.reason}"
    lines = [
        f"        {reply.citations[s.citations[0] - 1].quote.source.date}: {s.text}"
        for s in reply.statements
    ]
    return "\n".join([*lines, *([f"        note: {reply.note}"] if reply.note else [])])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print every question with its reply")
    arguments = parser.parse_args()
    topics = read()
    with TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        write_corpus(topics, corpus)
        settings = Settings(corpus_dir=corpus, data_dir=Path(folder, "index"))
        sync(settings, load_embedder(settings))
        assistant = Assistant.from_settings(settings)
        report(topics, assistant.without(find_asked_time), "without", show=False)
        report(topics, assistant, "with", arguments.show)


if __name__ == "__main__":
    main()

"""How often disagreements of two articles are told, and how often one is told that is none.

Run: `python -m benchmarks.disagreement [--show]`. The pairs of short articles in
`benchmarks/data/disagreements.jsonl` are our own: in half of them the articles differ on what
is asked, half only look so. Forty are in plain wording, twenty in the freer one of news. The
sentence with the answer is cited straight from each article; with "marked" the words that
answer are known, as the trained reader tells them, with "unmarked" they are not. With
`--pipeline` all articles are indexed together as files, and the questions asked of the whole
engine: what its answers cite is what it is told from.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from vouch.assistant import Assistant
from vouch.conflicts import disagreement
from vouch.embedding import load_embedder
from vouch.index import sync
from vouch.settings import Settings
from vouch.text.answer_types import kind_asked
from vouch.text.sentences import sentence_spans
from vouch.types import Answer, Citation, Quote, Reply, Source, Statement

DATA = Path(__file__).parent / "data" / "disagreements.jsonl"


def read() -> list[dict[str, Any]]:
    return [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]


def answer_of(pair: dict[str, Any], marked: bool) -> Answer:
    """The answer that cites, from each article, the sentence with the words that answer."""
    statements: list[Statement] = []
    citations: list[Citation] = []
    for number, article in enumerate(pair["articles"], start=1):
        source = Source(f"{number}.txt", article["title"], date=article["date"])
        place = next(
            (start, end)
            for start, end in sentence_spans(article["text"])
            if article["answer"] in article["text"][start:end]
        )
        text = article["text"][place[0] : place[1]]
        at = text.index(article["answer"])
        span = (at, at + len(article["answer"])) if marked else None
        citations.append(Citation(number, Quote(source, text, *place)))
        statements.append(Statement(text, (number,), span))
    return Answer(pair["question"], tuple(statements), tuple(citations))


def report(pairs: list[dict[str, Any]], marked: bool, show: bool) -> None:
    notes = [disagreement(answer_of(p, marked), kind_asked(p["question"])) for p in pairs]
    told = [note is not None for note in notes]
    real = [bool(pair["disagree"]) for pair in pairs]
    right = sum(t for t, r in zip(told, real, strict=True) if r)
    false = sum(t for t, r in zip(told, real, strict=True) if not r)
    name = "marked" if marked else "unmarked"
    print(
        f"{pairs[0]['set']}, {name:9s} disagreements told {right}/{sum(real)},"
        f" false alarms {false}/{len(real) - sum(real)}"
    )
    for pair, note, is_real in zip(pairs, notes, real, strict=True) if show else ():
        mark = " " if (note is not None) == is_real else "X"
        print(f"  {mark} {pair['what']:28s} {pair['question']}\n      {note}")


def asked_of_the_engine(pairs: list[dict[str, Any]]) -> list[Reply]:
    """The engine's replies to the questions, from the articles of all pairs."""
    with TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, article in enumerate(a for pair in pairs for a in pair["articles"]):
            head = f"---\ntitle: {json.dumps(article['title'])}\ndate: {article['date']}\n---\n\n"
            Path(corpus, f"{number:03}.md").write_text(head + article["text"], "utf-8")
        settings = Settings(corpus_dir=corpus, data_dir=Path(folder, "index"))
        sync(settings, load_embedder(settings))
        assistant = Assistant.from_settings(settings)
        return [assistant.ask(pair["question"]) for pair in pairs]


def report_engine(pairs: list[dict[str, Any]], show: bool) -> None:
    """Of the pairs that both are cited: disagreements told, and false alarms."""
    count: Counter[str] = Counter()
    for pair, reply in zip(pairs, asked_of_the_engine(pairs), strict=True):
        quotes = [c.quote for c in reply.citations] if isinstance(reply, Answer) else []
        titles = {article["title"] for article in pair["articles"]}
        both = titles <= {quote.source.title for quote in quotes}
        note = (
            disagreement(reply, kind_asked(pair["question"])) if isinstance(reply, Answer) else None
        )
        sort = "real" if pair["disagree"] else "seeming"
        count.update({sort: 1, f"{sort} cited": both, f"{sort} told": note is not None})
        if show:
            print(f"  {sort:8s} both cited: {both!s:5s} {pair['question']}\n      {note}")
    print(
        f"whole engine: both articles cited in {count['real cited']}/{count['real']} disagreements,"
        f" told {count['real told']}; cited in {count['seeming cited']}/{count['seeming']} others,"
        f" false alarms {count['seeming told']}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print every pair with its note")
    parser.add_argument("--pipeline", action="store_true", help="ask the whole engine")
    arguments = parser.parse_args()
    pairs = read()
    for wording in dict.fromkeys(pair["set"] for pair in pairs):
        for marked in (True, False):
            report([p for p in pairs if p["set"] == wording], marked, arguments.show)
    if arguments.pipeline:
        report_engine(pairs, arguments.show)


if __name__ == "__main__":
    main()

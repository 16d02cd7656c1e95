"""Measure answers from minutes, tables, lists, round-ups and interviews, and their near misses.

    python -m benchmarks.structured [--rounds N] [--seed N] [--show]

Each round makes an article of each kind from templates (`training.structured`), indexes
them together, and asks all their questions. Right are answers with the words that answer
and answered near misses are those to questions that the articles do not answer.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from rich.console import Console
from rich.table import Table

from training.structured import TEMPLATES, Asked, Made
from vouch.assistant import Assistant, index_articles
from vouch.settings import Settings
from vouch.types import Answer, Reply


@dataclass(frozen=True, slots=True)
class Judged:
    """A question about an article of a kind, the reply, and what it is: "right", "near miss"."""

    kind: str
    asked: Asked
    reply: Reply
    verdict: str


def judge(asked: Asked, reply: Reply) -> str:
    """What a reply is: right or wrong answer or refusal, or an answered near miss."""
    if not isinstance(reply, Answer):
        return "refused" if asked.answer else "near miss refused"
    if asked.answer is None:
        return "near miss answered"
    said = " ".join(statement.text for statement in reply.statements)
    return "right" if asked.answer in said else "wrong"


def ask_round(made: list[Made]) -> Iterator[Judged]:
    """Ask all questions of articles over an index of them alone."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for number, one in enumerate(made):
            text = f"# {one.title}\n\n{one.text}\n"
            Path(corpus, f"{number}.md").write_text(text, encoding="utf-8")
        settings = Settings(corpus_dir=corpus, data_dir=Path(folder, "data"))
        index_articles(settings)
        assistant = Assistant.from_settings(settings)
        for one in made:
            for asked in one.asked:
                reply = assistant.ask(asked.question)
                yield Judged(one.kind, asked, reply, judge(asked, reply))


def main() -> None:
    """Print for each kind of article how many replies are of each sort."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=4, help="articles of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print each reply that falls short")
    options = parser.parse_args()
    rng, console = Random(options.seed), Console()
    judged = [
        one
        for _ in range(options.rounds)
        for one in ask_round([template(rng) for template in TEMPLATES])
    ]
    counts = Counter((one.kind, one.verdict) for one in judged)
    verdicts = ("right", "wrong", "refused", "near miss refused", "near miss answered")
    table = Table("kind", *verdicts)
    for kind in dict.fromkeys(one.kind for one in judged):
        table.add_row(kind, *(str(counts[kind, verdict]) for verdict in verdicts))
    table.add_row("all", *(str(sum(one.verdict == v for one in judged)) for v in verdicts))
    for one in judged if options.show else ():
        if one.verdict in ("wrong", "refused", "near miss answered"):
            said = [s.text for s in one.reply.statements] if isinstance(one.reply, Answer) else ""
            console.print(
                f"{one.kind}: {one.asked.question} | {one.verdict} | {said}", markup=False
            )
    console.print(table)


if __name__ == "__main__":
    main()

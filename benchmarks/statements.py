"""How many false statements verification catches, and how many true ones it lets through.

    python -m benchmarks.statements [--build DIR] [--show]

The 620 statements over 62 short articles in `benchmarks/data/statements` are our own, in the
manner of news and reports: half true to their article, worded as a chat model words them, half
with one error. Each cites its whole article. The articles are in two halves: rules and
thresholds are chosen on `choosing`; `measured` is only counted, and nothing prints its errors.
`--build` runs another checkout of Vouch beside this one. `--show` prints what is
judged wrongly of the choosing half.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from vouch.chunking import split_article
from vouch.reader.loading import load_reader
from vouch.settings import Settings
from vouch.types import Article, Source
from vouch.verification import Excerpt, Verdict, verify_all

DATA = Path(__file__).parent / "data" / "statements"
HALVES = ("choosing", "measured")

_LIMIT = 256
_LETTERS_A_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Case:
    """A statement of a kind that cites an article of a half, and whether it is true to it."""

    half: str
    article: str
    kind: str
    statement: str
    supported: bool


def lines(name: str) -> list[dict[str, Any]]:
    """The records of a file of the data: articles, statements or drafts."""
    text = (DATA / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def cases(half: str) -> list[Case]:
    """The statements over the articles of a half."""
    halves = {record["id"]: record["half"] for record in lines("articles")}
    return [
        Case(half, r["article"], r["kind"], r["statement"], r["supported"])
        for r in lines("statements")
        if halves[r["article"]] == half
    ]


@cache
def passages() -> dict[str, list[Excerpt]]:
    """The passages of every article, by its id."""
    found = {}
    for record in lines("articles"):
        source = Source(f"{record['id']}.md", record["title"], date=record["date"])
        article = Article(source, record["text"])
        split = split_article(article, _tokens, _LIMIT)
        found[record["id"]] = [Excerpt(source, passage) for passage in split]
    return found


def _tokens(texts: Sequence[str]) -> list[int]:
    return [len(text) // _LETTERS_A_TOKEN + 1 for text in texts]


def judged(chosen: Sequence[Case]) -> list[Verdict]:
    """The verdict of the build that this runs in on each case."""
    reader: Any = load_reader(Settings())
    return verify_all([(case.statement, passages()[case.article]) for case in chosen], reader)


def passed(half: str) -> list[bool]:
    return [verdict.passed for verdict in judged(cases(half))]


def passed_by(build: Path, half: str) -> list[bool]:
    """What another checkout lets through, with the packages installed here."""
    command = [sys.executable, __file__, "--half", half, "--json"]
    path = os.environ | {"PYTHONPATH": str(build.resolve() / "src")}
    done = subprocess.run(command, cwd=build, env=path, check=True, capture_output=True, text=True)
    verdicts: list[bool] = json.loads(done.stdout.splitlines()[-1])
    return verdicts


def report(name: str, chosen: Sequence[Case], let_through: Sequence[bool]) -> None:
    """Print the shares of a half."""
    pairs = list(zip(chosen, let_through, strict=True))
    caught = [not passes for case, passes in pairs if not case.supported]
    kept = [passes for case, passes in pairs if case.supported]
    false, true = sum(caught) / len(caught), sum(kept) / len(kept)
    print(
        f"{name:28s} false caught {sum(caught):3d} of {len(caught)} {false:6.1%}"
        f"   true let through {sum(kept):3d} of {len(kept)} {true:6.1%}"
        f"   balanced {(false + true) / 2:.3f}",
        flush=True,
    )


def show(chosen: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    """Print each statement that was judged wrongly, with what was cited and why."""
    for case, verdict in zip(chosen, verdicts, strict=True):
        if verdict.passed != case.supported:
            print(f"  {'true' if case.supported else 'FALSE'} {case.kind}: {case.statement}")
            print(f"     [{verdict.support:.2f}] " + " | ".join(q.text for q in verdict.quotes))
            for reason in verdict.reasons:
                print(f"     - {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", type=Path, help="another checkout to run beside this one")
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--show", action="store_true", help="print errors of the choosing half")
    parser.add_argument("--json", action="store_true", help="print only what is let through")
    arguments = parser.parse_args()
    halves = [arguments.half] if arguments.half else HALVES
    if arguments.json:
        print(json.dumps([passes for half in halves for passes in passed(half)]))
        sys.exit()
    for half in halves:
        chosen = cases(half)
        verdicts = judged(chosen)
        if arguments.show and half == "choosing":
            show(chosen, verdicts)
        report(f"{half}, this build", chosen, [verdict.passed for verdict in verdicts])
        if arguments.build:
            report(f"{half}, {arguments.build.name}", chosen, passed_by(arguments.build, half))


if __name__ == "__main__":
    main()

"""What indexing, a warm question and a busy process cost, beside another build.

    python -m benchmarks.warm [--articles 442] [--questions 200] [--langchain]

The articles are those of SQuAD 1.1's training set (../shared/data), the questions people's on
them. Both builds index the same articles, and answer the same questions in two threads of one
process that has imported the Discord bot. Processor time is what is compared: it does not
depend on what else the machine does. `python -m benchmarks.cold` has a new process's first answer.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

from benchmarks.cold import ROOT, Build, checkout, last_in_torch, run
from benchmarks.indexing import SQUAD, measured, squad_articles, write_files

ASK = """
import importlib, json, sys, time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
importlib.import_module(sys.argv[1])
from vouch.assistant import Assistant
from vouch.settings import Settings
questions = sys.stdin.read().splitlines()
assistant = Assistant.from_settings(Settings())
assistant.ask(questions[0])
alone = []
for question in questions[:20]:
    began, worked = time.perf_counter(), time.process_time()
    assistant.ask(question)
    alone.append((time.perf_counter() - began, time.process_time() - worked))
began, worked = time.perf_counter(), time.process_time()
with ThreadPoolExecutor(2) as pool:
    list(pool.map(assistant.ask, questions))
both = time.perf_counter() - began, time.process_time() - worked
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(json.dumps({
    "wall": median(wall for wall, _ in alone),
    "processor": median(used for _, used in alone),
    "two_wall": both[0] / len(questions),
    "two_processor": both[1] / len(questions),
    "megabytes": int(status["VmRSS"].split()[0]) / 1024,
    "passages": assistant.status().passages,
}))
"""
ROWS = {
    "index (s of processor time)": "index_processor",
    "index (s)": "index_wall",
    "index, peak memory (MB)": "index_megabytes",
    "a warm question, median (s of processor time)": "processor",
    "a warm question, median (s)": "wall",
    "a question of two at once (s of processor time)": "two_processor",
    "a question of two at once (s)": "two_wall",
    "memory of the bot after the questions (MB)": "megabytes",
}


def questions_on(titles: set[str], count: int) -> list[str]:
    """So many of the questions that people asked on articles."""
    with gzip.open(SQUAD, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    asked = [
        " ".join(str(question["question"]).split())
        for row in rows
        if str(row["title"]).replace("/", "_") in titles
        for question in row["questions"]
    ]
    return Random(0).sample(asked, min(count, len(asked)))


def figures(build: Build, corpus: Path, asked: list[str]) -> dict[str, float]:
    """What a build takes to index and to answer."""
    build.data.mkdir(parents=True)
    cost = run(build, corpus, "index", "--quiet")
    environment = os.environ | {
        "PYTHONPATH": build.path,
        "VOUCH_CORPUS_DIR": str(corpus),
        "VOUCH_DATA_DIR": str(build.data),
    }
    bot = "vouch_bot.discord.app" if build.bot == "vouch_bot" else "bot.discord.running"
    done = subprocess.run(
        [sys.executable, "-c", ASK, bot],
        input="\n".join(asked),
        env=environment,
        cwd=build.data,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found | {
        "index_processor": cost.processor,
        "index_wall": cost.wall,
        "index_megabytes": cost.megabytes,
    }


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What indexing and questions cost.")
    parser.add_argument("--before", help="the commit to compare with")
    parser.add_argument("--articles", type=int, default=442)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--langchain", action="store_true", help="also index LangChain's usual way")
    options = parser.parse_args()
    texts = squad_articles(options.articles)
    asked = questions_on(set(texts), options.questions)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        corpus = folder / "usual/corpus"
        write_files(corpus, {f"{title}.txt": text for title, text in texts.items()})
        before = Build("before", folder / "before", folder / "data/before")
        with checkout(options.before or last_in_torch(), before.folder):
            old = figures(before, corpus, asked)
        new = figures(Build("now", ROOT, folder / "data/now"), corpus, asked)
        usual = measured("langchain", folder / "usual") if options.langchain else None
    print(f"{len(texts)} articles, {new['passages']:.0f} passages, {len(asked)} questions\n")
    print("| | before | now | ratio |\n|---|---|---|---|")
    for name, key in ROWS.items():
        print(f"| {name} | {old[key]:.2f} | {new[key]:.2f} | {new[key] / old[key]:.3f} |")
    if usual:
        taken, ratio = usual["cpu"], new["index_processor"] / usual["cpu"]
        print(f"\nLangChain's usual way takes {taken:.1f} s of processor time: ratio {ratio:.3f}")


if __name__ == "__main__":
    main()

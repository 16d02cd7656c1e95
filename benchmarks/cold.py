"""What one question costs a new process, beside another build: `python -m benchmarks.cold`.

The build to compare with is taken from git: by default the last one that answered in torch. Both
builds run with the libraries of this environment, index the same articles, and are asked in
turn, as whole processes. Printed are medians of processor time, wall time and peak memory.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
MARK = "src/vouch/runtime.py"
"""The file whose commit brought inference without torch."""


class Cost(NamedTuple):
    """What a process took: seconds of processor, seconds by the clock, megabytes at its peak."""

    processor: float
    wall: float
    megabytes: float


class Build(NamedTuple):
    """A checkout, and where it keeps its index."""

    name: str
    folder: Path
    data: Path

    @property
    def bot(self) -> str:
        """The package of the command: before version 0.2 it was another."""
        return "vouch_bot" if (self.folder / "bot/vouch_bot").is_dir() else "bot"

    @property
    def path(self) -> str:
        """Where Python finds the build's packages."""
        above = self.folder / "bot" if self.bot == "vouch_bot" else self.folder
        return f"{self.folder / 'src'}:{above}"


def run(build: Build, corpus: Path, *arguments: str) -> Cost:
    """The cost of one `vouch` command of a build; raises CalledProcessError where it fails."""
    environment = os.environ | {
        "PYTHONPATH": build.path,
        "VOUCH_CORPUS_DIR": str(corpus),
        "VOUCH_DATA_DIR": str(build.data),
    }
    main = f"from {build.bot}.cli import main; main()"
    command = [sys.executable, "-c", main, *arguments]
    began = time.monotonic()
    process = subprocess.Popen(command, env=environment, cwd=build.data, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    wall = time.monotonic() - began
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


@contextmanager
def checkout(commit: str, folder: Path) -> Iterator[None]:
    """A worktree of a commit, for as long as it is needed."""
    git = ["git", "-C", str(ROOT), "worktree"]
    subprocess.run([*git, "add", "--detach", "--quiet", str(folder), commit], check=True)
    try:
        yield
    finally:
        subprocess.run([*git, "remove", "--force", str(folder)], check=True)


def last_in_torch() -> str:
    """The commit before inference without torch."""
    command = ["git", "-C", str(ROOT), "log", "--diff-filter=A", "--format=%H", "--", MARK]
    found = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return f"{found[-1]}~1"


def compare(builds: list[Build], corpus: Path, question: str, times: int) -> list[list[Cost]]:
    """The costs of each build, asked in turn."""
    for build in builds:
        build.data.mkdir(parents=True)
        run(build, corpus, "index", "--quiet")
    costs: list[list[Cost]] = [[] for _ in builds]
    for _ in range(times):
        for of_build, build in zip(costs, builds, strict=True):
            of_build.append(run(build, corpus, "ask", question))
    return costs


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description="What one question costs a new process.")
    parser.add_argument("--before", help="the commit to compare with")
    parser.add_argument("--corpus", type=Path, default=ROOT.parent / "shared/seeds")
    parser.add_argument("--question", default="What does the head of the Military Committee say?")
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        before = Build("before", folder / "before", folder / "data/before")
        after = Build("now", ROOT, folder / "data/now")
        with checkout(options.before or last_in_torch(), before.folder):
            corpus = options.corpus.resolve()
            costs = compare([before, after], corpus, options.question, options.times)
    print("| `vouch ask`, a new process | before | now | ratio |\n|---|---|---|---|")
    for row, name in enumerate(("processor time (s)", "wall time (s)", "peak memory (MB)")):
        old, new = (median(cost[row] for cost in of_build) for of_build in costs)
        print(f"| {name} | {old:.2f} | {new:.2f} | {new / old:.3f} |")


if __name__ == "__main__":
    main()

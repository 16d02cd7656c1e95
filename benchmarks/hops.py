"""How large the project is, and through how many of its modules a question passes.

Run: `python -m benchmarks.hops`. Prints the modules and lines of the engine and the bot, the
modules that a question enters, and those on the stack where the question reaches Chroma and the
network. In an older checkout run the file itself: `python hops.py` there.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

QUESTION = "Who opened the new bridge over the harbour?"
CORPUS = {
    "bridge.md": "# The bridge\n\nMayor Ada Lind opened the new harbour bridge on 3 May 2025.\n",
    "ferry.md": "# The ferry\n\nThe ferry to Norvik sails at nine. It takes twenty minutes.\n",
}


def size(root: Path) -> tuple[int, int]:
    """The number of modules of the engine and the bot, and of their lines."""
    listed = subprocess.run(
        ["git", "ls-files", "src", "bot"], cwd=root, capture_output=True, text=True, check=True
    )
    paths = [root / name for name in listed.stdout.split() if name.endswith(".py")]
    return len(paths), sum(len(path.read_text("utf-8").splitlines()) for path in paths)


class Watch:
    """Notes the project's modules that a thread enters, and those on the stack at a library."""

    def __init__(self, root: Path) -> None:
        self.folders = (str(root / "src"), str(root / "bot"))
        self.entered: set[str] = set()
        self.on_the_way: dict[str, list[str]] = {}

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call":
            return
        name = frame.f_code.co_filename
        if name.startswith(self.folders):
            self.entered.add(name)
        for library in ("chromadb", "onnxruntime", "torch"):
            if f"/{library}/" in name and library not in self.on_the_way:
                self.on_the_way[library] = self._stack(frame)

    def _stack(self, frame: FrameType | None) -> list[str]:
        found: list[str] = []
        while frame is not None:
            name = frame.f_code.co_filename
            if name.startswith(self.folders) and name not in found:
                found.append(name)
            frame = frame.f_back
        return found[::-1]


def watched(root: Path, ask: Callable[[], object]) -> Watch:
    """What a call passes through."""
    watch = Watch(root)
    sys.setprofile(watch)
    try:
        ask()
    finally:
        sys.setprofile(None)
    return watch


def main() -> None:
    root = Path.cwd()
    modules, lines = size(root)
    print(f"modules {modules}, lines {lines:,}")
    with TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        for name, text in CORPUS.items():
            (corpus / name).write_text(text, "utf-8")
        os.environ |= {
            "VOUCH_CORPUS_DIR": str(corpus),
            "VOUCH_DATA_DIR": str(Path(folder, "index")),
        }
        command = Path(sys.executable).with_name("vouch")
        subprocess.run([command, "index", "--quiet"], check=True, capture_output=True)
        from vouch.assistant import Assistant
        from vouch.settings import Settings

        assistant = Assistant.from_settings(Settings())
        assistant.ask(QUESTION)  # what is loaded once is no part of the way
        watch = watched(root, lambda: assistant.ask(QUESTION))
    print(f"a question enters {len(watch.entered)} modules")
    for library, stack in watch.on_the_way.items():
        way = " > ".join(str(Path(name).relative_to(root).with_suffix("")) for name in stack)
        print(f"to {library}: {len(stack)} modules on the stack: {way}")


if __name__ == "__main__":
    main()

"""What is asked of a new process never waits for torch."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from vouch.settings import Settings

HEAVY = (
    "chromadb",
    "langchain_huggingface",
    "scipy",
    "sentence_transformers",
    "torch",
    "transformers",
)

RUN = """
import json, sys
from vouch_bot.cli import app
try:
    app(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def loaded(settings: Settings, *arguments: str, typed: str = "") -> tuple[str, set[str]]:
    """What a command prints, and the modules that it has loaded in the end."""
    environment = os.environ | {
        "VOUCH_CORPUS_DIR": str(settings.corpus_dir),
        "VOUCH_DATA_DIR": str(settings.data_dir),
        "OMP_NUM_THREADS": "1",
        "VOUCH_EMBEDDING_DTYPE": "float32",
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments],
        input=typed,
        env=environment,
        cwd=settings.data_dir,
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    return done.stdout, set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    ("arguments", "typed"),
    [
        (["ask", "When does the Kingsreach bridge open?"], ""),
        (["chat"], "When does the Kingsreach bridge open?\n"),
    ],
)
def test_a_question_is_answered_without_torch(
    shipped: Settings, arguments: list[str], typed: str
) -> None:
    printed, modules = loaded(shipped, *arguments, typed=typed)
    assert "According to" in printed
    assert "onnxruntime" in modules
    assert not modules & set(HEAVY)


def test_a_sync_without_news_loads_no_model(shipped: Settings) -> None:
    _, modules = loaded(shipped, "index")
    assert not modules & {*HEAVY, "onnxruntime"}


def test_the_discord_bot_imports_without_torch(tmp_path: Path) -> None:
    code = "import sys, vouch_bot.discord.app; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert not set(done.stdout.split()) & set(HEAVY)

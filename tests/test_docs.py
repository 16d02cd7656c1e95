"""The documentation: what it tells people to type works from a checkout."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import typer

from tests.conftest import ROOT
from vouch_bot.cli import app

READ_BY_PEOPLE = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").glob("*.md"),
    ROOT / ".env.example",
    *(ROOT / "deploy").iterdir(),
    *(ROOT / "src").rglob("*.py"),
    *(ROOT / "bot").rglob("*.py"),
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
INSTALLS = re.compile(r"(?:pip|pipx|uv tool|uv pip) install ([^\n`]+)")


def installs() -> list[tuple[str, str]]:
    """Every install command that a person may copy, with the file that it stands in."""
    return [
        (path.relative_to(ROOT).as_posix(), found[1])
        for path in READ_BY_PEOPLE
        for found in INSTALLS.finditer(path.read_text("utf-8"))
    ]


def test_nothing_tells_people_to_install_another_projects_package() -> None:
    named = [
        (where, command)
        for where, command in installs()
        if re.search(r"(?<![\w./-])['\"]?vouch(?![\w-])", command)
    ]
    assert named == []


def test_every_extra_that_is_named_exists() -> None:
    extras = PROJECT["optional-dependencies"]
    named = {
        extra.strip()
        for _, command in installs()
        for group in re.findall(r"\.\[([a-z, ]+)\]", command)
        for extra in group.split(",")
    }
    assert named
    assert named <= set(extras)


def python_blocks(path: Path) -> list[str]:
    return re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def test_the_python_examples_run_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    code = "\n".join(python_blocks(ROOT / "docs" / "python.md"))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "articles added, 0 files failed" in done.stdout
    assert "4 October 2025" in done.stdout
    assert done.stdout.rstrip().endswith("answer")


def commands() -> list[tuple[str, list[str]]]:
    """Every `vouch` command in a code block, with its words."""
    found = []
    for path in READ_BY_PEOPLE:
        if path.suffix != ".md":
            continue
        for block in re.findall(r"```\w*\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            for line in block.splitlines():
                bare = re.sub(r"^(?:\$ )?(?:\w+=\S+ +)*(?:\.venv/bin/)?", "", line)
                if bare.startswith("vouch "):
                    words = re.split(r"\s[#|<>]|\s{2,}", bare)[0]
                    found.append((path.name, shlex.split(words)[1:]))
    return found


def test_every_command_and_option_in_the_documents_exists() -> None:
    wrong = []
    for where, words in commands():
        command: Any = typer.main.get_command(app)
        rest = words
        while hasattr(command, "commands") and rest and rest[0] in command.commands:
            command, rest = command.commands[rest[0]], rest[1:]
        known = {
            name for option in command.params for name in (*option.opts, *option.secondary_opts)
        }
        if (hasattr(command, "commands") and rest) or {w for w in rest if w[:2] == "--"} - known:
            wrong.append((where, words))
    assert len(commands()) > 10
    assert wrong == []


def test_every_link_between_the_documents_leads_somewhere() -> None:
    wrong = []
    for path in READ_BY_PEOPLE:
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if not (path.parent / target).exists():
                wrong.append((path.name, target))
    assert wrong == []


def test_importing_the_package_is_cheap_and_its_names_are_there() -> None:
    code = (
        "import sys, vouch; loaded = set(sys.modules);"
        "assert not loaded & {'torch', 'chromadb', 'pydantic'}, loaded;"
        "print([getattr(vouch, name) for name in vouch.__all__])"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)

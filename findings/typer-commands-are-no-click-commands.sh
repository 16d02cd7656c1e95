#!/usr/bin/env bash
# typer 0.29 carries a copy of click: the command that typer.main.get_command returns is no
# click.Command any more, so that code which walks a typer application with click's classes
# (isinstance(command, click.Group)) finds no subcommands and no error.
# Expected, by the name and the documentation of get_command: a click.Group.
# Seen with typer 0.29.2 and click 8.5.1: neither a click.Group nor a click.Command; its
# `commands` and `params` are there, of classes in typer._click.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check typer==0.29.2 click==8.5.1
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import click
import typer

app = typer.Typer()


@app.command()
def one(count: int = 1) -> None: ...


@app.command()
def two() -> None: ...


command = typer.main.get_command(app)
seen = (
    isinstance(command, click.Group),
    isinstance(command, click.Command),
    sorted(command.commands),
    type(command).__mro__[1].__module__,
)
print(seen)
sys.exit(seen != (False, False, ["one", "two"], "typer._click.core"))
PYTHON

"""What `vouch doctor` finds: versions, models, and whether index and corpus are equal."""

import stat
from dataclasses import asdict, dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from vouch.documents.unread import unread_lines
from vouch.embedding import load_embedder
from vouch.errors import VouchError, without_credentials
from vouch.generation import chat_model_problem
from vouch.index import Comparison, compare
from vouch.index.watch import UNWATCHED, is_inside_corpus
from vouch.reader.loading import SHIPPED
from vouch.runtime import IN_ONNX, thread_count
from vouch.settings import Settings
from vouch_bot.terminal.render import printable

LIBRARIES = (
    "vouch-articles",
    "chromadb",
    "langchain-core",
    "sentence-transformers",
    "torch",
    "onnxruntime",
    "discord.py",
)


def env_file() -> Path | None:
    """The .env that settings are read from; None where there is none."""
    named = Settings.model_config.get("env_file")
    path = Path(str(named)) if named else None
    return path.resolve() if path and path.is_file() else None


def in_force(settings: Settings) -> dict[str, str]:
    """The settings that are not the default, by their names in the environment; no secrets."""
    told = {}
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        if value != field.default:
            told[f"VOUCH_{name.upper()}"] = without_credentials(str(value))
    return told


@dataclass(frozen=True, slots=True)
class Checkup:
    """The state of an installation; `well` where nothing needs mending.

    `chat_problem` is why the chat model that the settings name cannot be used,
    `inference` what the models compute with, `warnings` are of what others could read.
    """

    versions: dict[str, str]
    settings: Settings
    index: Comparison
    chat_problem: VouchError | None = None
    inference: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        sound = self.index.mend is None and not self.index.failed and not self.index.stale
        return sound and self.index.articles > 0 and self.chat_problem is None

    def to_json(self) -> dict[str, Any]:
        """The checkup, ready for JSON."""
        problem = self.index.problem
        index = asdict(replace(self.index, problem=None))
        return {
            "well": self.well,
            "mend": self.index.mend,
            "versions": self.versions,
            "env_file": str(env_file()) if env_file() else None,
            "settings": in_force(self.settings),
            "corpus_dir": str(self.settings.corpus_dir),
            "data_dir": str(self.settings.data_dir),
            "embedding_model": self.settings.embedding_model,
            "inference": self.inference,
            "chat_model": self.settings.chat_model,
            "chat_problem": str(self.chat_problem) if self.chat_problem else None,
            "warnings": list(self.warnings),
            "index": {**index, "problem": problem.message if problem else None},
        }


def check(settings: Settings, full: bool = False) -> Checkup:
    """Compare everything, and try the chat model where there is one; no index is written.

    With `full`, every article and passage of the index is read and compared with its hash.
    """
    versions = {name: _installed(name) for name in LIBRARIES}
    problem = chat_model_problem(settings) if settings.chat_model else None
    return Checkup(
        {"python": python_version(), **versions},
        settings,
        compare(settings, full=full),
        problem,
        describe_inference(settings),
        _warnings(settings),
    )


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def _warnings(settings: Settings) -> tuple[str, ...]:
    """What other users of this machine can read and should not, and a misplaced directory."""
    named = env_file()
    secret = [named] if named else []
    readable = tuple(
        f"{path} can be read by other users of this machine: chmod 600 {path}"
        for path in secret
        if path.is_file() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
    )
    inside = (UNWATCHED,) if is_inside_corpus(settings) else ()
    return (*readable, *inside)


def describe_inference(settings: Settings) -> str:
    """What the models compute with on this machine: library, arithmetic, threads."""
    embedder = load_embedder(settings)
    threads = f"{thread_count()} threads" if thread_count() > 1 else "1 thread"
    read = IN_ONNX if settings.reader == SHIPPED else "torch in float32"
    return f"embedding: {embedder.arithmetic}; reader: {read}; {threads}"


def draw_checkup(checkup: Checkup) -> RenderableType:
    """The checkup as it is shown: a table, then what is amiss and the command that mends it."""
    index, settings = checkup.index, checkup.settings
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    rows = {
        "versions": ", ".join(f"{name} {number}" for name, number in checkup.versions.items()),
        "settings": _draw_settings(settings),
        "articles": f"{settings.corpus_dir} ({index.files} files)",
        "index": f"{settings.data_dir} (generation {index.generation}, {index.synced_at})",
        "lexicon": f"{index.articles} articles, {index.passages} passages",
        "collection": f"{index.vectors} vectors of {settings.embedding_model}",
        "inference": checkup.inference,
    }
    if settings.chat_model:
        answers = "cannot be used" if checkup.chat_problem else "answers"
        rows["chat model"] = f"{settings.chat_model} {answers}"
    for name, text in rows.items():
        table.add_row(name, Text(printable(text)))
    return Group(table, *(Text(printable(line), style="yellow") for line in _amiss(checkup)))


def _draw_settings(settings: Settings) -> str:
    """Where the settings come from, and those that are not the default."""
    path = env_file()
    source = f"the environment and {path}" if path else "the environment; no .env here"
    changed = ", ".join(f"{name}={value}" for name, value in in_force(settings).items())
    return f"from {source}: {changed or 'all as by default'}"


def _amiss(checkup: Checkup) -> list[str]:
    index = checkup.index
    lines = [index.problem.message] if index.problem else []
    for name, sources in (("new", index.new), ("changed", index.changed), ("gone", index.gone)):
        lines += [f"{name}, not in the index yet: {source}" for source in sources]
    lines += [f"{failure.source} {failure.reason}" for failure in index.failed]
    lines += [f"{record.source} is an older version: {record.stale}" for record in index.stale]
    lines += [f"{record.source}: {record.notice}" for record in index.notices]
    lines += unread_lines(index.unread)
    if index.problem is None and not index.articles:
        lines.append("No article is indexed: put articles in the folder, and run `vouch index`.")
    if index.missing_vectors or index.orphan_vectors:
        lines.append(f"{index.missing_vectors} vectors missing, {index.orphan_vectors} too many")
    lines += [index.mend] if lines and index.mend else []
    lines += str(checkup.chat_problem).split("\n") if checkup.chat_problem else []
    return [*(lines or ["All is well."]), *checkup.warnings]

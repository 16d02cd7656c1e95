"""Imports run one way: from the bot through the engine to the types."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]

LAYERS = (
    {"types", "settings", "errors"},
    {"messages", "runtime", "selection", "text", "onnx_graph", "question_encoder",
     "sentence_model"},
    {"chunking", "documents", "embedding", "rendering"},
    {"index"},
    {"retrieval", "reader"},
    {"answer", "conversation", "conflicts", "respelling", "temporal"},
    {"generation", "opposition", "verification"},
    {"assistant", "checking", "collection", "comparison", "pipeline", "state", "suggestions",
     "summary"},
    {"evaluation", "integrations"},
    {"vouch_bot", "__main__"},
)  # fmt: skip
RANK = {part: rank for rank, layer in enumerate(LAYERS) for part in layer}
FREE_OF_THE_PROJECT = {"types", "settings", "errors"}


def part_of(module: str) -> str | None:
    """The part of the project that a module belongs to: `vouch.index.sync` is of `index`."""
    names = module.split(".")
    if names[0] == "vouch_bot":
        return "vouch_bot"
    return names[1] if names[0] == "vouch" and len(names) > 1 else None


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> Iterator[tuple[str, Path]]:
    for folder, package in ((ROOT / "src", "vouch"), (ROOT / "bot", "vouch_bot")):
        for path in (folder / package).rglob("*.py"):
            names = [*path.relative_to(folder).with_suffix("").parts]
            yield ".".join(names[:-1] if names[-1] == "__init__" else names), path


def test_every_part_has_its_layer() -> None:
    parts = {part for module, _ in modules() if (part := part_of(module))}
    assert parts == set(RANK)


def test_imports_run_one_way() -> None:
    wrong = []
    for module, path in modules():
        part = part_of(module)
        for imported in imports(path):
            other = part_of(imported)
            if part is None or other is None or other == part or other not in RANK:
                continue
            if RANK[other] > RANK[part] or part in FREE_OF_THE_PROJECT:
                wrong.append(f"{module} imports {imported}")
    assert wrong == []


def test_parts_of_one_layer_import_each_other_one_way() -> None:
    uses: dict[str, set[str]] = {part: set() for part in RANK}
    for module, path in modules():
        others = {part_of(imported) for imported in imports(path)}
        if (part := part_of(module)) in uses:
            uses[part] |= {o for o in others if o in RANK and o != part and RANK[o] == RANK[part]}
    TopologicalSorter(uses).prepare()


def test_no_module_of_the_project_imports_the_tests_or_the_training() -> None:
    wrong = [
        (module, imported)
        for module, path in modules()
        for imported in imports(path)
        if imported.split(".")[0] in {"tests", "training", "benchmarks"}
    ]
    assert wrong == []


def test_what_any_chat_platform_needs_knows_none() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in modules()
        if module.startswith("vouch_bot.common")
        for imported in imports(path)
        if imported.split(".")[0] == "discord" or imported.startswith("vouch_bot.discord")
    ]
    assert wrong == []

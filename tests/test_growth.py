"""Every pattern of ours takes time that grows with the text alone, as does what splits articles.

Each is timed on repetitive strings of n and of 4n characters; what takes more
than eight times as long for four times as much grows faster than the text.
Times are of this thread's processor. What is so quick for 4n that it cannot be
quadratic is not compared.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import vouch
import vouch_bot
from vouch.conversation.rewrite import leans, pronouns
from vouch.documents.bylines import opening_details
from vouch.documents.markdown import plain_text
from vouch.text.sentences import sentence_spans
from vouch.text.tokens import names, words

GROWTH = 8.0
PATTERN_LENGTH, PATTERN_NOTICED_S = 2400, 0.003
FUNCTION_LENGTH, FUNCTION_NOTICED_S = 4_000, 0.02

NO_TEXT = {"vouch_bot.common.logs.log_to_stderr"}  # it sets up logging

UNITS = (
    *(" ", "\n", "a", "1", ".", "'", "(", "<", "[", "#", "*", "_", "|", "“", "一", "`", "&"),
    *("a ", "A. ", "a\n", "1, ", "Aa Bb ", "“a ”", "<a ", "<a>", "[a](", "- a\n", "1 May 2020 "),
    *("the cost of the a, ", "he said not ", "a'"),
)
PATTERN_UNITS = (
    *UNITS,
    *("\t", "A", ",", '"', "-", "\\", "@", "=", "é", "~", "!", "$", "/", "1 ", "1,", "1.", "1-"),
    *(". ", ", ", "\n ", "a-", "a.", "- ", "not ", "of the ", "aA", "a1", "\\`", "](", "$1 "),
    *("http://a.b/", "1 %", "2020 "),
)


def modules() -> list[ModuleType]:
    return [
        importlib.import_module(module.name)
        for package in (vouch, vouch_bot)
        for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        if not module.name.endswith("__main__")
    ]


def source_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(module.__file__ or "").read_text("utf-8"))


Work = Callable[[str], object]
Pattern = re.Pattern[Any]


def held(value: object, seen: set[int], depth: int = 0) -> Iterator[Pattern]:
    """The patterns in a value: it may be a container, or an object with fields."""
    if isinstance(value, re.Pattern):
        yield value
    elif id(value) not in seen and depth < 6 and not isinstance(value, type | str | bytes | int):
        seen.add(id(value))
        inside: Iterable[object] = ()
        if isinstance(value, dict):
            inside = chain(value.keys(), value.values())
        elif isinstance(value, list | tuple | set | frozenset):
            inside = value
        elif type(value).__module__.startswith("vouch"):
            names = getattr(type(value), "__slots__", ()) or getattr(value, "__dict__", {})
            inside = (getattr(value, name, None) for name in names)
        for each in inside:
            yield from held(each, seen, depth + 1)


def used_as(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """For each name in our sources, the methods that are called on it."""
    found: dict[str, set[str]] = {}
    for node in chain.from_iterable(map(ast.walk, trees)):
        if isinstance(node, ast.Attribute):
            on = node.value
            name = on.id if isinstance(on, ast.Name) else getattr(on, "attr", None)
            if name:
                found.setdefault(name, set()).add(node.attr)
    return found


def called(tree: ast.Module) -> Iterator[tuple[Pattern, str]]:
    """The constant patterns that are given to functions of `re`, with the function."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr not in ("escape", "compile")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
            yield re.compile(node.args[0].value, flags), node.func.attr


def patterns() -> dict[tuple[str, str], tuple[Pattern, Work]]:
    """Every pattern, by its module and source, with how it is used: it may be anchored."""
    found: dict[tuple[str, str], tuple[Pattern, Work]] = {}
    trees = {module: source_of(module) for module in modules()}
    methods = used_as(trees.values())
    for module, tree in trees.items():
        for name, value in list(vars(module).items()):
            for pattern in held(value, set()):
                own = methods.get(name, set()) if isinstance(value, re.Pattern) else set()
                used = own & {"search", "finditer", "findall", "sub", "subn", "split"}
                anchored = own & {"match", "fullmatch"}
                method = "finditer" if used or not anchored else min(anchored)
                found.setdefault(key(module, pattern, method), (pattern, work(pattern, method)))
        for pattern, function in called(tree):
            method = function if function in ("match", "fullmatch") else "finditer"
            found.setdefault(key(module, pattern, method), (pattern, work(pattern, method)))
    own_patterns = {source: value for (_, source), value in found.items()}
    return {k: v for k, v in found.items() if own_patterns[k[1]] is v}


def key(module: ModuleType, pattern: Pattern, method: str) -> tuple[str, str]:
    return module.__name__, f"{method} {pattern.pattern!r} {pattern.flags}"


def work(pattern: Pattern, method: str) -> Work:
    def use(text: str) -> None:
        data = text.encode() if isinstance(pattern.pattern, bytes) else text
        if method == "finditer":
            for _ in pattern.finditer(data):
                pass
        else:
            getattr(pattern, method)(data)

    return use


def own_words(pattern: Pattern) -> list[str]:
    """The first words of a pattern, each with a space, to be repeated."""
    source = re.sub(r"\\[a-zA-Z]|\(\?P<\w+>", " ", str(pattern.pattern))
    return [f"{word} " for word in dict.fromkeys(re.findall(r"[A-Za-z]{2,}", source)[:8])]


def cpu(work: Work, text: str, tries: int = 1) -> float:
    """The least processor time of a few tries, in seconds."""
    best = float("inf")
    for _ in range(tries):
        started = time.thread_time()
        work(text)
        best = min(best, time.thread_time() - started)
    return best


def growth(work: Work, unit: str, length: int, noticed: float) -> float | None:
    """By how much the time grows where it grows faster than the text; None where it does not."""
    short, long = (unit * length)[: length // 4], (unit * length)[:length]
    if cpu(work, long) < noticed or cpu(work, long, 2) < noticed:
        return None
    grown = float("inf")
    for _ in range(4):  # a busy machine disturbs a single comparison
        grown = min(grown, cpu(work, long, 3) / max(cpu(work, short, 5), 1e-6))
        if grown <= GROWTH:
            return None
    return grown


def report(slow: dict[str, dict[str, float]]) -> str:
    return "\n".join(
        f"{name}\n    " + ", ".join(f"{unit!r} {grown:.0f}" for unit, grown in worst.items())
        for name, worst in slow.items()
    )


def test_patterns_are_linear() -> None:
    found = patterns()
    assert len(found) > 200
    slow: dict[str, dict[str, float]] = {}
    for (module, name), (pattern, use) in found.items():
        for unit in (*PATTERN_UNITS, *own_words(pattern)):
            grown = growth(use, unit, PATTERN_LENGTH, PATTERN_NOTICED_S)
            if grown:
                slow.setdefault(f"{module}: {name[:150]}", {})[unit] = grown
                break
    assert not slow, report(slow)


def test_a_quadratic_pattern_would_be_found() -> None:
    pattern = re.compile(r"\s+of\b")
    use, length = work(pattern, "finditer"), 2 * PATTERN_LENGTH
    assert any(growth(use, " ", length, PATTERN_NOTICED_S) for _ in range(10))


def functions_of_one_text() -> dict[str, Work]:
    """Every function of ours, private ones included, that needs one text and nothing else."""
    found: dict[str, Work] = {}
    for module in modules():
        for name, function in vars(module).items():
            inner = inspect.unwrap(function) if callable(function) else None
            if inspect.isfunction(inner) and inner.__module__ == module.__name__:
                needed = [p for p in inspect.signature(inner).parameters.values() if is_needed(p)]
                if [(p.annotation, p.kind == p.KEYWORD_ONLY) for p in needed] == [(str, False)]:
                    found[f"{module.__name__}.{name}"] = answered(function)
    return {name: work for name, work in found.items() if name not in NO_TEXT}


def is_needed(parameter: inspect.Parameter) -> bool:
    variable = (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL)
    return parameter.default is parameter.empty and parameter.kind not in variable


def answered(function: Work) -> Work:
    """The function, whose result and refusal count alike; what is cached is worked out again."""

    def use(text: str) -> None:
        getattr(function, "cache_clear", lambda: None)()
        with suppress(Exception):  # an assertion, too: the strings are no words it expects
            function(text)

    return use


def grown(works: dict[str, Work], units: Iterable[str], length: int) -> dict[str, dict[str, float]]:
    """The functions whose time grows faster than the text, with the first unit that shows it."""
    slow: dict[str, dict[str, float]] = {}
    for name, use in works.items():
        for unit in units:
            if by := growth(use, unit, length, FUNCTION_NOTICED_S):
                slow[name] = {unit: by}
                break
    return slow


def test_text_functions_are_linear() -> None:
    found = functions_of_one_text()
    assert len(found) > 150
    slow = grown(found, UNITS[::3], FUNCTION_LENGTH)
    assert not slow, report(slow)


@pytest.mark.parametrize(
    "function", [sentence_spans, opening_details, plain_text, words, names, pronouns, leans]
)
def test_what_sees_whole_articles_and_messages_is_linear(function: Work) -> None:
    slow = grown({function.__name__: function}, UNITS, FUNCTION_LENGTH)
    assert not slow, report(slow)


@pytest.mark.long
@pytest.mark.parametrize("unit", UNITS)
def test_sentences_of_a_megabyte_are_split_in_seconds(unit: str) -> None:
    text = (unit * 1_000_000)[:1_000_000]
    assert cpu(sentence_spans, text) < 60

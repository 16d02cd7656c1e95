"""requirements.lock has all that the package needs, in the versions of constraints.txt."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([\w.-]+)==([^\s;\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    return {normal(package): version for package, version in found}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_is_up_to_date() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    extra = [line for name in extras if name != "bench" for line in extras[name]]
    asked = [*project["dependencies"], *extra]
    needed = {normal(re.split(r"[\[><=~! ;]", line)[0]) for line in asked}
    locked, wanted = pins("requirements.lock"), pins("constraints.txt")
    assert needed - {"torch", "vouch-articles"} <= locked.keys(), "run `make lock`"
    assert {p: v for p, v in locked.items() if wanted.get(p, v) != v} == {}, "run `make lock`"

"""The parts of any chat platform, proven on one that is not Discord: standard input."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

BRIDGE = """# The bridge is open

The new bridge over the Alva opened on Sunday. Mayor Lena Hartmann cut the ribbon at noon.
"""


def test_a_bot_on_standard_input_needs_nothing_of_discord(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "bridge.md").write_text(BRIDGE, "utf-8")
    lines = ("sync", "ann> Who cut the ribbon at noon?", "bob> Who painted it?", "sync")
    result = subprocess.run(
        [sys.executable, "-m", "tests.vouch_bot.common.console_bot", str(tmp_path)],
        input="\n".join((*lines, "ann>> On which day did the new bridge open?")),
        env={
            **{name: value for name, value in os.environ.items() if not name.startswith("VOUCH_")},
            "PYTHONPATH": os.pathsep.join(str(ROOT / part) for part in (".", "src", "bot")),
            "VOUCH_CORPUS_DIR": str(tmp_path / "corpus"),
            "VOUCH_DATA_DIR": str(tmp_path / "data"),
        },
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    said = result.stdout.splitlines()
    assert said.count("synced: 1 new") == 1
    assert said.count("synced: 0 new") == 1
    assert any(line.startswith("@ann [1]") and "Lena Hartmann" in line for line in said)
    assert any(line.startswith("@bob [2]") for line in said)
    assert any(line.startswith("@ann [3]") and "Sunday" in line for line in said)

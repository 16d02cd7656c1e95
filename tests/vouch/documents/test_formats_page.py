"""docs/formats.md names every format that is read, and each of its lines a test that is there."""

import re
from pathlib import Path

from vouch.documents.formats import SUFFIXES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def test_every_format_is_on_the_page() -> None:
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in PAGE] == []


def test_every_line_names_a_test_that_is_there() -> None:
    rows = [line for line in PAGE.split("\n") if line.startswith("| ") and "::" in line]
    assert len(rows) > 30
    for row in rows:
        match = re.search(r"`(test_\w+\.py)::(test_\w+)` \|$", row)
        assert match, row
        files = list((ROOT / "tests" / "vouch").rglob(match[1]))
        assert any(f"def {match[2]}(" in file.read_text("utf-8") for file in files), row

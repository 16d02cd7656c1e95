"""`vouch show`: an article as it was read."""

from collections.abc import Sequence

from vouch.chunking import split_article
from vouch.documents.markdown import parse_markdown
from vouch.types import Article, Source
from vouch_bot.terminal.show import show_json, show_lines

TEXT = "# Notes\n\nFirst\x1b[31m words.\n\n## Roof\n\nThe roof:\n\n- is old\n- leaks\n"


def words_counted(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def article() -> Article:
    parsed = parse_markdown(TEXT.encode())
    return Article(Source("a.md", "Notes", date="2025-05-01"), parsed.text, blocks=parsed.blocks)


def test_lines_sections_and_passages_are_shown() -> None:
    found = split_article(article(), words_counted, 100)
    lines = list(show_lines(article(), found))
    assert lines[0] == "Notes · 2025-05-01"
    assert "== Roof" in lines
    assert sum(line.startswith("-- passage") for line in lines) == len(found) == 2
    assert any(line.endswith("- leaks  [item]") for line in lines)
    assert "\x1b" not in "".join(lines)


def test_json_has_offsets_into_the_text() -> None:
    shown = show_json(article(), split_article(article(), words_counted, 100))
    assert [shown["text"][b["start"] : b["end"]] for b in shown["blocks"]][-1] == "- leaks"
    assert shown["passages"][-1]["section"] == ["Roof"]

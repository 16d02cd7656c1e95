"""Tags: what an article is filed under."""

from pathlib import Path

import pytest

from vouch.documents import discover, read_article
from vouch.documents.frontmatter import split_front_matter


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [a, 'b c']", ("a", "b c")),
        ("tags:\n  - a\n  - b", ("a", "b")),
        ("keywords: 'a, b , #c'", ("a", "b", "c")),
        ("category: News\ntags: a", ("a", "News")),
        ("tags: ~", ()),
        ("tags: {a: b}", ()),
    ],
)
def test_tags_are_read_as_people_write_them(front: str, tags: tuple[str, ...]) -> None:
    assert split_front_matter(f"---\n{front}\n---\nText.\n")[0].tags == tags


def test_tags_may_stand_in_a_sidecar_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The bridge opened in May.\n", "utf-8")
    (tmp_path / "a.txt.yaml").write_text("tags: [bridge]\n", "utf-8")
    (file,) = discover(tmp_path).files
    assert read_article(file, 1_000).tags == ("bridge",)

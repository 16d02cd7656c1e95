"""Marks that other tools add to Markdown are read as their readers see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.documents.markdown import plain_text, read_markdown
from vouch.types import BlockKind


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("See [[towns/norvik|the town]].", "See the town."),
        ("See [[towns/norvik]] and [[plan#Cost]].", "See norvik and plan > Cost."),
        ("A map ![[map.png]] here.", "A map  here."),
        ("It cost 12[^1] crowns.", "It cost 12 crowns."),
        ("A ==very **big**== thing, a == b.", "A very big thing, a == b."),
        ('Rent {{< rent "2025" >}} is up. {{% /x %}}{% include y %}', "Rent  is up. "),
        ("Before %%a secret%% after.", "Before  after."),
        ("%%\na secret\n\nof two paragraphs\n%%\n\nShown.", "Shown."),
        ("It costs ~~12~~ 9 crowns.", "It costs  9 crowns."),
        ("It costs <del>12</del> <s>11</s> 9.", "It costs   9."),
        ('<span style="display:none">No.</span>Yes.', "Yes."),
        ("It gives 10^6^ or 10<sup>6</sup> candela.", "It gives 10⁶ or 10⁶ candela."),
        ("It has 7,300<sup>4</sup> donors.", "It has 7,300 donors."),
        ("- [x] done\n- [ ] to do", "- done\n- to do"),
        ("# Head {#top .x}", "Head "),
        ("> [!NOTE] Mind\n> the gap", "Mind\nthe gap"),
        (":::note\nMind the gap.\n:::", "Mind the gap."),
        ("The end. ^ab12", "The end."),
        ("`[[code]] ==x==`", "[[code]] ==x=="),
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<table><tr><td>A</td><td>1</td></tr></table>", "A | 1"),
    ],
)
def test_marks(source: str, read: str) -> None:
    assert plain_text(source)[0].strip() == read.strip()


def test_notes_are_kept_as_notes() -> None:
    parsed, _ = read_markdown("It cost 12[^1] crowns.\n\n[^1]: Without the gift\n    of 2019.\n")
    notes = [b for b in parsed.blocks if b.kind is BlockKind.FOOTNOTE]
    assert [parsed.text[b.start : b.end] for b in notes] == ["Without the gift\nof 2019."]
    assert read_markdown("A.\n\n[^1]: Word\n")[0].text.endswith("Word")


@given(st.text("[]^=%{}<>:~!|# \nab*_", max_size=200))
def test_no_marks_break_it(source: str) -> None:
    plain_text(source)

"""Passages of structured articles, as examples to train on."""

from random import Random

import pytest

from tests.training.conftest import PARAGRAPHS
from training.library import Library
from training.structured import TEMPLATES, Asked, Made, examples_of, public, structured


def test_the_same_seed_gives_the_same_examples_of_every_kind() -> None:
    library = Library(PARAGRAPHS)
    made = structured(library, Random(7), 300)
    assert made == structured(library, Random(7), 300)
    kinds = {example.kind for example in made}
    assert kinds >= {f"structured_{template(Random(1)).kind}" for template in TEMPLATES}
    share = sum(example.supported for example in made) / len(made)
    assert 0.35 < share < 0.75
    spans = [e for e in made if e.supported and e.span]
    assert len(spans) > 0.95 * sum(e.supported for e in made)
    assert not any(e.span for e in made if not e.supported)


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_supports_holds_the_answer_and_nothing_else_does(template) -> None:  # type: ignore[no-untyped-def]
    seen = set()
    for seed in range(60):
        made = template(Random(seed))
        answers = {asked.question: asked for asked in made.asked}
        for example in examples_of(made, Random(seed)):
            if example.question not in answers:  # as typed into a search box
                continue
            asked = answers[example.question]
            seen.add(example.supported)
            if example.supported:
                assert asked.answer is not None
                assert asked.where in example.passage
            elif asked.answer is not None:
                assert asked.where not in example.passage
    assert seen == {True, False}


def test_passages_stand_under_their_headings_and_rows_have_heads() -> None:
    text = "## Fees\n\n| Plot | Rent |\n|---|---|\n| small | 90 pounds |\n| large | 210 pounds |"
    made = Made("table", "Gardens", text, (Asked("What is the rent?", "210 pounds", "210"),))
    found = [e for seed in range(20) for e in examples_of(made, Random(seed)) if e.supported]
    assert found[0].title == "Gardens: Fees"
    assert found[0].passage.startswith("Fees\nsmall: Rent 90 pounds")
    assert found[0].span is not None
    assert found[0].passage[slice(*found[0].span)] == "210 pounds"


def test_public_text_becomes_sections() -> None:
    library = Library(PARAGRAPHS)
    found = [made for seed in range(40) if (made := public(library, Random(seed)))]
    assert all(made.text.startswith("## ") and made.asked for made in found)
    titles = {e.title for made in found for e in examples_of(made, Random(1))}
    assert titles <= {f"In brief: {p.article}" for p in PARAGRAPHS}
    assert titles

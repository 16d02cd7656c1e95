"""A seed gives the same data; held-out articles are in none of it."""

from pathlib import Path

import pytest

from tests.training.conftest import PARAGRAPHS, squad_records, write_lines
from training.mixture import PARTS, cycled, read_sources, round_examples
from training.records import HELD_OUT, Example


def test_the_same_seed_gives_the_same_round(labelled_files: Path) -> None:
    first = round_examples(read_sources(labelled_files), 7, 1, 4, scale=0.005)
    again = round_examples(read_sources(labelled_files), 7, 1, 4, scale=0.005)
    assert first == again
    assert len(first) > 100
    other_seed = round_examples(read_sources(labelled_files), 8, 1, 4, scale=0.005)
    other_round = round_examples(read_sources(labelled_files), 7, 2, 4, scale=0.005)
    assert first != other_seed
    assert first != other_round


def test_every_kind_is_in_a_round(labelled_files: Path) -> None:
    examples = round_examples(read_sources(labelled_files), 7, 3, 4, scale=0.01)
    kinds = {example.kind for example in examples}
    assert {generate.__name__ for _, generate, _, _ in PARTS} <= kinds
    assert {"wice", "nli", "yes_no", "news_story", "news_report", "contract_nli"} <= kinds
    assert {"contrast", "selection", "whole_text"} <= kinds
    share = sum(example.supported for example in examples) / len(examples)
    assert 0.3 < share < 0.6


def test_held_out_articles_are_not_trained_on(labelled_files: Path) -> None:
    write_lines(
        labelled_files / "squad1_train.jsonl.gz", [*squad_records(), *squad_records("Force")]
    )
    sources = read_sources(labelled_files)
    assert {"Force", "Oxygen"} <= set(HELD_OUT)
    for library in (sources.squad1, sources.hand_written):
        assert {p.article for p in library.paragraphs} == {p.article for p in PARAGRAPHS}


def test_a_missing_file_is_an_os_error(labelled_files: Path) -> None:
    (labelled_files / "nli.jsonl.gz").unlink()
    with pytest.raises(OSError, match="nli"):
        read_sources(labelled_files)


def test_a_pool_is_seen_whole_before_anything_twice() -> None:
    pool = [Example(f"claim {i}", "text", None, True, None, "x") for i in range(10)]
    seen = [e for number in range(4) for e in cycled(pool, 3, number, 5)]
    assert (
        {e.question for e in seen[:10]}
        == {e.question for e in seen[10:]}
        == {e.question for e in pool}
    )
    assert seen[:10] != seen[10:]
    assert cycled([], 3, 0, 5) == []


def test_an_example_whose_span_is_not_in_its_passage_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not in the passage"):
        Example("q", "short", None, True, (2, 9), "x")

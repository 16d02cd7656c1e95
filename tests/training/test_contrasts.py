"""A question and its near miss stay together, and their sentences are labelled."""

from pathlib import Path
from random import Random

from tests.training.conftest import BRIDGE, PARAGRAPHS
from training.batches import batches, label
from training.contrasts import contrasts, read_contrasts
from training.records import Example
from vouch.reader.model import PairEncoder

FILE = "squad2_train_unanswerable.jsonl.gz"


def test_a_near_miss_stands_beside_its_twin(labelled_files: Path) -> None:
    pool = read_contrasts(labelled_files / FILE, PARAGRAPHS)
    assert [contrast.twin for contrast in pool] == [True, False, False]
    assert pool[0].answerable.text == "Who built the older bridge in 1804?"
    assert pool[0].unanswerable == "Who repaired the older bridge in 1804?"


def test_twins_share_their_passage(labelled_files: Path) -> None:
    pool = read_contrasts(labelled_files / FILE, PARAGRAPHS)
    for seed in range(20):
        found = contrasts(pool[:1], Random(seed), 2)
        answered, missed = found
        assert (answered.supported, missed.supported) == (True, False)
        assert answered.passage == missed.passage
        assert answered.span is not None
        assert answered.passage[slice(*answered.span)] == "Thomas Pike"


def test_a_pair_is_in_one_batch(labelled_files: Path, tiny_encoder: Path) -> None:
    pool = read_contrasts(labelled_files / FILE, PARAGRAPHS)
    labelled = label(PairEncoder.load(tiny_encoder), contrasts(pool, Random(0), 6))
    found = list(batches(labelled, 64, Random(0)))
    assert sum(len(batch.supported) for batch in found) == 6
    for batch in found:
        assert len(batch.pairs) == len(batch.supported) // 2
        for better, worse in batch.pairs.tolist():
            assert batch.supported[better] > batch.supported[worse]


def test_the_sentence_of_the_answer_belongs_and_the_others_do_not(tiny_encoder: Path) -> None:
    start = BRIDGE.index("Thomas Pike")
    asked = "Who built the older bridge?"
    answered = Example(asked, BRIDGE, None, True, (start, start + 11), "x")
    unknown = Example(asked, BRIDGE, None, True, None, "x")
    missed = Example(asked, BRIDGE, None, False, None, "x")
    rows = label(PairEncoder.load(tiny_encoder), [answered, unknown, missed])
    belongs = [[sentence.belongs for sentence in row.sentences] for row in rows]
    assert belongs == [[False, True, False, False], [], [False] * 4]

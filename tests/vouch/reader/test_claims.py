"""What the support of a claim is weighed by, beside the network's logit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.reader.claims import claim_features
from vouch.text.negation import denies

EVIDENCE = "The ferry sails at nine. Ada Berg has steered it for 6 years."


def features(claim: str, evidence: str = EVIDENCE) -> dict[str, float]:
    (told,) = claim_features(claim, evidence, [(evidence, 1.0)])
    return told


def test_words_of_the_claim_are_looked_for_in_the_evidence() -> None:
    told = features("Ada Berg steers the ferry.")
    assert (told["coverage"], told["missing"], told["missing_numbers"]) == (1.0, 0, 0)
    other = features("Bo Ek repaired the ferry 12 times.")
    assert other["coverage"] < 0.5
    assert (other["missing"], other["missing_numbers"]) == (5, 1)


def test_each_window_is_weighed_beside_all_of_the_evidence() -> None:
    parts = [("The ferry sails at nine.", -2.0), ("Ada Berg has steered it.", 3.0)]
    sails, steered = claim_features("Ada Berg steers the ferry.", EVIDENCE, parts)
    assert (sails["logit"], steered["logit"]) == (-2.0, 3.0)
    assert (sails["missing_near"], steered["missing_near"]) == (3, 1)
    assert sails["missing"] == steered["missing"] == 0
    assert sails["coverage"] < steered["coverage"] < 1.0
    assert sails["windows"] > features("Ada Berg steers the ferry.")["windows"] == 0.0


@pytest.mark.parametrize(
    ("claim", "evidence", "denied"),
    [
        ("The ferry isn\u2019t late.", "The ferry is late.", (1.0, 0.0)),
        ("The ferry is late.", "The ferry is never late.", (0.0, 1.0)),
        ("The ferry is not late.", "Nobody saw the ferry late.", (0.0, 0.0)),
        ("The knot was tied.", "The knot was tied in Notting.", (0.0, 0.0)),
    ],
)
def test_a_denial_on_one_side_only_is_told(
    claim: str, evidence: str, denied: tuple[float, float]
) -> None:
    told = features(claim, evidence)
    assert (told["denies"], told["is_denied"]) == denied


def test_denying_words_are_whole_words() -> None:
    assert denies("It didn't rain.")
    assert not denies("A notable northern knot.")


@given(st.text(), st.text(min_size=1))
def test_a_claim_is_covered_by_itself_and_features_are_finite(claim: str, evidence: str) -> None:
    assert features(claim, claim or " ")["coverage"] == 1.0
    told = features(claim, evidence)
    assert 0 <= told["coverage"] <= 1
    assert set(told) == set(features("a", "b"))

"""Which sentences a statement stands on, and what the reader has to say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vouch.verification.reading import Believer, excerpt, judged
from vouch.types import Quote, Source
from vouch.verification import Verdict, verify, verify_all

FERRY = "The ferry sails at nine. It costs 4 crowns. Dogs travel free. The crew is eleven strong."
NOUNS = ("ferry", "mill", "school", "choir", "tram")
VERBS = ("reopened", "moved", "burned", "expanded", "shrank")


def test_the_quote_is_the_sentence_that_says_it_with_what_it_leans_on() -> None:
    verdict = judged("The ferry costs 4 crowns.", FERRY)
    assert verdict.passed
    assert [quote.text for quote in verdict.quotes] == [
        "The ferry sails at nine. It costs 4 crowns."
    ]


def test_each_fact_has_its_own_sentence() -> None:
    verdict = judged("Dogs travel free. The crew is eleven strong.", FERRY)
    assert verdict.passed, verdict.reasons
    assert [q.text for q in verdict.quotes] == ["Dogs travel free.", "The crew is eleven strong."]


def test_every_quote_stands_in_its_article() -> None:
    for quote in judged("The crew is eleven strong and dogs travel free.", FERRY).quotes:
        assert FERRY[quote.start : quote.end] == quote.text


def test_what_the_reader_does_not_believe_is_dropped() -> None:
    assert not judged("Passengers with dogs pay nothing for them.", FERRY, support=0.05).passed


def test_what_no_sentence_says_is_dropped_whatever_the_reader_believes() -> None:
    verdict = judged("Bicycles must be locked to the railing upstairs.", FERRY)
    assert not verdict.passed
    assert "do not say" in verdict.reasons[0]


def test_a_statement_without_a_passage_is_dropped() -> None:
    verdict = verify("The ferry sails at nine.", [], Believer())
    assert verdict == Verdict(False, (), 0.0, ("It cites no passage.",))


def test_statements_are_judged_in_their_order_with_two_calls_of_the_reader() -> None:
    class Counting(Believer):
        calls = 0

        def support(self, claims: object) -> list[float]:
            Counting.calls += 1
            return super().support(claims)  # type: ignore[arg-type]

    cited = [excerpt(FERRY)]
    told = [("The ferry sails at nine.", cited), ("The ferry sails at ten.", cited), ("x", [])]
    verdicts = verify_all(told, Counting())
    assert [verdict.passed for verdict in verdicts] == [True, False, False]
    assert Counting.calls <= 2


def test_an_older_article_does_not_tell_what_holds_now() -> None:
    old = excerpt("The cost stands at 48 million crowns.", path="old.md", date="2025-02-11")
    new = excerpt("The cost stands at 53 million crowns.", path="new.md", date="2025-05-20")
    verdict = verify("The cost now stands at 48 million crowns.", [old, new], Believer())
    assert verdict.reasons == ("A newer article gives \u201c53 million crowns\u201d.",)
    assert verify("The cost now stands at 53 million crowns.", [old, new], Believer()).passed


@settings(deadline=None)  # how long it takes is the machine's affair
@given(
    st.lists(
        st.tuples(st.sampled_from(NOUNS), st.sampled_from(VERBS), st.integers(1000, 9000)),
        min_size=1,
        max_size=6,
        unique_by=lambda told: told[2],
    ),
    st.data(),
)
def test_a_sentence_as_it_stands_passes_and_with_another_number_never(
    told: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    sentences = [f"The {noun} {verb} with {number} visitors." for noun, verb, number in told]
    text = " ".join(sentences)
    sentence, (_, _, number) = data.draw(st.sampled_from(list(zip(sentences, told, strict=True))))
    verdict = judged(sentence, text)
    assert verdict.passed, verdict.reasons
    assert sentence in {quote.text for quote in verdict.quotes}
    others = {n for _, _, n in told}
    false = data.draw(st.integers(1000, 9000).filter(lambda n: n not in others))
    assert not judged(sentence.replace(str(number), str(false)), text).passed


def test_a_verdict_cannot_pass_with_a_reason_or_without_a_quote() -> None:
    quote = Quote(Source("a.md", "A"), "x", 0, 1)
    with pytest.raises(ValueError, match="passed"):
        Verdict(True, (quote,), 1.0, ("no",))
    with pytest.raises(ValueError, match="passed"):
        Verdict(True, (), 1.0, ())
    with pytest.raises(ValueError, match="reason"):
        Verdict(False, (quote,), 1.0, ())

"""The JSON of a reply, which stays stable."""

from vouch.answer.serialization import reply_json
from vouch.types import Answer, Citation, Quote, Refusal, Source, Statement, Trace

SOURCE = Source("news/a.md", "A title", "Ada Lund", "2025-08-24", "https://example.org/a")
QUOTE = Quote(SOURCE, "It rained on Monday.", 812, 832, page=2, line=7)


def test_an_answer() -> None:
    statement = Statement(QUOTE.text, (1,), answer_span=(13, 19))
    trace = Trace().with_step("decision", threshold=0.5)
    answer = Answer("When?", (statement,), (Citation(1, QUOTE),), trace=trace)
    expected = {
        "kind": "answer",
        "question": "When?",
        "statements": [{"text": "It rained on Monday.", "citations": [1], "answer_span": [13, 19]}],
        "citations": [
            {
                "number": 1,
                "source": "news/a.md",
                "title": "A title",
                "author": "Ada Lund",
                "date": "2025-08-24",
                "url": "https://example.org/a",
                "page": 2,
                "quote": "It rained on Monday.",
                "start": 812,
                "end": 832,
            }
        ],
    }
    assert reply_json(answer) == expected
    assert reply_json(answer, explain=True) == {
        **expected,
        "trace": {"decision": {"threshold": 0.5}},
    }


def test_a_refusal() -> None:
    refusal = Refusal("Why?", "No article says why.", (QUOTE,))
    given = reply_json(refusal)
    assert (given["kind"], given["reason"]) == ("refusal", "No article says why.")
    assert given["nearest"][0]["source"] == "news/a.md"
    assert "citations" not in given

"""The JSON of a reply, which stays stable."""

from vouch import messages
from vouch.answer.serialization import reply_json
from vouch.types import (
    Answer,
    Citation,
    Conflict,
    ConflictSide,
    Quote,
    Refusal,
    RefusalCode,
    Source,
    Statement,
    Trace,
)

SOURCE = Source("news/a.md", "A title", "Ada Lund", "2025-08-24", "https://example.org/a")
SECTION = ("Weather", "Monday")
QUOTE = Quote(SOURCE, "It rained on Monday.", 812, 832, page=2, line=7, section=SECTION)


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
                "date_source": None,
                "page": 2,
                "section": ["Weather", "Monday"],
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
    assert given["code"] == "not_answered"
    assert "missing" not in given
    assert given["nearest"][0]["source"] == "news/a.md"
    assert "citations" not in given


def test_a_refusal_names_in_its_code_and_apart_what_no_article_mentions() -> None:
    refusal = Refusal("Who is Lund?", "No.", code=RefusalCode.NOT_MENTIONED, missing=("Lund",))
    given = reply_json(refusal)
    assert (given["code"], given["missing"]) == ("not_mentioned", ["Lund"])


def test_a_conflict_is_given_with_its_articles_values_and_dates() -> None:
    other = Source("b.md", "A title of \u201cquotes\u201d", date="2025-08-20")
    conflict = Conflict((ConflictSide("Monday", (SOURCE,)), ConflictSide("Tuesday", (other,))))
    answer = Answer(
        "When?",
        (Statement(QUOTE.text, (1,)),),
        (Citation(1, QUOTE),),
        (messages.conflict_note(conflict),),
        conflict=conflict,
    )
    given = reply_json(answer)
    assert given["note"] == (
        "The articles disagree: as of 2025-08-24, \u201cA title\u201d says Monday;"
        " as of 2025-08-20, \u201cA title of \u2018quotes\u2019\u201d says Tuesday."
    )
    assert given["notes"] == [{"code": "conflict", "text": given["note"]}]
    assert [side["value"] for side in given["conflict"]["sides"]] == ["Monday", "Tuesday"]
    assert given["conflict"]["sides"][1]["articles"] == [
        {"source": "b.md", "title": other.title, "date": "2025-08-20"}
    ]

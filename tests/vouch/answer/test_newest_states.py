"""What an article corrects, or tells as a newer entry, is quoted first."""

import pytest

from vouch.answer.newest_states import entries, newest_states_first
from vouch.answer.updates import topic_of
from vouch.documents.markdown import parse_markdown
from vouch.types import Answer, Article, Citation, NoteCode, Quote, Reply, Source, Statement


def article(path: str, title: str, text: str) -> Article:
    parsed = parse_markdown(text.encode())
    return Article(Source(path, title), parsed.text, blocks=parsed.blocks)


FIRE = article(
    "fire.md",
    "Fire on the ferry",
    "A fire broke out on the ferry. Nine passengers were injured.\n\nThe cause is not known.\n\n"
    "Correction, 11 September: An earlier version said that nine passengers were injured. The "
    "police now speak of six.\n\nCorrection: We misspelled Tora Lind.",
)
ENTRIES = (
    "The met office warns of gusts.",
    "The bridge to Storholm was closed at noon.",
    "The bridge to Storholm is open again.",
    "Power is back in 3,200 homes.",
    "The bridge to Storholm has been closed again, police say.",
)
TIMES = ("21:00", "22:30", "23:50", "00:15", "1:40")
HEADED = [f"**{time}** {entry}" for time, entry in zip(TIMES, ENTRIES, strict=True)]
PLAIN = [f"{time} \u2013 {entry}" for time, entry in zip(TIMES, ENTRIES, strict=True)]
LIVE = [
    article("storm.md", "Storm live", "\n\n".join(lines))
    for lines in (HEADED, HEADED[::-1], PLAIN, PLAIN[::-1])
]


def answer(question: str, found: Article, *quotes: str) -> Answer:
    citations = []
    for number, text in enumerate(quotes, start=1):
        start = found.text.index(text)
        citations.append(Citation(number, Quote(found.source, text, start, start + len(text))))
    statements = [Statement(text, (n,)) for n, text in enumerate(quotes, start=1)]
    return Answer(question, tuple(statements), tuple(citations))


def with_newest(question: str, found: Article, *quotes: str) -> Answer:
    reply: Reply = newest_states_first(answer(question, found, *quotes), lambda _: found)
    assert isinstance(reply, Answer)
    return reply


def test_a_correction_comes_first_whole_and_is_marked() -> None:
    said = with_newest(
        "How many passengers were injured on the ferry?", FIRE, "Nine passengers were injured."
    )
    first, second = (statement.text for statement in said.statements)
    assert first.startswith("Correction, 11 September: An earlier version")
    assert first.endswith("The police now speak of six.")
    assert second == "Nine passengers were injured."
    for citation in said.citations:
        quote = citation.quote
        assert FIRE.text[quote.start : quote.end] == quote.text
    assert [note.code for note in said.notes] == [NoteCode.CORRECTED]


def test_a_correction_of_something_else_is_not_told() -> None:
    asked = "What is known of the cause of the fire on the ferry?"
    assert with_newest(asked, FIRE, "The cause is not known.").notes == ()


@pytest.mark.parametrize("live", LIVE)
def test_entries_are_told_by_their_times_past_midnight_too(live: Article) -> None:
    assert [live.text[e.start : e.end] for e in entries(live)] == list(ENTRIES[::-1])


@pytest.mark.parametrize("live", LIVE)
@pytest.mark.parametrize("quoted", [ENTRIES[1:3], ENTRIES[2:3], (ENTRIES[1], ENTRIES[4])])
def test_the_newest_entry_on_what_is_asked_comes_first(
    live: Article, quoted: tuple[str, ...]
) -> None:
    said = with_newest("Is the bridge to Storholm open?", live, *quoted)
    assert said.statements[0].text == ENTRIES[4]
    assert {s.text for s in said.statements} == {ENTRIES[4], *quoted}
    assert [note.code for note in said.notes] == [NoteCode.NEWEST_ENTRY]
    assert "1:40" in (said.note or "")


def test_an_entry_that_is_the_newest_already_needs_no_note() -> None:
    given = answer("How many homes have power?", LIVE[0], ENTRIES[3])
    assert newest_states_first(given, lambda _: LIVE[0]) == given
    assert entries(article("a.md", "A", "**Correction:** none.\n\nAt 9:30 it rained.")) == []


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What is the latest on the bridge?", "the bridge"),
        ("Any news about the tram of Lom?", "the tram of Lom"),
        ("How do things stand with the quay?", "the quay"),
        ("latest updates on the flood", "the flood"),
        ("What is the latest toll of the flood?", None),
        ("What is the news agency of Lom called?", None),
        ("Who reads the news on Radio Lom?", None),
    ],
)
def test_the_latest_on_something(question: str, topic: str | None) -> None:
    assert topic_of(question) == topic

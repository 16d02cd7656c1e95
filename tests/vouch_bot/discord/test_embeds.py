"""Replies as cards: what they say, and that nothing takes them past Discord's limits."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vouch_bot.discord.hostile import (
    ATTACKS,
    hostile_text,
    live_markup,
    texts_of,
    units,
    within_limits,
)
from tests.vouch_bot.discord.scripted import OTHER, Around, Line, answer, quote, refusal
from vouch.types import (
    Answer,
    AnswerForm,
    Citation,
    Note,
    NoteCode,
    Part,
    Quote,
    Refusal,
    Reply,
    Source,
    Statement,
)
from vouch_bot.discord.embeds import Card, draft_embed, reply_cards, when
from vouch_bot.discord.listing import sources_page
from vouch_bot.discord.passages import passage_pages

_words = hostile_text.filter(str.strip)


@st.composite
def _sources(draw: st.DrawFn) -> Source:
    maybe = st.none() | hostile_text
    url = st.sampled_from([None, *ATTACKS, "https://ok.example/a", "https://ok.example/b"])
    return Source(draw(_words), draw(_words), draw(maybe), draw(maybe), draw(url))


@st.composite
def _quotes(draw: st.DrawFn) -> Quote:
    text = draw(_words) * draw(st.sampled_from([1, 1, 40]))
    start = draw(st.integers(0, 10_000))
    page = draw(st.none() | st.integers(1, 900))
    return Quote(draw(_sources()), text, start, start + len(text), page, draw(st.integers(1, 999)))


@st.composite
def _answers(draw: st.DrawFn) -> Answer:
    quotes = draw(st.lists(_quotes(), min_size=1, max_size=8))
    statements = []
    for number, cited in enumerate(quotes, start=1):
        text = draw(st.just(cited.text) | _words)
        low = draw(st.integers(0, len(text) - 1))
        high = draw(st.integers(low + 1, len(text)))
        span = draw(st.none() | st.just((low, high)))
        statements.append(Statement(text, (number,), span))
    citations = tuple(Citation(number, cited) for number, cited in enumerate(quotes, start=1))
    noted = draw(st.none() | hostile_text.filter(str.strip))
    notes = (Note(NoteCode.CONFLICT, noted),) if noted else ()
    parts: tuple[Part, ...] = ()
    if draw(st.booleans()):  # a message of two questions, the second unanswered
        answered = Part(draw(_words), tuple(range(len(quotes))))
        parts = (answered, Part(draw(_words), (), draw(_words)))
    opening = draw(st.none() | _words)
    form = draw(st.sampled_from(AnswerForm))
    return Answer(
        draw(_words), tuple(statements), citations, notes, opening=opening, form=form, parts=parts
    )


@st.composite
def _refusals(draw: st.DrawFn) -> Refusal:
    nearest = tuple(draw(st.lists(_quotes(), max_size=3)))
    reason = draw(_words) * draw(st.sampled_from([1, 200]))
    asked = tuple(draw(st.lists(_words, max_size=2)))
    return Refusal(draw(_words), reason, nearest, suggestions=asked)


def _harmless(cards: tuple[Card, ...]) -> None:
    for card in cards:
        assert within_limits(card.embed)
        assert [live_markup(text) for text in texts_of(card.embed)] == [[]] * len(
            texts_of(card.embed)
        )
        assert len(card.links) <= 10
        assert all(link.url.startswith("https://ok.example/") for link in card.links)
        assert all(units(link.label) <= 80 for link in card.links)


@settings(max_examples=60, deadline=None)
@given(st.one_of(_answers(), _refusals()))
def test_no_reply_breaks_a_card(reply: Reply) -> None:
    _harmless(reply_cards(reply, 7))


@settings(max_examples=30, deadline=None)
@given(_answers())
def test_no_draft_breaks_a_card(answer: Answer) -> None:
    _harmless((Card(draft_embed(answer)),))


@settings(max_examples=60, deadline=None)
@given(st.one_of(_answers(), _refusals()), hostile_text, hostile_text)
def test_no_passage_breaks_a_card(reply: Reply, before: str, after: str) -> None:
    around = {1: Around(before * 30, after * 30), 2: None, 3: Around("", "")}
    for page in passage_pages(reply, around):
        assert within_limits(page.embed)
        assert not any(live_markup(text) for text in texts_of(page.embed))


@settings(max_examples=60, deadline=None)
@given(st.lists(_sources(), max_size=12), hostile_text)
def test_no_list_of_articles_breaks_a_card(found: list[Source], text: str) -> None:
    lines = [Line(one.path, one.title, one.date, one.author, "javascript:x") for one in found]
    for shown in (sources_page(lines, "", 0), sources_page(lines, text, 9)):
        assert within_limits(shown.embed)
        assert not any(live_markup(text) for text in texts_of(shown.embed))


@pytest.mark.parametrize("count", [1, 30, 120])
def test_one_statement_on_many_citations_is_spread_over_pages(count: int) -> None:
    citations = tuple(Citation(number, quote()) for number in range(1, count + 1))
    numbers = tuple(range(1, count + 1))
    cards = reply_cards(Answer("q", (Statement("All agree.", numbers),), citations), 1)
    assert all(within_limits(card.embed) for card in cards)
    named = [field.name for card in cards for field in card.embed.fields]
    assert named == [rf"\[{number}\] The bridge is open" for number in numbers]


def test_the_answer_is_bold_and_numbered() -> None:
    text = reply_cards(answer("q"))[0].embed.description or ""
    assert text == (
        "According to *The bridge is open* (24 August 2025):\n"
        r"“**The new bridge** opened on 24 August 2025, the mayor said.” \[1\]"
    )


def test_each_statement_names_its_article_where_there_are_several() -> None:
    text = reply_cards(answer("q", quote(), quote(OTHER)))[0].embed.description or ""
    assert "According to *The bridge is open* (24 August 2025):\n“**The new bridge**" in text
    assert "According to *Bridge delayed* (July 2025):\n“**The new bridge**" in text


def test_an_article_is_named_once_for_statements_in_a_row() -> None:
    text = reply_cards(answer("q", quote(), quote()))[0].embed.description or ""
    assert text.count("According to") == 1


def test_only_an_articles_own_words_stand_in_quotation_marks() -> None:
    cited = (Citation(1, quote()),)
    written = Answer("q", (Statement("It opened in August 2025.", (1,)),), cited)
    embed = reply_cards(written)[0].embed
    text = embed.description or ""
    assert text.endswith("\nIt opened in August 2025. " + r"\[1\]")
    assert "“" not in text
    assert embed.fields[0].value == (
        "“The new bridge opened on 24 August 2025, the mayor said.”\n"
        "24 August 2025 · Jo Doe · line 1"
    )


def test_answer_refusal_and_disagreement_have_their_own_colours() -> None:
    replies = (answer("q"), refusal("q"), answer("q", quote(), quote(OTHER), note="They differ."))
    assert len({reply_cards(reply)[0].embed.colour for reply in replies}) == 3


def test_a_refusal_names_no_source() -> None:
    embed = reply_cards(refusal("q", quote()))[0].embed
    assert not embed.fields
    assert not any("bridge" in text for text in texts_of(embed))


def test_a_link_is_named_by_its_host_not_by_a_title_that_may_lie() -> None:
    liar = replace(quote().source, title="https://bank.example", url="https://evil.example/")
    links = reply_cards(answer("q", quote(liar)))[0].links
    assert [(link.label, link.url) for link in links] == [
        ("[1] evil.example", "https://evil.example/")
    ]


def test_an_article_with_nothing_to_see_in_its_title_is_named_by_its_path() -> None:
    blank = replace(quote().source, title="\u200b\u2060")
    assert reply_cards(answer("q", quote(blank)))[0].embed.fields[0].name == (
        r"\[1\] news/bridge.md"
    )


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2025-08-24", "24 August 2025"),
        ("2025-08", "August 2025"),
        ("2025", "2025"),
        ("2025-13-01", "2025-13-01"),
        ("last-week", "last-week"),
    ],
)
def test_dates_are_put_in_words(iso: str, words: str) -> None:
    assert when(iso) == words


def test_each_question_of_a_message_stands_over_its_answer_or_the_reason_why_not() -> None:
    reply = answer("The bridge opens in June.")
    parts = (Part("When does it open?", (0,)), Part("Who pays?", (), "No passage says who."))
    (card,) = reply_cards(replace(reply, parts=parts, opening="Two questions:"))
    assert card.embed.description is not None
    lines = card.embed.description.split("\n")
    found = [line for line in lines if line.startswith(("Two", "**When", "**Who", "🚫"))]
    assert found == [
        "Two questions:",
        "**When does it open?**",
        "**Who pays?**",
        "🚫 No passage says who.",
    ]


def test_a_refusal_shows_what_could_be_asked() -> None:
    (card,) = reply_cards(replace(refusal("Who?"), suggestions=("What did *Ann* say?",)))
    assert card.embed.description is not None
    assert card.embed.description.endswith("You could ask:\n- What did \\*Ann\\* say?")

"""Follow-up questions made to stand alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.conversation import Turn, standalone
from vouch.conversation.rewrite import attempts, forms
from vouch.text.tokens import content_words

ZELENSKYY = Turn(
    "What did Zelenskyy say about Donetsk?",
    "Zelenskyy said that Ukraine will not give up Donetsk, rejecting Putin's demand.",
)
PRIZE = Turn(
    "Who won the Nobel Peace Prize in 2023?",
    "Narges Mohammadi won the Nobel Peace Prize in 2023.",
)


def asked(*questions: str) -> list[Turn]:
    return [Turn(question, "") for question in questions]


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        ([ZELENSKYY], "What else did he say?", "What else did Zelenskyy say?"),
        ([ZELENSKYY], "How old is he?", "How old is Zelenskyy?"),
        ([ZELENSKYY], "What are his demands?", "What are Zelenskyy's demands?"),
        ([ZELENSKYY], "What did Trump say about it?", "What did Trump say about Donetsk?"),
        ([PRIZE], "Where was she born?", "Where was Narges Mohammadi born?"),
        ([PRIZE], "And who won it in 2022?", "Who won the Nobel Peace Prize in 2022?"),
        (
            asked("What is the Vision Pro?"),
            "how much does it cost",
            "How much does the Vision Pro cost?",
        ),
        (
            asked("Where did Trump and Putin meet?"),
            "When did they meet?",
            "When did Trump and Putin meet?",
        ),
        (
            asked("What is the war in Ukraine about?"),
            "When did the war start?",
            "When did the war start (Ukraine)?",
        ),
        (
            asked("Who led the Quit India Movement?"),
            "When did this movement end?",
            "When did this movement end (the Quit India Movement)?",
        ),
    ],
)
def test_a_pronoun_becomes_what_it_stands_for(
    history: list[Turn], question: str, expected: str
) -> None:
    assert forms(question, history)[0] == expected


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        (PRIZE.question, "And in 2024?", "Who won the Nobel Peace Prize in 2024?"),
        (
            "Did Russia attack Kyiv on Thursday?",
            "And on Friday?",
            "Did Russia attack Kyiv on Friday?",
        ),
        (
            "Did Russia attack Kyiv on Thursday?",
            "What about Odesa?",
            "Did Russia attack Odesa on Thursday?",
        ),
        ("What does Poland want?", "what about Ukraine?", "What does Ukraine want?"),
        (
            "What does Rutte think of the ceasefire?",
            "And of the sanctions?",
            "What does Rutte think of the sanctions?",
        ),
        (
            "How much leave do employees get?",
            "And for part-time workers?",
            "How much leave do employees get for part-time workers?",
        ),
        ("Did Putin reject the ceasefire?", "Why?", "Why did Putin reject the ceasefire?"),
        ("Who won the election?", "When was that?", "Who won the election, and when?"),
        ("What did Macron announce?", "What else?", "What else did Macron announce?"),
        ("What is photosynthesis?", "Tell me more", "Tell me more about photosynthesis."),
    ],
)
def test_a_short_follow_up_turns_the_last_question(
    before: str, question: str, expected: str
) -> None:
    assert standalone(question, asked(before)) == expected


@pytest.mark.parametrize(
    ("before", "question", "told"),
    [
        (
            "How many weeks of parental leave do employees get?",
            "Are there any exceptions to this?",
            "parental leave",
        ),
        (
            "What are the side effects of ibuprofen?",
            "And paracetamol?",
            "side effects of ibuprofen",
        ),
        ("Where did Trump and Putin meet?", "Who else was there?", "Putin"),
        ("What did the Kremlin announce?", "Is that true?", "Kremlin"),
    ],
)
def test_what_cannot_be_replaced_is_told_at_the_end(before: str, question: str, told: str) -> None:
    form = standalone(question, asked(before))
    assert told in form
    assert set(content_words(question)) <= set(content_words(form))


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football World Cup in 2018?",
        "What did Trump say about his plan?",
        "Is Herpes a lethal disease and how is it transmitted?",
        "Is it true that Hamas replied?",
        "How long does it take to fly to Alaska?",
        "How do companies hire their employees?",
        "What happened in Alaska this week?",
        "Are there ministers who say that sanctions work?",
        "why do  municipalities issue bonds",
        "thanks!",
        "",
        "  ",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(question: str) -> None:
    assert standalone(question, [ZELENSKYY, PRIZE]) == question


def test_a_follow_up_of_a_follow_up_goes_back_to_the_one_before() -> None:
    history = asked("What is the Vision Pro?", "how much does it cost")
    assert standalone("And in Germany?", history) == "How much does the Vision Pro cost in Germany?"


def test_who_acts_is_not_him_and_the_day_is_told() -> None:
    assert standalone("Did Zelenskyy agree with him?", asked("What did Rutte say?")) == (
        "Did Zelenskyy agree with Rutte?"
    )
    form = standalone("How many died on that day?", asked("What happened on 7 October 2023?"))
    assert "7 October 2023" in form


def test_what_leans_without_a_sign_is_also_asked_with_what_was_spoken_of() -> None:
    history = asked("Did Russia attack Kyiv on Thursday?")
    alone, carried = attempts("How many people were killed?", history)
    assert alone == "How many people were killed?"
    assert "Kyiv, Thursday" in carried


def test_a_bridge_is_no_person() -> None:
    history = asked("When will the Kingsreach Bridge open?")
    form = standalone("What did she say about it?", history)
    assert form == "What did she say about the Kingsreach Bridge?"


def test_he_is_not_a_country_and_it_is_not_a_person() -> None:
    history = asked("What did Macron say about Ukraine?")
    assert standalone("Did he visit it?", history) == "Did Macron visit Ukraine?"


def test_a_person_that_only_the_reply_names_is_found() -> None:
    history = [Turn("Who is the viceroy?", "The viceroy at that time was Lord Linlithgow.")]
    assert forms("what did he do?", history)[0] == "What did Lord Linlithgow do?"


questions = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            "and what about did he she it they this that those why when in 2024 the Putin Kyiv war "
            "of Ukraine there then more else ? . ' any is was not".split()
        ),
        max_size=9,
    ).map(" ".join),
)


@given(questions)
def test_the_first_question_is_never_changed(question: str) -> None:
    assert standalone(question, []) == question


@given(questions, st.lists(st.builds(Turn, questions, questions), max_size=4))
def test_any_conversation_gives_a_question_that_stays_as_it_is_without_it(
    question: str, history: list[Turn]
) -> None:
    form = standalone(question, history)
    assert bool(form.strip()) == bool(question.strip())
    assert (
        len(form) <= len(question) + 4 * sum(len(t.question) + len(t.answer) for t in history) + 80
    )

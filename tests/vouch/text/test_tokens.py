"""Terms, stems, names and numbers of a question."""

import pytest

from vouch.text.tokens import content_words, names, numbers, stems, words


def test_words_fold_case_accents_dots_and_possessives() -> None:
    assert words("The U.S. and NATO’s café") == ["the", "us", "and", "nato", "cafe"]


def test_content_words_leave_out_the_question_itself() -> None:
    assert content_words("What did Macron say about the troops?") == ["macron", "troops"]


def test_stems_bring_forms_together() -> None:
    assert stems("sending troops") == stems("send troop")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Macron say about sending troops?", ["Macron"]),
        ("How old is Giuseppe Cavo Dragone?", ["Giuseppe Cavo Dragone"]),
        ("Is NATO’s plan ready in Ukraine?", ["NATO", "Ukraine"]),
        ("NATO said what?", ["NATO"]),
        ("Troops were sent when?", []),
        ("what did macron say", []),
        ("WHAT DID MACRON SAY", []),
        ("Emmanuel Macron said what?", ["Emmanuel Macron"]),
        ("Does Özil, or Łucja Żak, know Ελένη Παππά?", ["Özil", "Łucja Żak", "Ελένη Παππά"]),
        ("ÉMILE WAS WHERE", []),
    ],
)
def test_names_are_runs_of_capitalised_words(question: str, expected: list[str]) -> None:
    assert names(question) == expected


def test_numbers_lose_their_separators() -> None:
    assert numbers("Were 1,200 sent in 2024, or 3.5?") == ["1200", "2024", "3.5"]

"""Which texts are not in English."""

import pytest

from vouch.text.other_languages import UNKNOWN, calendar_words, other_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Wer eröffnete den Hafen in Norddeich?", "de"),
        ("Was hat die neue Brücke gekostet?", "de"),
        ("Qui a inauguré le pont de la Marne ?", "fr"),
        ("¿Quién inauguró el puente?", "es"),
        ("Quanto è costato il ponte di Harrow?", "it"),
        ("Quem abriu a ponte em Harrow?", "pt"),
        ("Wie heeft de brug geopend?", "nl"),
        ("Vem öppnade bron i Harrow?", "sv"),
        ("Hvem åpnet broen i Harrow?", "no"),
        ("Kiedy zamyka się basen w Dale?", "pl"),
        ("Кто открыл мост в Харроу?", "ru"),
        ("誰が橋を開きましたか？", UNKNOWN.code),
        ("Ποιος άνοιξε τη γέφυρα;", UNKNOWN.code),
    ],
)
def test_questions_in_other_languages(text: str, code: str) -> None:
    language = other_language(text)
    assert language is not None
    assert language.code == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Was child labour common in the colonies?",
        "Who founded Les Deux Magots de la Rue?",
        "What is Das Boot about?",
        "Is Sigur Rós on tour in Mexico?",
        "harbour norddeich cost",
        "Hallo",
        "The mayor of La Paz opened the Museo de la Coca on Monday, and it was full.",
    ],
)
def test_what_is_in_english_or_may_be(text: str) -> None:
    assert other_language(text) is None


def test_months_and_days() -> None:
    assert {"marz", "montag"} <= calendar_words("de")
    assert {"aout", "lundi"} <= calendar_words("fr")
    assert calendar_words(UNKNOWN.code) == frozenset()

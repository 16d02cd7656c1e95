"""Answers in other languages: only where all words of a question stand in a passage."""

import pytest

from tests.vouch.making import candidate, reading
from vouch.answer.evident import Elsewhere, evident_readings
from vouch.text.other_languages import other_language

HARBOUR = (
    "Der neue Hafen in Norddeich kostet 12 Millionen Euro. Bürgermeisterin Anke Janßen eröffnete "
    "ihn am 3. Mai. Die Fähren fahren stündlich nach Juist. Im Hafen liegen 40 Boote. Der "
    "Hafenmeister heißt Jens Petersen."
)
BRIDGE = (
    "Le pont de la Marne a rouvert lundi. Le maire, Luc Ferrand, a inauguré l'ouvrage, qui a coûté "
    "8 millions d'euros."
)


def quoted(question: str, text: str) -> str | None:
    """The sentence that is found to answer, the reader saying that each may."""
    found = candidate(text, "a.txt")
    said = reading(0.7, *(0.5 for _ in found.passage.sentences))
    (weighed,), _ = evident_readings(question, other_language(question), [found], [said])
    if weighed.support < 0.7:
        return None
    best = max(range(len(weighed.sentences)), key=weighed.sentences.__getitem__)
    return found.passage.sentence(found.passage.sentences[best])


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Wer eröffnete den Hafen in Norddeich?", HARBOUR, "Anke Janßen"),
        ("Wann wurde der Hafen eröffnet?", HARBOUR, "3. Mai"),
        ("Wie viele Boote liegen im Hafen?", HARBOUR, "40"),
        ("Wie hoch ist der Hafen?", HARBOUR, None),
        ("Wie heißt der Hafenmeister?", HARBOUR, "Jens Petersen"),
        ("Combien a coûté le pont de la Marne ?", BRIDGE, "8 millions"),
        ("Quand le pont a-t-il rouvert ?", BRIDGE, "lundi"),
        ("Qui a inauguré le pont ?", BRIDGE, "Luc Ferrand"),
        ("Wer ist der Bürgermeister von Hamburg?", HARBOUR, None),
        ("Wer hat die Bürgermeisterin gewählt?", HARBOUR, None),
        ("Was kosten die Fähren nach Juist?", HARBOUR, None),
        ("Warum wurde der Hafen eröffnet?", HARBOUR, None),
        ("Qui a construit le pont de la Marne ?", BRIDGE, None),
        ("Wer eröffnete die Brücke?", BRIDGE, None),
        ("Who opened the harbour of Norddeich?", HARBOUR, None),
    ],
)
def test_a_sentence_answers_that_has_all_words(
    question: str, text: str, expected: str | None
) -> None:
    said = quoted(question, text)
    assert (expected is None and said is None) or (expected and expected in (said or ""))


def test_it_is_told_what_is_not_in_english() -> None:
    german, english = candidate(HARBOUR, "a.txt"), candidate("The inn is open.", "b.txt")
    for question, found, expected in (
        ("Wer wohnt in dem Haus?", english, Elsewhere.QUESTION),
        ("Who lives in the house?", german, Elsewhere.PASSAGES),
        ("Who lives in the house?", english, None),
    ):
        said = reading(0.2, *(0.1 for _ in found.passage.sentences))
        language = other_language(question)
        assert evident_readings(question, language, [found], [said])[1] is expected

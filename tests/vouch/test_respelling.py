"""Names that are typed with a slip are looked for as the articles write them."""

import pytest

from vouch.assistant import Assistant
from vouch.index import Snapshot, open_index
from vouch.respelling import respelled
from vouch.settings import Settings
from vouch.types import Answer, NoteCode


@pytest.fixture(scope="module")
def snapshot(shipped: Settings) -> Snapshot:
    return open_index(shipped).snapshot()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("When does the Kingsreech Bridge open?", "When does the Kingsreach Bridge open?"),
        ("when does the kingsraech bridge open", "when does the Kingsreach bridge open"),
        ("When does the Kingreach Bridge open?", "When does the Kingsreach Bridge open?"),
        ("When does the Kingsreachh Bridge open?", "When does the Kingsreach Bridge open?"),
    ],
)
def test_a_slip_in_a_name_is_mended(snapshot: Snapshot, typed: str, written: str) -> None:
    found = respelled(typed, snapshot)
    assert found.question == written
    assert [name for _, name in found.mended] == ["Kingsreach"]


@pytest.mark.parametrize(
    "question",
    [
        "When does the Kingsreach Bridge open?",
        "When does the Queensreach Bridge open?",  # another name
        "Is Tam clean?",  # too short to tell
        "Where are the brigdes?",  # no name
        "",
    ],
)
def test_what_is_no_slip_in_a_name_is_left(snapshot: Snapshot, question: str) -> None:
    assert respelled(question, snapshot).mended == ()


def test_the_answer_says_for_which_name_it_stands(shipped: Settings) -> None:
    reply = Assistant.from_settings(shipped).ask("When will the Kingsreech Bridge open?")
    assert isinstance(reply, Answer)
    notes = {note.code: note.text for note in reply.notes}
    assert notes[NoteCode.RESPELLED] == (
        "No article mentions Kingsreech; this is about Kingsreach."
    )

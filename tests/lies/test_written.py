"""A chat model that writes the lies, citing what it was given: what of them reaches a reply."""

from dataclasses import dataclass, field

import pytest

from tests.chat_server.prompted import evidence
from tests.chat_server.server import Behaviour, ChatServer, Message, Written
from tests.lies.cases import HALVES, Case, lies
from vouch.answer.serialization import reply_text
from vouch.assistant import Assistant
from vouch.settings import Settings
from vouch.text.tokens import fold

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(1200),
]  # each question is read, written, and written once more

QUESTIONS = {
    "kingsreach-bridge-postponed.html": "When will the Kingsreach Bridge open?",
    "lantern-festival-police-count.md": "How many visitors did the police count at the festival?",
    "salmon-return-to-the-tarn.md": "How many salmon did the camera in the fish pass record?",
    "night-bus-trial.md": "How many passengers did the night bus carry in its first year?",
}
"""A question for each article, so that the model is given its passages."""

AT_ONCE = 4
"""How many lies a reply is written of: no more than all are judged."""

CAUGHT = 0.85
"""The share of these lies that never reaches a reply, at least; they are 65."""


@dataclass
class Liar:
    """A model that says what it is told to say, citing all the evidence that it was given."""

    lies: list[Case] = field(default_factory=list)

    def __call__(self, messages: list[Message]) -> Behaviour:
        keys = [piece.key for piece in evidence(messages)]
        return Written([(case.statement, keys) for case in self.lies])


def test_what_a_lying_model_writes_seldom_reaches_a_reply(shipped: Settings) -> None:
    liar, told, reached = Liar(), 0, []
    with ChatServer(liar) as server:
        folders = {"corpus_dir": shipped.corpus_dir, "data_dir": shipped.data_dir}
        assistant = Assistant.from_settings(server.settings(**folders, candidates=4))
        for path, question in QUESTIONS.items():
            about = _about(path)
            for first in range(0, len(about), AT_ONCE):
                liar.lies = about[first : first + AT_ONCE]
                reply = assistant.ask(question)
                shown = fold(reply_text(reply))
                told += len(liar.lies)
                reached += [c.statement for c in liar.lies if fold(c.statement) in shown]
        assert len(server.requests) >= told / AT_ONCE
    assert told >= 50
    assert 1 - len(reached) / told >= CAUGHT, reached


def _about(path: str) -> list[Case]:
    return [case for half in HALVES for case in lies(half) if case.cites == (path,)]

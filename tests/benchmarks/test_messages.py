"""The router on messages that it was not trained on."""

from benchmarks.messages import group, read
from training.route import examples
from vouch.conversation.router import load_router
from vouch.embedding import PACKAGED_MODEL, Embedder
from vouch.text.small_talk import core


def test_nearly_every_message_gets_its_kind_and_no_question_is_lost() -> None:
    router, embedder = load_router(), Embedder(PACKAGED_MODEL)
    rows = read()
    assert len(rows) == 150
    trained = {message.strip(" ?.!").casefold() for _, message in examples()}
    right = 0
    for kind, _, message in rows:
        text = core(message)
        found = router.route(message, embedder.embed_query(text) if text else None).kind
        right += group(found) == kind
        assert not (kind == "question" and found.chat), message
        assert not message or message.strip(" ?.!").casefold() not in trained
    assert right / len(rows) >= 0.97

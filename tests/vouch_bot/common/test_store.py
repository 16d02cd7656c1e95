"""What the bot remembers, also in another process and after a restart."""

import sqlite3
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.vouch_bot.discord.scripted import answer, quote, refusal
from tests.vouch_bot.discord.test_embeds import _answers, _refusals
from vouch.errors import StoreError
from vouch.types import Answer, Refusal
from vouch_bot.common import records
from vouch_bot.common.conversations import MAX_TURNS, Conversations
from vouch_bot.common.database import Database
from vouch_bot.common.policy import Rules, ThreadMode
from vouch_bot.common.store import Asked, Store


@settings(max_examples=40, deadline=None)
@given(_answers())
def test_an_answer_is_kept_whole(reply: Answer) -> None:
    assert records.from_json("answer", records.to_json(reply)) == reply


@settings(max_examples=40, deadline=None)
@given(_refusals())
def test_a_refusal_is_kept_whole(reply: Refusal) -> None:
    assert records.from_json("refusal", records.to_json(reply)) == reply


def test_everything_outlives_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "discord.sqlite3"
    rules = Rules(frozenset({1, 2}), frozenset({3}), 9, True, ThreadMode.OFF, 4, 5)
    first = Database(path)
    number = Store(first).keep(Asked("q?", 7, 8, 9), answer("q?"))
    Store(first).vote(number, 7, -1)
    Store(first).set_rules(9, rules)
    Conversations(first, 1).go_on(8, number)
    first.close()
    store = Store(Database(path))
    assert store.rules(9) == rules
    kept = store.kept(number)
    assert kept is not None
    assert kept.reply == answer("q?")
    assert kept.asked == Asked("q?", 7, 8, 9)
    assert kept.down == 1
    assert Conversations(Database(path), 1).last_reply(8) == number


def test_refused_questions_are_listed(tmp_path: Path) -> None:
    store = Store(Database(tmp_path / "d"))
    store.keep(Asked("a?", 1, 1), refusal("a?", quote()))
    store.keep(Asked("b?", 1, 1), answer("b?"))
    assert [kept.asked.question for kept in store.refused()] == ["a?"]


def test_a_history_is_the_chain_of_replies_and_no_longer_than_a_few_turns(tmp_path: Path) -> None:
    database = Database(tmp_path / "d")
    store, conversations = Store(database), Conversations(database, 24)
    last = None
    for number in range(MAX_TURNS + 3):
        asked = Asked(f"question {number}", 1, 1, parent=last)
        last = store.keep(asked, answer("q") if number % 2 else refusal("q"))
        store.keep(Asked("of someone else", 2, 1), answer("q"))
    history = conversations.history(last)
    assert [turn.question for turn in history] == [f"question {n}" for n in range(3, 9)]
    assert history[-1].answer == "No article mentions Atlantis."
    assert history[-2].answer.startswith("The new bridge opened")


def test_what_is_forgotten_is_gone_from_the_file(tmp_path: Path) -> None:
    now = [0.0]
    database = Database(tmp_path / "d")
    store = Store(database, lambda: now[0])
    conversations = Conversations(database, 1, lambda: now[0])
    first = store.keep(Asked("a", 1, 5), answer("a"))
    second = store.keep(Asked("b", 1, 5, parent=first), answer("b"))
    conversations.go_on(5, second)
    now[0] = 3_601
    conversations.forget()
    kept = store.kept(second)
    assert kept is not None
    assert kept.asked.parent is None
    now[0] = 0
    assert conversations.last_reply(5) is None
    assert conversations.holds(5)


def test_dropping_old_replies_takes_their_votes_and_spares_the_rest(tmp_path: Path) -> None:
    now = [0.0]
    database = Database(tmp_path / "d")
    store = Store(database, lambda: now[0])
    old = store.keep(Asked("old", 1, 5), answer("a"))
    store.vote(old, 1, 1)
    now[0] = 50 * 86_400
    new = store.keep(Asked("new", 1, 5, parent=old), answer("a"))
    assert store.drop_before(30) == 1
    assert store.kept(old) is None
    assert store.voted() == []
    kept = store.kept(new)
    assert kept is not None
    assert kept.asked.parent is None


def test_many_threads_may_write_at_once(tmp_path: Path) -> None:
    store = Store(Database(tmp_path / "d"))
    number = store.keep(Asked("q", 1, 1), answer("q"))

    def write(person: int) -> None:
        for _ in range(5):
            store.keep(Asked("q", person, 1), answer("q"))
        store.vote(number, person, 1)

    threads = [threading.Thread(target=write, args=(person,)) for person in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.kept(number)
    assert kept is not None
    assert kept.up == 8


def test_a_file_that_is_no_database_is_a_plain_error(tmp_path: Path) -> None:
    path = tmp_path / "discord.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        Database(path)


def test_a_file_of_another_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "discord.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError, match="newer version"):
        Database(path)

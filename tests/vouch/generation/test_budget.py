"""Tokens for each reply and each day."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vouch.generation.budget import DailyTokens, Spending, estimated
from vouch.generation.failures import ChatModelError


def test_what_is_reserved_is_settled_by_what_was_spent(tmp_path: Path) -> None:
    daily = DailyTokens(tmp_path / "count.db", 1000)
    spending = Spending(800, daily)
    spending.reserve(700)
    assert daily.spent() == 700
    spending.settle(700, 100, 20, guessed=False)
    assert daily.spent() == 120
    assert spending.to_json() == {
        "requests": 1,
        "prompt_tokens": 100,
        "output_tokens": 20,
        "estimated": False,
        "day": 120,
    }


def test_neither_a_reply_nor_a_day_goes_over_its_limit(tmp_path: Path) -> None:
    daily = DailyTokens(tmp_path / "count.db", 1000)
    spending = Spending(800, daily)
    with pytest.raises(ChatModelError, match="TOKENS_PER_REPLY"):
        spending.reserve(801)
    spending.reserve(800)
    with pytest.raises(ChatModelError, match="TOKENS_PER_DAY"):
        Spending(800, daily).reserve(300)
    assert daily.spent() == 800


def test_a_restart_forgets_nothing_and_another_day_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "count.db"
    DailyTokens(path, 1000).reserve(900)
    assert DailyTokens(path, 1000).spent() == 900
    with sqlite3.connect(path) as database:
        database.execute("UPDATE spent SET day = '2020-01-01'")
    assert DailyTokens(path, 1000).spent() == 0
    DailyTokens(path, 1000).reserve(1000)


def test_those_who_count_together_lose_nothing(tmp_path: Path) -> None:
    def spend(_: int) -> int:
        daily = DailyTokens(tmp_path / "count.db", 50)
        try:
            daily.reserve(3)
        except ChatModelError:
            return 0
        daily.settle(3, 2)
        return 2

    with ThreadPoolExecutor(8) as pool:
        spent = sum(pool.map(spend, range(40)))
    assert DailyTokens(tmp_path / "count.db", 50).spent() == spent <= 50
    assert spent >= 46


def test_an_estimate_is_rather_too_many() -> None:
    assert estimated(["one two three four"]) >= 4
    assert estimated([]) == 0

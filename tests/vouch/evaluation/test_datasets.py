"""Labelled files: what is read, and what is said of a broken one."""

import gzip
from pathlib import Path

import pytest

from tests.vouch.evaluation.conftest import Write
from vouch.evaluation.datasets import ClaimRecord, PassageRecord, QueryRecord, Record, read_records
from vouch.evaluation.errors import RecordsError

CLAIM = {"claim": "It rained.", "evidence": "Rain fell.", "supported": True}


@pytest.mark.parametrize("name", ["claims.jsonl", "claims.jsonl.gz"])
def test_a_file_is_read_plain_or_compressed(write: Write, name: str) -> None:
    path = write(name, CLAIM, "", {**CLAIM, "supported": False, "note": "of no concern"})
    assert read_records(path, ClaimRecord) == [
        ClaimRecord(claim="It rained.", evidence="Rain fell.", supported=True),
        ClaimRecord(claim="It rained.", evidence="Rain fell.", supported=False),
    ]


@pytest.mark.parametrize("field", ["query", "question", "claim"])
def test_a_query_may_be_called_a_question_or_a_claim(write: Write, field: str) -> None:
    path = write("queries.jsonl", {"id": "1", field: "who?", "relevant": ["a"]})
    assert read_records(path, QueryRecord)[0].query == "who?"


def test_a_byte_order_mark_is_no_part_of_the_first_record(write: Write) -> None:
    path = write("claims.jsonl", '\ufeff{"claim": "a", "evidence": "b", "supported": true}')
    assert len(read_records(path, ClaimRecord)) == 1


@pytest.mark.parametrize(
    ("kind", "broken", "told"),
    [
        (ClaimRecord, {"claim": "a", "supported": True}, "line 2: the field “evidence” is missing"),
        (ClaimRecord, {**CLAIM, "supported": "yes"}, "line 2: the field “supported” is wrong"),
        (ClaimRecord, {**CLAIM, "claim": "  "}, "line 2: the field “claim” is wrong"),
        (ClaimRecord, "{", "line 2: is not JSON"),
        (ClaimRecord, "[1]", "line 2: is not a JSON object"),
    ],
)
def test_a_broken_line_is_named_with_its_field(
    write: Write, kind: type[Record], broken: dict[str, object] | str, told: str
) -> None:
    path = write("claims.jsonl", CLAIM, broken)
    with pytest.raises(RecordsError) as raised:
        read_records(path, kind)
    assert told in raised.value.message
    assert str(path) in raised.value.message
    assert raised.value.mend


def test_answers_that_are_no_list_are_named(write: Write) -> None:
    record = {"question": "a", "passage": "b", "answerable": True, "answers": "c"}
    with pytest.raises(RecordsError, match="line 1: the field “answers” is wrong"):
        read_records(write("a.jsonl", record), PassageRecord)


def test_lines_are_counted_with_the_empty_ones(write: Write) -> None:
    with pytest.raises(RecordsError, match="line 4"):
        read_records(write("claims.jsonl", CLAIM, "", "", "{}"), ClaimRecord)


def test_a_file_without_records_a_missing_one_and_a_folder_are_told(
    write: Write, tmp_path: Path
) -> None:
    with pytest.raises(RecordsError, match="holds no record"):
        read_records(write("claims.jsonl", "", " "), ClaimRecord)
    with pytest.raises(RecordsError, match="does not exist"):
        read_records(tmp_path / "nowhere.jsonl", ClaimRecord)
    with pytest.raises(RecordsError, match="cannot be read"):
        read_records(tmp_path, ClaimRecord)


def test_a_damaged_archive_and_another_encoding_are_told(tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    cut.write_bytes(gzip.compress(b'{"claim": "a"}\n' * 1000)[:40])
    with pytest.raises(RecordsError, match="cannot be read"):
        read_records(cut, ClaimRecord)
    plain = tmp_path / "plain.jsonl.gz"
    plain.write_bytes(b"{}\n")
    with pytest.raises(RecordsError, match="cannot be read"):
        read_records(plain, ClaimRecord)
    latin = tmp_path / "latin.jsonl"
    latin.write_bytes(b'{"claim": "a", "evidence": "b", "supported": true}\n{"claim": "\xe9"}\n')
    with pytest.raises(RecordsError, match="line 2: is not UTF-8"):
        read_records(latin, ClaimRecord)

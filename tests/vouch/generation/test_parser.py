"""What a chat model has drafted, read while it comes."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vouch.generation.parser import Drafted, answer_schema, read_draft

KEYS = st.from_regex(r"[bcdfghjkmnpqrstvwxz]{3}[2-9]{3}", fullmatch=True)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="[]()<>", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=30,
).map(lambda word: f"A {word} is so.")
STATEMENTS = st.lists(
    st.tuples(TEXTS, st.lists(KEYS, min_size=1, max_size=3, unique=True)), min_size=1, max_size=5
)
Rows = list[tuple[str, list[str]]]


def as_json(rows: Rows) -> str:
    return json.dumps({"statements": [{"text": text, "keys": keys} for text, keys in rows]})


def as_lines(rows: Rows) -> str:
    return "\n".join(f"{text} [{', '.join(keys)}]" for text, keys in rows)


@given(STATEMENTS)
def test_both_forms_are_read_alike(rows: Rows) -> None:
    wanted = tuple(Drafted(" ".join(text.split()), tuple(keys)) for text, keys in rows)
    assert read_draft(as_json(rows), ended=True).statements == wanted
    assert read_draft(as_lines(rows), ended=True).statements == wanted


@given(STATEMENTS, st.booleans(), st.data())
def test_what_is_finished_stays_what_it_is(
    rows: Rows, structured: bool, data: st.DataObject
) -> None:
    text = as_json(rows) if structured else as_lines(rows)
    whole = read_draft(text, ended=True).statements
    cut = data.draw(st.integers(0, len(text)))
    so_far = read_draft(text[:cut], ended=False).statements
    assert so_far == whole[: len(so_far)]


def test_a_statement_is_there_as_soon_as_it_is_finished() -> None:
    text = as_json([("One.", ["kqf492"]), ("Two.", ["kqf492"])])
    assert len(read_draft(text[: text.index("}") + 1], ended=False).statements) == 1
    assert len(read_draft("One. [kqf492]\nTwo", ended=False).statements) == 1


@pytest.mark.parametrize(
    "said", ["NO ANSWER", " no answer.\n", '{"statements": []}', "**NO ANSWER**"]
)
def test_no_answer_stands_alone(said: str) -> None:
    draft = read_draft(said, ended=True)
    assert draft.no_answer
    assert draft.parsed
    assert not read_draft(said, ended=False).no_answer


@pytest.mark.parametrize(
    "said",
    [
        "The ferry sails at nine.",
        "NO ANSWER\nbut the ferry sails at nine.",
        '{"statements": "the ferry"}',
        '{"statements": [',
        '{"answer": "the ferry"}',
        "{",
        "[kqf492]",
        '{"statements": [{"text": "The ferry"}]}',
        "",
    ],
)
def test_what_has_not_the_form_is_no_draft(said: str) -> None:
    assert not read_draft(said, ended=True).parsed


@pytest.mark.parametrize(
    ("line", "text", "keys"),
    [
        ("- It sails. [kqf492]", "It sails.", ["kqf492"]),
        ("2) It sails [kqf492], they say [bcd234].", "It sails, they say.", ["kqf492", "bcd234"]),
        ("It sails (key: kqf492).", "It sails.", ["kqf492"]),
        ("It [sic] sails. [kqf492 bcd234]", "It [sic] sails.", ["kqf492", "bcd234"]),
    ],
)
def test_keys_are_taken_out_of_the_text(line: str, text: str, keys: list[str]) -> None:
    assert read_draft(line, ended=True).statements == (Drafted(text, tuple(keys)),)


def test_a_form_in_a_fence_or_after_a_preface_is_read() -> None:
    body = as_json([("It sails.", ["kqf492"])])
    for said in (f"```json\n{body}\n```", f"Here it is:\n{body}"):
        assert read_draft(said, ended=True).statements == (Drafted("It sails.", ("kqf492",)),)


def test_the_schema_lets_only_given_keys_be_cited() -> None:
    schema = answer_schema(["kqf492"], 3)
    rows = schema["properties"]["statements"]
    assert rows["maxItems"] == 3
    assert rows["items"]["properties"]["keys"]["items"]["enum"] == ["kqf492"]

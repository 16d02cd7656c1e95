"""What a chat model has drafted: statements with keys, read while they come."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from vouch.generation.evidence import KEY

NO_ANSWER = "NO ANSWER"
"""What a model writes, alone, where the evidence does not answer."""

LONGEST = 600
"""The most characters that a statement may have."""

MOST_KEYS = 4
"""The most keys that a statement is asked to cite."""

_ROWS = re.compile(r'"statements"\s*:\s*\[')
_GROUP = re.compile(rf"(?<!\s)\s*[\[(]\s*(?:key\W*)?({KEY}(?:[\s,;]+(?:and\s+)?{KEY})*)\s*[\])]")
_BULLET = re.compile(r"^\s*(?:[-*\u2022]|\d{1,2}[.)])\s+")
_FORM_OF_JSON = re.compile(r"^\s*(?:```\w*\s*)?\{")


class DraftedStatement(BaseModel):
    """One statement of the JSON object that `answer_schema` describes."""

    text: str
    keys: list[str]


class DraftedAnswer(BaseModel):
    """The JSON object that `answer_schema` describes."""

    statements: list[DraftedStatement]


def answer_schema(keys: Sequence[str], most: int) -> dict[str, Any]:
    """The JSON schema of an answer of at most `most` statements that cite `keys`.

    A server that holds its model to the schema makes even a weak one cite what
    was given, and come to an end.
    """
    statement = {
        "type": "object",
        "properties": {
            "text": {
                "type": "string",
                "description": "One sentence that says one thing, without the keys.",
                "maxLength": LONGEST,
            },
            "keys": {
                "type": "array",
                "description": "The keys of the evidence that the statement stands on.",
                "items": {"type": "string", "enum": list(keys)},
                "minItems": 1,
                "maxItems": MOST_KEYS,
            },
        },
        "required": ["text", "keys"],
    }
    return {
        "title": "Answer",
        "description": "An answer from the evidence; no statements where it does not answer.",
        "type": "object",
        "properties": {
            "statements": {"type": "array", "items": statement, "maxItems": most},
        },
        "required": ["statements"],
    }


@dataclass(frozen=True, slots=True)
class Drafted:
    """A statement as the model wrote it, and the keys that it cites, known or not."""

    text: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text drafts: its finished statements, or that there is no answer."""

    statements: tuple[Drafted, ...]
    no_answer: bool = False

    @property
    def parsed(self) -> bool:
        return self.no_answer or bool(self.statements)


def read_draft(text: str, *, ended: bool) -> Draft:
    """The draft in what a model has said so far; what is not finished is left out.

    `text` is a JSON object of the form of DraftedAnswer, or lines that each end
    with keys in brackets. A line without keys is no statement.
    """
    if _FORM_OF_JSON.match(text) or _ROWS.search(text):
        rows = list(_finished_rows(text))
        empty = ended and not rows and _is_whole(text)
        return Draft(tuple(row for row in map(_of_row, rows) if row), no_answer=empty)
    lines = text.splitlines(keepends=True)
    if not ended and lines and not lines[-1].endswith("\n"):
        lines.pop()
    told = [line.strip() for line in lines if line.strip()]
    if ended and len(told) == 1 and told[0].strip(" .\"'*`").upper() == NO_ANSWER:
        return Draft((), no_answer=True)
    return Draft(tuple(row for row in map(_of_line, told) if row))


def _finished_rows(text: str) -> Iterator[Any]:
    """Each row of the `statements` of a JSON object that has come to its end."""
    start = _ROWS.search(text)
    position = start.end() if start else len(text)
    decoder = json.JSONDecoder()
    while True:
        while position < len(text) and text[position] in ", \t\r\n":
            position += 1
        try:
            row, position = decoder.raw_decode(text, position)
        except ValueError:
            return
        yield row


def _is_whole(text: str) -> bool:
    body = text.strip().removeprefix("```json").strip("`").strip()
    try:
        DraftedAnswer.model_validate_json(body)
    except ValidationError:
        return False
    return True


def _of_row(row: Any) -> Drafted | None:
    try:
        statement = DraftedStatement.model_validate(row)
    except ValidationError:
        return None
    keys = [key for given in statement.keys for key in re.findall(KEY, given)]
    return _drafted(statement.text, keys)


def _of_line(line: str) -> Drafted | None:
    drafted = _drafted(_BULLET.sub("", line), [])
    return drafted if drafted and drafted.keys else None


def _drafted(text: str, keys: list[str]) -> Drafted | None:
    """The statement without the keys in its text, which count as cited; None without words."""
    inside = [key for match in _GROUP.finditer(text) for key in re.findall(KEY, match[1])]
    said = " ".join(_GROUP.sub("", text).split())
    if not any(character.isalnum() for character in said):
        return None
    return Drafted(said, tuple(dict.fromkeys([*keys, *inside])))

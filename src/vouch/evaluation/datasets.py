"""Labelled files: JSON lines, plain or gzipped, one record a line."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from vouch.evaluation.errors import RecordsError

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Record(BaseModel):
    """One line of a labelled file; fields that a measure does not know are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class PassageRecord(Record):
    """A question with a passage: does it answer, and with which of `answers`?"""

    question: Text
    passage: Text
    answerable: bool
    answers: Annotated[tuple[str, ...], Field(strict=False)] = ()
    title: str | None = None


class ClaimRecord(Record):
    """A claim with a text: is the claim supported by it?"""

    claim: Text
    evidence: Text
    supported: bool


class QuestionRecord(Record):
    """A question to the indexed articles.

    `sentences` are those that answer it; `source` is the path in the corpus of
    the article to be found for it.
    """

    question: Text
    answerable: bool
    sentences: Annotated[tuple[Text, ...], Field(strict=False)] = ()
    source: str | None = None


class DocumentRecord(Record):
    """A document of a corpus to be searched."""

    id: Text
    title: str = ""
    text: Text


class QueryRecord(Record):
    """A query with the ids of the documents that are relevant to it."""

    id: Text
    query: Annotated[Text, Field(validation_alias=AliasChoices("query", "question", "claim"))]
    relevant: Annotated[tuple[Text, ...], Field(min_length=1, strict=False)]


R = TypeVar("R", bound=Record)


def read_records(path: Path, kind: type[R]) -> list[R]:
    """The records of a `.jsonl` or `.jsonl.gz` file, in order; empty lines are passed over.

    Raises RecordsError where the file cannot be read, has no record, or has a
    line that is not a record of this kind: the message names line and field.
    """
    records = [_record(path, number, line, kind) for number, line in _lines(path)]
    if not records:
        raise RecordsError(path, " holds no record.")
    return records


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not empty, with their numbers from 1."""
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.decode("utf-8-sig")
    except FileNotFoundError:
        raise RecordsError(path, " does not exist.", "Name a .jsonl or .jsonl.gz file.") from None
    except UnicodeDecodeError:
        raise RecordsError(path, f", line {number}: is not UTF-8.") from None
    except (OSError, EOFError) as error:
        raise RecordsError(path, f" cannot be read: {error}.") from error


def _record(path: Path, number: int, line: str, kind: type[R]) -> R:
    where = f", line {number}: "
    try:
        values = json.loads(line)
    except ValueError as error:
        raise RecordsError(path, f"{where}is not JSON ({error}).") from None
    if not isinstance(values, dict):
        raise RecordsError(path, f"{where}is not a JSON object.")
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[0]
        field = ".".join(map(str, wrong["loc"]))
        problem = "is missing" if wrong["type"] == "missing" else f"is wrong: {wrong['msg']}"
        raise RecordsError(path, f"{where}the field “{field}” {problem}.") from None

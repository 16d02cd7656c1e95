"""Which row, and which cell, of a table a question asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vouch.reader.features import QuestionTerms
from vouch.retrieval import Candidate
from vouch.text.answer_types import Kind
from vouch.text.tokens import stems
from vouch.text.weekdays import weekdays
from vouch.types import BlockKind, Cell, Passage, Span

UNKNOWN = 0.34
"""The share of a question that may stand neither in a table nor above it."""

_QUALIFIER = re.compile(
    r"\b(?:in|at|for|with|without|during|after|before|to|by) (?:(?:the|an?) )?(\w+)", re.IGNORECASE
)


UNKNOWN_OF_CELL = 0.6
"""The same where a time is asked for, and both the row and the column are named."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows, by their sentences' places, that a question is about.

    They answer where it names their column too, or says nothing that is not
    there; `cell` is the one that answers, if it is one.
    """

    rows: frozenset[int]
    answers: bool
    cell: Span | None = None


def answering_rows(terms: QuestionTerms, candidate: Candidate, question: str) -> Rows | None:
    """The rows that a question names by their first cell, or by a value in a column it names.

    `question` is the whole one: its days and years name columns too. None where
    it names no row: then any may answer.
    """
    passage = candidate.passage
    rows = {
        n: part.cells
        for n, part in enumerate(passage.parts)
        if part.kind is BlockKind.ROW and len(part.cells) > 1
    }
    if not rows:
        return None
    asked = set(terms.weights)
    above = _above(candidate)
    keys = {n: set(stems(_words(passage, cells[0]))) - above for n, cells in rows.items()}
    most = max((len(keys[n] & asked) for n in rows), default=0)
    named = [n for n in rows if most and len(keys[n] & asked) == most]
    columns = _columns(question, rows[min(rows)])
    unknown = asked - above - _heads(rows[min(rows)]) - _day_stems(question)
    if not named:
        return _by_value(passage, rows, columns, unknown, asked, terms)
    unknown -= set().union(*(keys[n] for n in named))
    for n in named:
        unknown -= {s for cell in rows[n] for s in stems(_words(passage, cell))}
    lacking = _names(terms) | (_qualifiers(question) if columns else unknown)
    named_cell = columns and len(named) == 1 and terms.kind is Kind.TIME
    limit = UNKNOWN_OF_CELL if named_cell else UNKNOWN
    sure = _share(terms, unknown) <= limit and not unknown & terms.missing & lacking
    answers = sure and len(named) == 1
    column = _value_column(rows[named[0]], columns)
    cell = rows[named[0]][column] if answers and column is not None else None
    span = (cell.start, cell.end) if cell and cell.start < cell.end else None
    return Rows(frozenset(named), answers, span)


def _by_value(
    passage: Passage,
    rows: dict[int, tuple[Cell, ...]],
    columns: Sequence[int],
    unknown: set[str],
    asked: set[str],
    terms: QuestionTerms,
) -> Rows | None:
    """The rows with the value that is asked for in the one column that the question names."""
    if len(columns) != 1:
        return None
    column = columns[0]
    found = {
        n: shared
        for n, cells in rows.items()
        if column < len(cells) and (shared := set(stems(_words(passage, cells[column]))) & asked)
    }
    if not found or len(found) == len(rows):
        return None
    rest = unknown.difference(*found.values())
    answers = _share(terms, rest) <= UNKNOWN and not rest & _names(terms)
    cell = rows[next(iter(found))][column] if len(found) == 1 else None
    return Rows(frozenset(found), answers, (cell.start, cell.end) if cell else None)


def _columns(question: str, cells: Sequence[Cell]) -> list[int]:
    """The columns that a question names, by words of their heads or by days of the week."""
    asked, days = set(stems(question)), weekdays(question)
    by_day = [n for n, cell in enumerate(cells) if n and days & weekdays(cell.head)]
    if by_day:
        return by_day
    shared = [len(asked & set(stems(cell.head))) for cell in cells]
    most = max(shared[1:], default=0)
    return [n for n, found in enumerate(shared) if n and most and found == most]


def _value_column(cells: Sequence[Cell], columns: Sequence[int]) -> int | None:
    if len(columns) == 1 and columns[0] < len(cells):
        return columns[0]
    return 1 if len(cells) == 2 and not columns else None


def _above(candidate: Candidate) -> set[str]:
    """The stems of what stands over a table: titles, headings, its caption and lead-in."""
    passage = candidate.passage
    said = [candidate.source.title, *passage.section]
    said += [part.lead for part in passage.parts if part.lead]
    for n, span in enumerate(passage.sentences):
        if passage.part(n).kind is BlockKind.ROW:
            break
        said.append(passage.sentence(span))
    return {s for words in said for s in stems(words)}


def _heads(cells: Sequence[Cell]) -> set[str]:
    return {s for cell in cells for s in stems(cell.head)}


def _day_stems(question: str) -> set[str]:
    """The stems of a question's words that name days of the week."""
    return {s for word in question.split() if weekdays(word) for s in stems(word)}


def _qualifiers(question: str) -> set[str]:
    """The stems of what a question is narrowed to: "in summer", "for a dog"."""
    return {s for match in _QUALIFIER.finditer(question) for s in stems(match[1])}


def _names(terms: QuestionTerms) -> set[str]:
    """The stems of the question's names and numbers that no article holds."""
    missing = (*terms.missing_names, *terms.missing_numbers)
    return {s for name in missing for s in stems(name)} & terms.missing


def _words(passage: Passage, cell: Cell) -> str:
    return passage.sentence((cell.start, cell.end))


def _share(terms: QuestionTerms, found: set[str]) -> float:
    total = sum(terms.weights.values())
    return sum(terms.weights.get(s, 0.0) for s in found) / total if total else 0.0

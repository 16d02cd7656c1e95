"""A reply as JSON, in a form that stays stable, and as plain text."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from vouch.types import Answer, Citation, Conflict, Quote, Refusal, Reply, Statement


def reply_json(reply: Reply, explain: bool = False) -> dict[str, Any]:
    """The reply as a mapping ready for `json.dumps`; with its trace where `explain` is set."""
    body = _answer_json(reply) if isinstance(reply, Answer) else _refusal_json(reply)
    return {**body, "trace": reply.trace.to_json()} if explain else body


def reply_text(reply: Reply) -> str:
    """The reply as plain text: its statements, or why there are none."""
    if isinstance(reply, Answer):
        return " ".join(statement.text for statement in reply.statements)
    return reply.reason


def verbatim(statement: Statement, citations: Iterable[Citation]) -> bool:
    """Whether a statement is the words of one of the citations that it stands on, and no others.

    White space makes no difference.
    """
    words = statement.text.split()
    return any(words == citation.quote.text.split() for citation in citations)


def _answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "kind": "answer",
        "question": answer.question,
        "statements": [_statement_json(statement) for statement in answer.statements],
        "citations": [
            {"number": citation.number, **_quote_json(citation.quote)}
            for citation in answer.citations
        ],
        **({"note": answer.note, "notes": _notes_json(answer)} if answer.notes else {}),
        **({"conflict": _conflict_json(answer.conflict)} if answer.conflict else {}),
    }


def _notes_json(answer: Answer) -> list[dict[str, str]]:
    """Each note with its code, a `NoteCode`."""
    return [{"code": note.code.value, "text": note.text} for note in answer.notes]


def _conflict_json(conflict: Conflict) -> dict[str, Any]:
    """What each side of a conflict says, with its articles."""
    return {
        "sides": [
            {
                "value": side.value,
                "articles": [
                    {"source": source.path, "title": source.title, "date": source.date}
                    for source in side.sources
                ],
            }
            for side in conflict.sides
        ]
    }


def _statement_json(statement: Statement) -> dict[str, Any]:
    body: dict[str, Any] = {"text": statement.text, "citations": list(statement.citations)}
    if statement.answer_span is not None:
        body["answer_span"] = list(statement.answer_span)
    return body


def _refusal_json(refusal: Refusal) -> dict[str, Any]:
    return {
        "kind": "refusal",
        "question": refusal.question,
        "code": refusal.code.value,
        "reason": refusal.reason,
        **({"missing": list(refusal.missing)} if refusal.missing else {}),
        "nearest": [_quote_json(quote) for quote in refusal.nearest],
    }


def _quote_json(quote: Quote) -> dict[str, Any]:
    source = asdict(quote.source)
    return {
        "source": source.pop("path"),
        **source,
        "page": quote.page,
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
    }

"""A reply as JSON, in a form that stays stable, and as plain text."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from vouch.types import (
    Answer,
    AnswerForm,
    ChatReply,
    Check,
    CheckedStatement,
    Citation,
    Conflict,
    Part,
    Quote,
    Refusal,
    Response,
    Statement,
)


def reply_json(reply: Response, explain: bool = False) -> dict[str, Any]:
    """The reply as a mapping ready for `json.dumps`; with its trace where `explain` is set."""
    body = _body(reply)
    return {**body, "trace": reply.trace.to_json()} if explain else body


def _body(reply: Response) -> dict[str, Any]:
    if isinstance(reply, Answer):
        return _answer_json(reply)
    if isinstance(reply, Refusal):
        return _refusal_json(reply)
    if isinstance(reply, Check):
        return _check_json(reply)
    return {"kind": "chat", "question": reply.question, "text": reply.text}


def reply_text(reply: Response) -> str:
    """The reply as plain text: its statements, or why there are none."""
    if isinstance(reply, Answer):
        return " ".join(statement.text for statement in reply.statements)
    if isinstance(reply, Check):
        return f"{reply.claim} ({reply.verdict.value})"
    return reply.text if isinstance(reply, ChatReply) else reply.reason


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
        "citations": _citations_json(answer.citations),
        **({"opening": answer.opening} if answer.opening else {}),
        **({"note": answer.note, "notes": _notes_json(answer)} if answer.notes else {}),
        **({"conflict": _conflict_json(answer.conflict)} if answer.conflict else {}),
        **({"form": answer.form.value} if answer.form is not AnswerForm.QUOTES else {}),
        **({"parts": [_part_json(part) for part in answer.parts]} if answer.parts else {}),
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


def _citations_json(citations: Iterable[Citation]) -> list[dict[str, Any]]:
    return [{"number": each.number, **_quote_json(each.quote)} for each in citations]


def _part_json(part: Part) -> dict[str, Any]:
    if part.reason:
        return {"question": part.question, "kind": "refusal", "reason": part.reason}
    return {"question": part.question, "kind": "answer", "statements": list(part.statements)}


def _check_json(check: Check) -> dict[str, Any]:
    return {
        "kind": "check",
        "claim": check.claim,
        "verdict": check.verdict.value,
        "statements": [_checked_json(statement) for statement in check.statements],
        "citations": _citations_json(check.citations),
    }


def _checked_json(statement: CheckedStatement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "verdict": statement.verdict.value,
        "support": round(statement.support, 4),
        "reason": statement.reason,
        "citations": list(statement.citations),
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
        **({"suggestions": list(refusal.suggestions)} if refusal.suggestions else {}),
    }


def _quote_json(quote: Quote) -> dict[str, Any]:
    source = asdict(quote.source)
    return {
        "source": source.pop("path"),
        **source,
        "page": quote.page,
        "section": list(quote.section),
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
    }

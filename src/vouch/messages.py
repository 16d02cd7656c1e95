"""What the engine says to a person beside the articles' own words, by reason code.

A program branches on the codes of `vouch.types` (`RefusalCode`, `NoteCode`, `Conflict`); only
this module words them in English.
"""

from collections.abc import Iterable, Sequence

from vouch.types import Conflict, ConflictSide, Note, NoteCode, Source

SHOWN_ARTICLES = 3
"""How many articles a line names at most."""


def title_of(source: Source) -> str:
    """An article's title in quotation marks, with its date where it has one."""
    inside = source.title.replace("\u201c", "\u2018").replace("\u201d", "\u2019")
    return f"\u201c{inside}\u201d" + (f" ({source.date})" if source.date else "")


def titles_of(sources: Iterable[Source]) -> str:
    """The titles of the first articles, with their dates."""
    named = dict.fromkeys(map(title_of, sources))
    return ", ".join(list(named)[:SHOWN_ARTICLES])


def any_of(parts: Sequence[str]) -> str:
    """The parts as "a, b or c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def conflict_text(conflict: Conflict) -> str:
    """One line that says which articles disagree, and what each says."""
    dated = len({source.date for source in conflict.sources}) > 1
    updates = conflict.dated and dated
    told = "; ".join(_side(side, updates=updates) for side in conflict.sides)
    return f"The articles disagree: {told}."


def _side(side: ConflictSide, *, updates: bool) -> str:
    """What the articles of one side say: as of when, where one of them is newer than another."""
    first = side.sources[0]
    as_of = f"as of {first.date}, " if updates else ""
    alike = updates and len({source.date for source in side.sources}) == 1
    undated = [Source(s.path, s.title) for s in side.sources]
    named = [title_of(source) for source in (undated if alike else side.sources)]
    verb = "say" if len(named) > 1 else "says"
    return f"{as_of}{' and '.join(named)} {verb} {side.value}"


def conflict_note(conflict: Conflict) -> Note:
    """The note that words a conflict."""
    return Note(NoteCode.CONFLICT, conflict_text(conflict))


def as_of(day: str, outdated: Iterable[Source] = ()) -> Note:
    """The note that says how new an answer is, and which older articles say otherwise."""
    older = titles_of(outdated)
    if not older:
        return Note(NoteCode.AS_OF, f"This is as of {day}.")
    return Note(NoteCode.SUPERSEDED, f"This is as of {day}; older articles say otherwise: {older}.")


def written_later(words: str, days: Iterable[str]) -> Note:
    """The note that the quotes do not name the time asked about and were written after it."""
    return Note(
        NoteCode.WRITTEN_LATER,
        f"What is quoted does not name the time that is asked about (\u201c{words}\u201d);"
        f" it was written later, as of {' and '.join(sorted(set(days)))}.",
    )


def chat_model_failed(why: str) -> Note:
    """The note that the articles are quoted because the chat model gave nothing to use."""
    return Note(
        NoteCode.CHAT_MODEL_FAILED,
        f"The articles' own words stand in for the chat model: {why}.",
    )


def chat_model_unfinished(why: str) -> Note:
    """The note that the chat model broke off after statements that passed."""
    return Note(NoteCode.CHAT_MODEL_UNFINISHED, f"The chat model did not finish: {why}.")


def nothing_indexed() -> str:
    """Why an empty index answers nothing."""
    return "Nothing is indexed yet, so there is no article to answer from."


def not_mentioned(terms: Sequence[str]) -> str:
    """Why a question about names or numbers that no article has is not answered."""
    return f"No article mentions {any_of(terms)}."


def off_topic() -> str:
    """Why a question that no passage comes near is not answered."""
    return "The articles say nothing about this."


def not_answered(lacking: str) -> str:
    """Why a question that passages come near is not answered; `lacking` as in "says when"."""
    return f"Some passages come near this, but none of them {lacking}."


def other_time(words: str, sources: Iterable[Source]) -> str:
    """Why a question about a time is not answered by articles about another time."""
    return (
        "The articles that come nearest do not tell of the time that is asked about"
        f" (\u201c{words}\u201d): {titles_of(sources)}."
    )


__all__ = [
    "any_of",
    "as_of",
    "chat_model_failed",
    "chat_model_unfinished",
    "conflict_note",
    "conflict_text",
    "not_answered",
    "not_mentioned",
    "nothing_indexed",
    "off_topic",
    "other_time",
    "title_of",
    "titles_of",
    "written_later",
]

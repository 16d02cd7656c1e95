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


def respelled(mended: Iterable[tuple[str, str]]) -> Note:
    """The note that a name is spelled otherwise in the articles than in the question."""
    asked, named = zip(*mended, strict=True)
    return Note(
        NoteCode.RESPELLED,
        f"No article mentions {any_of(asked)}; this is about {' and '.join(named)}.",
    )


def corrected(source: Source) -> Note:
    """The note that an article corrects itself."""
    return Note(
        NoteCode.CORRECTED, f"{title_of(source)} corrects itself: the correction stands first."
    )


def newest_entry(source: Source, clock: str) -> Note:
    """The note that the newest entry of a live report, of a time of the day, stands first."""
    text = f"{title_of(source)} is a live report: its newest entry on this, {clock}, stands first."
    return Note(NoteCode.NEWEST_ENTRY, text)


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


def question_too_long(most: int) -> str:
    """Why a long question is not looked at."""
    return f"A question may have at most {most:,} characters."


def nothing_indexed() -> str:
    """Why an empty index answers nothing."""
    return "Nothing is indexed yet, so there is no article to answer from."


def not_mentioned(terms: Sequence[str]) -> str:
    """Why a question about names or numbers that no article has is not answered."""
    return f"No article mentions {any_of(terms)}."


def not_mentioned_near(terms: Sequence[str]) -> str:
    """Why articles that come near a question do not answer it: they lack its names or numbers."""
    return f"None of the articles that come near this mentions {any_of(terms)}."


def off_topic() -> str:
    """Why a question that no passage comes near is not answered."""
    return "The articles say nothing about this."


def not_answered(lacking: str) -> str:
    """Why a question that passages come near is not answered; `lacking` as in "says when"."""
    return f"Some passages come near this, but none of them {lacking}."


def other_language(*, of_question: bool) -> str:
    """Why a question in another language than English, or on passages in one, is not answered."""
    what = "This question does not seem" if of_question else "What comes nearest does not seem"
    return (
        f"{what} to be in English, and I understand English only. In other languages I answer"
        " where a sentence has every word of the question; none has."
    )


def other_time(words: str, sources: Iterable[Source]) -> str:
    """Why a question about a time is not answered by articles about another time."""
    return (
        "The articles that come nearest do not tell of the time that is asked about"
        f" (\u201c{words}\u201d): {titles_of(sources)}."
    )


CHAT = {
    "nothing": "I am listening. Ask me something about the articles.",
    "greeting": "Hello! Ask me something about the articles.",
    "thanks": "You are welcome.",
    "reaction": "All right. Ask me anything about the articles.",
    "praise": "Thank you! Ask me anything else about the articles.",
    "complaint": (
        "I am sorry that this did not help. Try other words, or name the person, place or thing"
        " that you mean."
    ),
    "bye": "Goodbye!",
    "identity": (
        "I am Vouch, a bot that answers questions from {articles}. I quote them word for word and"
        " show where each quote comes from."
    ),
    "help": (
        "Ask me a question. I quote what {articles} say about it, or tell you that they do not"
        " answer it. You can also ask what the articles are about, ask for a summary of one, or"
        " have a claim checked: \u201ccheck: ...\u201d."
    ),
    "trust": (
        "Every answer is quoted from {articles}. The number after a quote points to the article and"
        " the place in it, so that you can check it. I cannot know whether the articles are right,"
        " and where they do not answer a question, I say so."
    ),
}
"""The bot's own line to each kind of message that asks nothing of the articles."""

CLAIM_UNMENTIONED = "The articles do not say this."
EMPTY_CLAIM = "There is no claim to check."


def chat_line(kind: str, articles: int) -> str:
    """The bot's own line to a kind of message in `CHAT`, over a number of articles."""
    return CHAT[kind].format(articles=counted(articles, "article") if articles else "the articles")


def counted(count: int, noun: str) -> str:
    """A number with its noun: `1 article`, `3 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def list_of(count: int) -> str:
    """The line before a list that is quoted whole."""
    return f"A list of {count}:"


def nothing_said_on(side: str, subject: str) -> str:
    """Why one side of a comparison has nothing to quote."""
    return f"The articles tell of \u201c{side}\u201d, but not on \u201c{subject}\u201d."


def no_article_on(subject: str) -> str:
    """Why a wish for articles on a subject is not met."""
    return f"No article is about {subject}."


def no_article_dated(when: str) -> str:
    """Why a wish for articles of a time is not met."""
    return f"No article is dated {when}."


def more_articles(count: int) -> Note:
    """The note that more articles are there than are listed."""
    return Note(NoteCode.MORE, f"And {count:,} more: `vouch sources` lists all articles.")


def no_summary() -> str:
    """Why an article without whole sentences is not summarised."""
    return "The articles have no sentence that could stand for them."


__all__ = [
    "CHAT",
    "CLAIM_UNMENTIONED",
    "EMPTY_CLAIM",
    "any_of",
    "as_of",
    "chat_line",
    "chat_model_failed",
    "chat_model_unfinished",
    "conflict_note",
    "conflict_text",
    "corrected",
    "counted",
    "more_articles",
    "newest_entry",
    "no_article_dated",
    "no_article_on",
    "no_summary",
    "not_answered",
    "not_mentioned",
    "not_mentioned_near",
    "nothing_indexed",
    "off_topic",
    "other_language",
    "other_time",
    "title_of",
    "titles_of",
    "written_later",
]

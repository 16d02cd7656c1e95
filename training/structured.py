"""Passages of minutes, interviews, round-ups, lists and tables, as the reader reads them.

Articles are made from templates, or from paragraphs of public text that become the
sections of one article. They are written in Markdown and go through the parser, the
passages and the rendering that the index uses, so that titles, heading paths, lead-ins
and the heads of columns stand where the reader finds them. A question is supported by
the passage with its answer; the nearest item, row, section or reply does not support it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from training.library import Library
from training.news_words import BODIES, DAYS, FIRST, LAST, MONTHS, PLACES, PLANS
from training.records import Example
from training.text import as_typed
from vouch.chunking import split_article
from vouch.documents.markdown import parse_markdown
from vouch.reader.sentence_reading import read_below
from vouch.rendering import render
from vouch.types import Article, Passage, Source

LIMIT = 120
"""The words of a passage, at most."""

SECTIONS = 3
"""How many paragraphs of public text become the sections of one article."""

_DECISIONS = (
    ("Approved by {yes} votes to {no}.", "Approved"),
    ("Refused. The reasons will be sent in {month}.", "Refused"),
    ("Deferred to the meeting of {month}.", "Deferred"),
    ("Withdrawn by the applicant.", "Withdrawn by the applicant"),
    ("The matter was put off until the figures are known.", "put off"),
)
_SHOPS = "library|swimming pool|museum|ferry office|post office|surgery|ice rink|archive".split("|")
_THINGS = (
    "a torch|a tent|two blankets|a whistle|a spare key|a map|a bar of soap|a rope|a raincoat"
).split("|")
_EVENTS = (
    (
        "Fire at the {shop}",
        "A fire broke out at the {shop} on {day}.",
        "{n} people were taken out.",
    ),
    ("Flood at the {shop}", "Water stood {n} centimetres deep in the {shop}.", "It came on {day}."),
    ("Prize for the {shop}", "The {shop} won a prize of {n} crowns on {day}.", "{name} took it."),
    ("New head of the {shop}", "{name} will run the {shop} from {month}.", "{n} had applied."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the words that answer, and words of the text that the passage must hold.

    Without an answer no passage of the article supports the question.
    """

    question: str
    answer: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Made:
    """An article in Markdown with its questions; `kind` names how it was made."""

    kind: str
    title: str
    text: str
    asked: tuple[Asked, ...]


def minutes(rng: Random) -> Made:
    """Minutes of a meeting: a heading an item, decisions below."""
    plans = rng.sample(PLANS, 4)
    lines, asked = [], []
    for number, ((plan, short, _, _), (said, answer)) in enumerate(
        zip(plans, rng.sample(_DECISIONS, 4), strict=True), start=1
    ):
        words = said.format(yes=rng.randint(5, 9), no=rng.randint(1, 4), month=rng.choice(MONTHS))
        lines.append(f"## {number}. {plan[0].upper()}{plan[1:]}\n\n{words}")
        question = rng.choice(("Was {} approved?", "What was decided about {}?"))
        asked.append(Asked(question.format(short), answer, words))
    absent = next(plan[1] for plan in PLANS if plan not in plans)
    asked.append(Asked(f"Was {absent} approved?", None, ""))
    title = f"Minutes of {rng.choice(BODIES)} of {rng.choice(PLACES)}"
    return Made("minutes", title, "\n\n".join(lines), tuple(asked))


def hours(rng: Random) -> Made:
    """A table of opening hours: a row a place, columns by days."""
    places = rng.sample(_SHOPS, 4)
    rows, asked = [], []
    for place in places:
        week, weekend = (f"{rng.randint(6, 12)}:00–{rng.randint(14, 22)}:30" for _ in range(2))
        rows.append(f"| {place[0].upper()}{place[1:]} | {week} | {weekend} |")
        asked.append(Asked(f"When is the {place} open on {rng.choice(DAYS[:5])}?", week, week))
        asked.append(Asked(f"When does the {place} close on Saturday?", weekend, weekend))
    absent = next(shop for shop in _SHOPS if shop not in places)
    asked.append(Asked(f"When is the {absent} open on Saturday?", None, ""))
    asked.append(Asked(f"How much is a ticket for the {places[0]}?", None, ""))
    head = "| Place | Monday to Friday | Saturday |\n|---|---|---|\n"
    title = f"Opening hours in {rng.choice(PLACES)}"
    return Made("hours", title, head + "\n".join(rows), tuple(asked))


def lists(rng: Random) -> Made:
    """Two lists, each with its lead-in."""
    first, second = _name(rng), _name(rng)
    things = rng.sample(_THINGS, 6)
    leads = [f"Those who walk with {who} must bring:" for who in (first, second)]
    text = "\n\n".join(
        f"{lead}\n\n" + "\n".join(f"- {thing}" for thing in some)
        for lead, some in zip(leads, (things[:3], things[3:]), strict=True)
    )
    asked = (
        Asked(f"What must people bring to the walk with {first}?", things[0], things[0]),
        Asked(f"What must people bring to the walk with {second}?", things[3], things[3]),
        Asked(f"How long is the walk with {first}?", None, ""),
    )
    return Made("list", f"Walks around {rng.choice(PLACES)}", text, asked)


def roundup(rng: Random) -> Made:
    """Short reports of a week, each with a bold head."""
    parts, asked = [], []
    shops = rng.sample(_SHOPS, len(_EVENTS))
    for (head, first, second), shop in zip(_EVENTS, shops, strict=True):
        told = {"shop": shop, "n": str(rng.randint(3, 90)), "day": rng.choice(DAYS)}
        told |= {"name": _name(rng), "month": rng.choice(MONTHS)}
        parts.append(f"**{head}.** {first} {second}".format(**told))
        if "{day}" in first + second:
            when = f"When was the {head.format(**told)[0].lower()}{head.format(**told)[1:]}?"
            asked.append(Asked(when, told["day"], shop))
        if "{name}" in first + second:
            asked.append(Asked(f"Who is told of at the {shop}?", told["name"], shop))
    asked.append(Asked(f"Who was hurt at the {shops[1]}?", None, ""))
    rng.shuffle(parts)
    return Made("roundup", f"The week in {rng.choice(PLACES)}", "\n\n".join(parts), tuple(asked))


def interview(rng: Random) -> Made:
    """An interview: bold questions, and the replies to them."""
    name, heir, years = _name(rng), _name(rng), str(rng.randint(12, 44))
    turns = [
        ("Who takes over?", f"{heir}, who has been here from the start."),
        ("How long have you done this?", f"For {years} years, and I counted them."),
        ("When do you stop?", f"In {rng.choice(MONTHS)}, when the books are closed."),
        ("Would you do it again?", "Never. Once is enough."),
    ]
    rng.shuffle(turns)
    replies = dict(turns)
    text = f"{name} leaves the {rng.choice(_SHOPS)}. We met at noon.\n\n"
    text += "\n\n".join(f"**{question}**\n\n{reply}" for question, reply in turns)
    stop = replies["When do you stop?"]
    asked = (
        Asked(f"Who takes over from {name}?", heir, heir),
        Asked(f"How long has {name} done this?", f"{years} years", f"{years} years"),
        Asked(f"When does {name} stop?", stop.split(",")[0], stop),
        Asked(f"Would {name} do it again?", "Never", "Never."),
        Asked(f"How old is {name}?", None, ""),
    )
    return Made("interview", f"A talk with {name}", text, asked)


TEMPLATES: tuple[Callable[[Random], Made], ...] = (minutes, hours, lists, roundup, interview)


def public(library: Library, rng: Random) -> Made | None:
    """Paragraphs of public text as the sections of one article, each under its own title.

    None where the drawn paragraphs are of one article, or their questions are not answered.
    """
    rows = rng.sample(range(len(library.paragraphs)), k=min(SECTIONS, len(library.paragraphs)))
    paragraphs = [library.paragraphs[row] for row in rows]
    if len({p.article for p in paragraphs}) < len(paragraphs):
        return None
    sections, asked = [], []
    for paragraph in paragraphs:
        said = " ".join(re.sub(r"[*_`|<>#\[\]~\\]", "", paragraph.text).split())
        sections.append(f"## {' '.join(paragraph.article.split())}\n\n{said}")
        for question in paragraph.questions[:3]:
            found = [text for text, _ in question.answers if said.count(text) == 1]
            if found:
                asked.append(Asked(question.text, found[0], found[0]))
    return Made("public_sections", "In brief", "\n\n".join(sections), tuple(asked))


def examples_of(made: Made, rng: Random) -> Iterator[Example]:
    """One question of an article with the passage that answers it, or with one that does not."""
    if not made.asked:
        return
    asked = rng.choice(made.asked)
    parsed = parse_markdown(made.text.encode())
    article = Article(Source("a.md", made.title), parsed.text, blocks=parsed.blocks)
    passages = split_article(article, _count_words, LIMIT)
    question = as_typed(asked.question, rng) if rng.random() < 0.2 else asked.question
    holds = [p for p in passages if asked.answer and _holds(made.title, p, asked)]
    others = [p for p in passages if p not in holds]
    if holds and (rng.random() < 0.6 or not others):
        yield _example(made, holds[0], question, asked.answer)
    elif others and (asked.answer is None or holds):
        yield _example(made, rng.choice(others), question, None)


def structured(library: Library, rng: Random, count: int) -> list[Example]:
    """`count` examples, two of three from templates, the rest from public text."""
    return list(islice(_endless(library, rng), count))


def _endless(library: Library, rng: Random) -> Iterator[Example]:
    while True:
        for template in rng.sample(TEMPLATES, 4):
            yield from examples_of(template(rng), rng)
        for _ in range(2):
            made = public(library, rng)
            if made is not None:
                yield from examples_of(made, rng)


def _holds(title: str, passage: Passage, asked: Asked) -> bool:
    text, _ = read_below(title, passage, render(passage).text)
    return bool(asked.answer) and asked.where in text


def _example(made: Made, passage: Passage, question: str, answer: str | None) -> Example:
    text, title = read_below(made.title, passage, render(passage).text)
    at = text.rfind(answer) if answer else -1
    span = (at, at + len(answer)) if answer and at >= 0 else None
    return Example(question, text, title, answer is not None, span, f"structured_{made.kind}")


def _count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def _name(rng: Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"

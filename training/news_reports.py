"""Invented reports from templates, with what can and cannot be asked of them."""

from dataclasses import dataclass, field
from random import Random

from training.news_words import (
    BODIES,
    DAYS,
    FIRMS,
    FIRST,
    LAST,
    MONTHS,
    OPINIONS,
    PLACES,
    PLANS,
    ROLES,
    RUMOURS,
)


@dataclass
class Report:
    """A report as it is put together: its sentences, and what can and cannot be asked of it."""

    title: str = ""
    parts: list[str] = field(default_factory=list)
    answered: list[tuple[str, str]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    supported: list[str] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Cast:
    """Who and what a report is about: five people, of whom the last is not in it."""

    people: tuple[str, ...]
    roles: tuple[str, ...]
    place: str
    body: str
    firm: str
    other_firm: str
    plan: tuple[str, str, str, str]


def cast(rng: Random) -> Cast:
    people = tuple(
        f"{first} {last}"
        for first, last in zip(rng.sample(FIRST, 5), rng.sample(LAST, 5), strict=True)
    )
    firm, other_firm = rng.sample(FIRMS, 2)
    return Cast(
        people,
        tuple(rng.sample(ROLES, 4)),
        rng.choice(PLACES),
        rng.choice(BODIES),
        firm,
        other_firm,
        rng.choice(PLANS),
    )


def report(rng: Random) -> Report:
    """A short report of four to seven sentences, in a random order but for the first."""
    who, made = cast(rng), Report()
    _decision(made, who, rng)
    steps = [_quoted, _told, _anonymous, _cost, _undecided, _bystander, _aged, _declined]
    for step in rng.sample(steps, rng.randint(3, 6)):
        step(made, who, rng)
    body = made.parts[1:]
    rng.shuffle(body)
    made.parts[1:] = body
    return made


def _the(body: str) -> str:
    return body[0].upper() + body[1:]


def _decision(made: Report, who: Cast, rng: Random) -> None:
    plan, short, verb, doing = who.plan
    day, yes, no = rng.choice(DAYS), rng.randint(5, 40), rng.randint(1, 4)
    made.title = f"{who.place}: {plan}"
    done, undone = ("to " + verb, "against " + doing)
    if rng.random() < 0.4:
        done, undone = undone, done
    made.parts.append(
        f"{_the(who.body)} of {who.place} voted {yes} to {no} on {day} {done} {plan}."
    )
    made.answered += [
        (f"On what day did {who.body} vote on {short}?", day),
        (f"What was the vote on {short}?", f"{yes} to {no}"),
        (f"Who voted on {short}?", f"{_the(who.body)} of {who.place}"),
    ]
    made.open += [
        f"What was the turnout in the referendum on {short}?",
        f"Who proposed {short} first?",
        f"What did the mayor of {who.place} say about {short}?",
        f"When will {short} be reviewed by the supreme court?",
        f"What was the vote on {rng.choice([p for p in PLANS if p != who.plan])[1]}?",
    ]
    made.supported.append(f"{_the(who.body)} voted {done} {plan}.")
    made.unsupported += [
        f"{_the(who.body)} voted {undone} {plan}.",
        f"{_the(who.body)} voted {no} to {yes} {done} {plan}.",
        f"{_the(rng.choice([b for b in BODIES if b != who.body]))} voted {done} {plan}.",
    ]


def _speech(
    made: Report, who: Cast, speaker: str, silent: str, clause: str, words: str, other: str
) -> None:
    """What can be asked of words by a speaker: who, what; and not of those who were silent."""
    short = who.plan[1]
    made.answered += [
        (f"Who said that {clause}?", speaker),
        (f"What did {speaker} say about {short}?", words),
        (f"What does {speaker.split()[-1]} think of {short}?", words),
    ]
    made.open += [
        f"What did {silent} say about {short}?",
        f"What did {who.people[4]} say about {short}?",
        f"Who said that {other}?",
        f"Where was {speaker} born?",
        f"When did {speaker} say that {other}?",
    ]
    made.supported.append(f"{speaker} said that {clause}.")
    made.unsupported += [
        f"{silent} said that {clause}.",
        f"{who.people[4]} said that {clause}.",
        f"{speaker} said that {other}.",
        f"{speaker} denied that {clause}.",
    ]


def _quoted(made: Report, who: Cast, rng: Random) -> None:
    (clause, words), (other, _) = rng.sample(OPINIONS[:6], 2)
    speaker, role = who.people[0], who.roles[0]
    made.parts.append(
        rng.choice(
            (
                f"“{words},” said {speaker}, {role}.",
                f"Of {who.plan[1]}, {speaker}, {role}, said: “{words}.”",
                f'"{words}," {speaker}, {role}, said of {who.plan[1]}.',
            )
        )
    )
    made.answered.append((f"Who is {speaker}?", role))
    _speech(made, who, speaker, who.people[2], clause, words, other)


def _told(made: Report, who: Cast, rng: Random) -> None:
    (clause, _), (other, _) = rng.sample(OPINIONS[6:], 2)
    speaker, role = who.people[1], who.roles[1]
    verb = rng.choice(("told reporters that", "said on television that", "argued that"))
    made.parts.append(f"{speaker}, {role}, {verb} {clause}.")
    made.answered.append((f"What is the role of {speaker}?", role))
    _speech(made, who, speaker, who.people[2], clause, clause, other)


def _anonymous(made: Report, who: Cast, rng: Random) -> None:
    rumour, other = rng.sample(RUMOURS, 2)
    source = rng.choice(
        (
            "Two people familiar with the matter",
            "An official who asked not to be named",
            "Three employees, who feared for their jobs,",
        )
    )
    made.parts.append(f"{source} said that {rumour}.")
    made.answered += [(f"Who said that {rumour}?", source.rstrip(","))]
    made.open += [
        f"What is the name of the person who said that {rumour}?",
        f"Who said that {other}?",
        f"When did {who.firm} confirm that {rumour}?",
        f"What did {who.people[0]} say when {rumour}?",
    ]
    made.supported.append(f"According to unnamed sources, {rumour}.")
    made.unsupported += [
        f"{who.firm} confirmed that {rumour}.",
        f"{who.people[rng.choice((0, 1, 4))]} said that {rumour}.",
        f"According to unnamed sources, {other}.",
    ]


def _cost(made: Report, who: Cast, rng: Random) -> None:
    amount, jobs = rng.randint(2, 900), rng.randint(2, 90) * 10
    short = who.plan[1]
    made.parts.append(
        f"{who.firm}, which won the contract, puts the cost at {amount} million dollars and"
        f" expects to hire {jobs} people."
    )
    made.answered += [
        (f"How much will {short} cost, according to {who.firm}?", f"{amount} million dollars"),
        (f"How many people does {who.firm} expect to hire?", str(jobs)),
        ("Which company won the contract?", who.firm),
    ]
    made.open += [
        f"How many people does {who.other_firm} expect to hire?",
        f"How many people has {who.firm} dismissed?",
        f"How much did {who.firm} earn last year?",
        f"Who founded {who.firm}?",
        f"How much was the offer of {who.other_firm}?",
    ]
    made.supported.append(f"{who.firm} expects to hire {jobs} people.")
    made.unsupported += [
        f"{who.firm} expects to hire {jobs + rng.choice((-10, 10, 100))} people.",
        f"{who.other_firm} won the contract.",
        f"{who.firm} has hired {jobs} people.",
    ]


def _undecided(made: Report, who: Cast, rng: Random) -> None:
    month, matter = rng.choice(MONTHS), rng.choice(("who will pay", "where to begin", "the route"))
    decider = rng.choice(("The governor", "The ministry", "The court", "The regulator"))
    made.parts.append(
        f"{decider} has not yet decided on {matter}; a decision is expected in {month}."
        if matter == "the route"
        else f"{decider} has not yet decided {matter}; a decision is expected in {month}."
    )
    lower = decider[0].lower() + decider[1:]
    made.answered += [
        (f"When is a decision of {lower} expected?", month),
        (f"Who has yet to decide {matter}?", decider),
    ]
    made.open += [
        f"What did {lower} decide?",
        f"Why did {lower} decide against {who.plan[1]}?",
        f"How did {lower} justify the decision?",
        f"When did {lower} announce the decision?",
    ]
    made.supported.append(f"{decider} has still to decide.")
    made.unsupported += [f"{decider} has decided {matter}.", f"{decider} decided in {month}."]


def _bystander(made: Report, who: Cast, rng: Random) -> None:
    person, role = who.people[2], who.roles[2]
    made.parts.append(
        rng.choice(
            (
                f"{person}, {role}, was in the room but did not speak.",
                f"Among those present was {person}, {role}.",
                f"{person}, {role}, followed the debate from the gallery.",
            )
        )
    )
    made.answered.append((f"Who is {person}?", role))
    made.open += [
        f"How old is {person}?",
        f"Where was {person} born?",
        f"How did {person} vote?",
        f"What did {person} propose?",
        f"Who is {who.people[4]}?",
        f"Why was {person} dismissed?",
    ]
    made.supported.append(f"{person} was present.")
    made.unsupported += [f"{person} left the room in protest.", f"{who.people[4]} was present."]


def _aged(made: Report, who: Cast, rng: Random) -> None:
    person, age, years = who.people[3], rng.randint(19, 88), rng.randint(2, 40)
    made.parts.append(f"{person}, {age}, has lived in {who.place} for {years} years.")
    made.answered += [
        (f"How old is {person}?", str(age)),
        (f"How long has {person} lived in {who.place}?", f"{years} years"),
        (f"Where does {person} live?", who.place),
    ]
    made.open += [
        f"How old is {who.people[0]}?",
        f"How long has {who.people[1]} lived in {who.place}?",
        f"What is the profession of {person}?",
        f"How many children does {person} have?",
    ]
    made.supported.append(f"{person} lives in {who.place}.")
    made.unsupported += [
        f"{person} is {years} years old.",
        f"{who.people[0]} is {age} years old.",
        f"{person} was born in {who.place}.",
    ]


def _declined(made: Report, who: Cast, rng: Random) -> None:
    declined = f"A spokesman for {who.other_firm} declined to comment"
    made.parts.append(f"{declined}.")
    made.answered.append((f"What did {who.other_firm} say?", declined))
    made.open += [
        f"Why did {who.other_firm} decline to comment?",
        f"What is the name of the spokesman for {who.other_firm}?",
        f"What did {who.other_firm} say about the cost?",
    ]
    made.supported.append(f"{who.other_firm} did not comment.")
    made.unsupported += [
        f"{who.firm} declined to comment."
        if rng.random() < 0.5
        else f"{who.other_firm} apologised."
    ]

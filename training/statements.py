"""Generators of claims with evidence, from labelled pairs and from passages."""

from collections.abc import Sequence
from random import Random
from typing import Any

from training.claims import declare, falsify, good_claims, overstate, yes_no
from training.library import Library
from training.records import Example, Stance
from training.text import best_occurrence, crop, sentences

_STANCES = {
    "entailment": Stance.AFFIRMS,
    "contradiction": Stance.DENIES,
    "neutral": Stance.LEAVES_OPEN,
    "supports": Stance.AFFIRMS,
    "refutes": Stance.DENIES,
    "notmentioned": Stance.LEAVES_OPEN,
}
"""What the labels of natural language inference and of fact checking say, in lower case."""


def labelled_claims(records: Sequence[dict[str, Any]]) -> list[Example]:
    """The claims file: claim, evidence, supported."""
    return [
        Example(
            r["claim"],
            r["evidence"],
            None,
            bool(r["supported"]),
            None,
            r["source"],
            stance=Stance.AFFIRMS if r["supported"] else _stance(r),
        )
        for r in records
        if r["claim"].strip() and r["evidence"].strip()
    ]


def labelled_pairs(records: Sequence[dict[str, Any]]) -> list[Example]:
    """Natural language inference: only what is entailed is supported."""
    return [
        Example(
            r["hypothesis"],
            r["premise"],
            None,
            r["label"] == "entailment",
            None,
            "nli",
            stance=_stance(r),
        )
        for r in records
        if r["hypothesis"].strip() and r["premise"].strip()
    ]


def _stance(record: dict[str, Any]) -> Stance | None:
    return _STANCES.get(str(record.get("label")).lower())


def yes_no_questions(pairs: Sequence[dict[str, Any]]) -> list[Example]:
    """Hypotheses as questions: answered, with yes or no, unless the premise leaves them open."""
    found = []
    for record in pairs:
        question = yes_no(record["hypothesis"])
        if question is None or record["label"] == "not_entailment":
            continue
        if record["source"].startswith("snli") and record["label"] == "contradiction":
            continue  # two pictures may differ: there a contradiction is no answer
        stance = _STANCES[record["label"]]
        supported = stance is not Stance.LEAVES_OPEN
        found.append(
            Example(question, record["premise"], None, supported, None, "yes_no", stance=stance)
        )
    return found


def stated(library: Library, rng: Random) -> Example | None:
    """A sentence of a passage as it is, or falsified, or overstated, with the passage."""
    paragraph = rng.choice(library.paragraphs)
    claims = good_claims(paragraph.text)
    if not claims:
        return None
    claim = rng.choice(claims)
    at = paragraph.text.index(claim)
    chance = rng.random()
    if chance < 0.4:
        changed: str | None = claim
    elif chance < 0.6:
        changed = overstate(claim, rng)
    else:
        changed = falsify(claim, paragraph.text, rng)
    if changed is None or (changed == claim) != (chance < 0.4):
        return None
    evidence, _ = crop(paragraph.text, (at, at + len(claim)), rng, least=1)
    title = paragraph.article if rng.random() < 0.3 else None
    stance = Stance.AFFIRMS if chance < 0.4 else None if chance < 0.6 else Stance.DENIES
    asked = yes_no(changed) if stance is not None and rng.random() < 0.3 else None
    if asked is not None:
        return Example(asked, evidence, title, True, None, "stated", stance=stance)
    return Example(changed, evidence, title, chance < 0.4, None, "stated", stance=stance)


def unstated(library: Library, rng: Random) -> Example | None:
    """A sentence of a passage with the rest of the passage, or with a neighbour, as evidence."""
    paragraph = rng.choice(library.paragraphs)
    claims = good_claims(paragraph.text)
    if len(claims) < 2:
        return None
    claim = rng.choice(claims)
    rest = " ".join(
        paragraph.text[start:end]
        for start, end in sentences(paragraph.text)
        if claim not in paragraph.text[start:end]
    )
    if not rest:
        return None
    evidence, _ = crop(rest, None, rng)
    asked = yes_no(claim) if rng.random() < 0.3 else None
    return Example(
        asked or claim, evidence, None, False, None, "unstated", stance=Stance.LEAVES_OPEN
    )


def declared(library: Library, rng: Random) -> Example | None:
    """A question with its answer as a statement; half of the time with another's answer."""
    row, question = rng.choice(library.asked)
    if not question.answers:
        return None
    paragraph = library.paragraphs[row]
    answer = question.answers[0][0]
    span = best_occurrence(question.text, paragraph.text, answer)
    if span is None or len(answer.split()) > 8:
        return None
    supported = rng.random() < 0.5
    if not supported:
        others = sorted(
            {
                other[0][0]
                for _, other in paragraph.questions
                if other
                and other[0][0][:1].isupper() == answer[:1].isupper()
                and other[0][0][:1].isdigit() == answer[:1].isdigit()
                and other[0][0].lower() not in answer.lower()
                and answer.lower() not in other[0][0].lower()
            }
        )
        if not others:
            return None
        answer = rng.choice(others)
    claim = declare(question.text, answer)
    if claim is None:
        return None
    evidence, _ = crop(paragraph.text, span, rng, least=1, most=4)
    return Example(claim, evidence, None, supported, None, "declared")

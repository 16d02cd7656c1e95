"""How well follow-up questions become standalone ones, beside human rewrites.

Run: `python -m benchmarks.followups [path of followups_a.jsonl.gz] [--show half]`. The
conversations of each domain are cut into two halves: the rules were chosen on the first, the
second was left unseen. The data hold no replies, so what a reply names is not known here.

A rewrite is needed where the human's has content words that the last turn lacks; it is needed
from the conversation where earlier turns have some of those words (the rest are paraphrases).
Coverage is the share of the content words of the human's rewrite that a form has; added
coverage is that of the words which the last turn lacks; precision is the share of the words a
form adds to the last turn that the human's rewrite has too. All are taken over the words of
all questions together (micro), as stems.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vouch.conversation import Turn, standalone
from vouch.text.tokens import stems

DATA = Path("../shared/data/dev/followups_a.jsonl.gz")


@dataclass(frozen=True, slots=True)
class Followup:
    """The turns before, the last turn, and the human's standalone rewrite of it."""

    domain: str
    history: tuple[str, ...]
    last: str
    rewrite: str

    @property
    def conversation(self) -> str:
        return (*self.history, self.last)[0]

    @property
    def wanted(self) -> set[str]:
        """The content words of the rewrite that the last turn lacks."""
        return set(stems(self.rewrite)) - set(stems(self.last))

    @property
    def needs(self) -> bool:
        return bool(self.wanted)

    @property
    def needs_conversation(self) -> bool:
        return bool(self.wanted & set(stems(" ".join(self.history))))


Form = Callable[[Followup], str]


def by_rules(item: Followup) -> str:
    return standalone(item.last, [Turn(question, "") for question in item.history])


def last_alone(item: Followup) -> str:
    return item.last


def all_turns(item: Followup) -> str:
    return " ".join((*item.history, item.last))


FORMS: dict[str, Form] = {"rules": by_rules, "last turn": last_alone, "all turns": all_turns}


def read(path: Path) -> list[Followup]:
    """The follow-ups: the questions that open a conversation are left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Followup(row["domain"], tuple(row["history"]), row["last"], row["rewrite"])
        for row in rows
        if row["history"]
    ]


def halves(items: Sequence[Followup]) -> tuple[list[Followup], list[Followup]]:
    """The first half of each domain's conversations, and the second."""
    first: set[tuple[str, str]] = set()
    for domain in sorted({item.domain for item in items}):
        talks = list(dict.fromkeys(i.conversation for i in items if i.domain == domain))
        first |= {(domain, talk) for talk in talks[: len(talks) // 2]}
    chosen = [(item.domain, item.conversation) in first for item in items]
    return (
        [item for item, is_first in zip(items, chosen, strict=True) if is_first],
        [item for item, is_first in zip(items, chosen, strict=True) if not is_first],
    )


def share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} ({part}/{whole})" if whole else "     - (0/0)"


def made(
    items: Sequence[Followup], form: Form, needed: Callable[[Followup], bool]
) -> Iterator[str]:
    """How often a rewrite was made, where it was needed and where it was not."""
    changed = {item: form(item) != item.last for item in items}
    for label, group in (
        ("needed", [item for item in items if needed(item)]),
        ("unneeded", [item for item in items if not needed(item)]),
    ):
        yield f"{label} {share(sum(changed[item] for item in group), len(group))}"


def words_covered(items: Sequence[Followup], form: Form) -> str:
    """Coverage, added coverage and precision of a form."""
    has = all_wanted = added_right = wanted = added = 0
    for item in items:
        rewrite, last, ours = (set(stems(text)) for text in (item.rewrite, item.last, form(item)))
        has += len(rewrite & ours)
        all_wanted += len(rewrite)
        wanted += len(rewrite - last)
        added += len(ours - last)
        added_right += len((ours - last) & rewrite)
    return (
        f"coverage {share(has, all_wanted)}  added coverage {share(added_right, wanted)}"
        f"  precision {share(added_right, added)}"
    )


def report(name: str, items: Sequence[Followup]) -> None:
    print(f"\n{name}: {len(items)} follow-ups")
    print("  rewrites made,", ", ".join(made(items, by_rules, lambda i: i.needs)))
    print(
        "  from the conversation,",
        ", ".join(made(items, by_rules, lambda i: i.needs_conversation)),
    )
    leaning = [item for item in items if item.needs_conversation]
    for label, group in (("all", items), ("needed from the conversation", leaning)):
        print(f"  words, {label}:")
        for form_name, form in FORMS.items():
            print(f"    {form_name:10s} {words_covered(group, form)}")


def show(items: Sequence[Followup]) -> None:
    """Every follow-up of a half, with the rewrite by rules and by the human."""
    for item in items:
        mark = "H" if item.needs_conversation else "n" if item.needs else " "
        ours = by_rules(item)
        change = "*" if ours != item.last else " "
        print(f"{mark}{change} {item.last}\n     rules: {ours}\n     human: {item.rewrite}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, default=DATA)
    parser.add_argument("--show", choices=("first", "second"), help="print a half's questions")
    arguments = parser.parse_args()
    items = read(arguments.data)
    first, second = halves(items)
    report("first half (rules chosen here)", first)
    report("second half (unseen)", second)
    if arguments.show:
        show(first if arguments.show == "first" else second)


if __name__ == "__main__":
    main()

"""How often a name that an article does not mention is noticed, and one that it does is doubted.

    python -m benchmarks.names [FILE] [--show N]

FILE holds passages with questions (SQuAD's); an article is all of its passages. Of the answerable
questions with a name each is asked as it is (no name of it should be doubted), and with the name
changed: `other` puts a name of another article in its place, `first` changes its first word,
`last` its last, and `mixed` joins the first word of one name of the article with the last of
another. A changed name that the article has by chance is left out.
"""

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.records import Paragraph, read_paragraphs
from vouch.text.names import Mentions, Spoken, mentions, spoken_of
from vouch.text.tokens import fold, names

DATA = Path("../shared/data/train/squad2_dev_a.jsonl.gz")
CHANGES = ("other", "first", "last", "mixed")


def changed(
    name: str, own: list[str], others: list[str], text: str, pick: random.Random
) -> Iterator[tuple[str, str]]:
    """Names in place of `name`, each with the kind of its change."""
    parts = name.split()
    alike = [other for other in others if len(other.split()) == len(parts)]
    if alike:
        yield "other", pick.choice(alike)
    if len(parts) < 2:
        return
    far = [other.split() for other in others if len(other.split()) > 1]
    near = [other.split() for other in own if len(other.split()) > 1]
    if far:
        yield "first", " ".join([pick.choice(far)[0], *parts[1:]])
        yield "last", " ".join([*parts[:-1], pick.choice(far)[-1]])
    mixed = [other for other in near if other[-1] != parts[-1] and other[0] != parts[0]]
    if mixed:
        yield "mixed", " ".join([parts[0], pick.choice(mixed)[-1]])


def measure(paragraphs: list[Paragraph], show: int) -> None:
    """Print the share of names that are doubted: as they are, and changed."""
    pick = random.Random(1)
    texts: defaultdict[str, list[str]] = defaultdict(list)
    named: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for paragraph in paragraphs:
        texts[paragraph.article].append(paragraph.text)
        for one in paragraph.questions:
            if one.answers:
                named[paragraph.article] += [(one.text, n) for n in names(one.text)]
    said = {a: mentions([a.replace("_", " "), *some]) for a, some in texts.items()}
    whole = {a: " ".join(fold(text) for text in some) for a, some in texts.items()}
    count: Counter[tuple[str, bool]] = Counter()
    seen: defaultdict[str, list[str]] = defaultdict(list)
    for article, asked in named.items():
        own = [name for _, name in asked]
        others = [name for other, some in named.items() if other != article for _, name in some]
        for question, name in asked:
            doubted = _doubted(name, said[article])
            count["as asked", doubted] += 1
            if doubted:
                seen["as asked"].append(f"{name} | {question}")
            for kind, other in changed(name, own, others, whole[article], pick):
                if fold(other) in whole[article]:
                    continue
                doubted = _doubted(other, said[article])
                count[kind, doubted] += 1
                if not doubted:
                    seen[kind].append(f"{other} | {question}")
    for kind in ("as asked", *CHANGES):
        total = count[kind, True] + count[kind, False]
        print(f"{kind:9s} doubted {count[kind, True]}/{total} = {count[kind, True] / total:.1%}")
        for line in pick.sample(seen[kind], min(show, len(seen[kind]))):
            print(f"    {line}")


def _doubted(name: str, said: Mentions) -> bool:
    return spoken_of(name, said) is not Spoken.NAMED


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path, nargs="?", default=DATA)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N of each kind")
    arguments = parser.parse_args()
    measure(read_paragraphs(arguments.file), arguments.show)


if __name__ == "__main__":
    main()

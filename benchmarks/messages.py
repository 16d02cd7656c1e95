"""How many messages of a chat get the right kind, and whether a question is lost to small talk.

Run: `python -m benchmarks.messages`. Routes the messages of benchmarks/data/messages.txt, none of
which the router was trained on. The kind does not depend on the articles, so none are read.
"""

from collections import Counter
from pathlib import Path

from vouch.conversation.router import Kind, load_router
from vouch.embedding import PACKAGED_MODEL, Embedder
from vouch.text.small_talk import core

FILE = Path(__file__).parent / "data" / "messages.txt"


def read() -> list[tuple[str, str, str]]:
    """Each message as (kind, corpus, message); an empty line after messages is an empty message."""
    rows: list[tuple[str, str, str]] = []
    kind = corpus = ""
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("["):
            kind, corpus = line.strip("[]").split()
        elif kind and not line.startswith("#"):
            rows.append((kind, corpus, line))
    return rows


def group(kind: Kind) -> str:
    return "chat" if kind.chat else kind.value


def main() -> None:
    router, embedder = load_router(), Embedder(PACKAGED_MODEL)
    rows = read()
    right, total, lost = Counter[tuple[str, str]](), Counter[tuple[str, str]](), 0
    for kind, corpus, message in rows:
        text = core(message)
        route = router.route(message, embedder.embed_query(text) if text else None)
        total[kind, corpus] += 1
        right[kind, corpus] += group(route.kind) == kind
        lost += kind == "question" and route.kind.chat
        if group(route.kind) != kind:
            print(f"  {kind} taken for {route.kind.value}: {message} {route.evidence}")
    for key in total:
        print(f"{' '.join(key):20} {right[key]:3}/{total[key]}")
    share = sum(right.values()) / len(rows)
    print(f"right kind {share:.1%} of {len(rows)}; questions lost to small talk: {lost}")


if __name__ == "__main__":
    main()

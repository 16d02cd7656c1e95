"""Compare ways to fuse dense and BM25 search by nDCG@10 and recall on SciFact.

Reciprocal rank fusion and convex sums of several weights, over pools of
several sizes; then the stages as Vouch ships them, and with `--read N` the
first N fused candidates ordered by the reader:

    python -m benchmarks.scifact [--read N] [--data-dir DIR]
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vouch.embedding import load_embedder
from vouch.errors import VouchError
from vouch.evaluation.corpus import index_documents
from vouch.evaluation.datasets import DocumentRecord, QueryRecord, read_records
from vouch.evaluation.figures import Figures
from vouch.evaluation.ranking import (
    Run,
    Searched,
    first,
    measure_retrieval,
    ranking_figures,
    search,
)
from vouch.index import open_index
from vouch.reader.loading import load_reader
from vouch.retrieval import Scores, fuse
from vouch.settings import Settings
from vouch_bot.evaluation import draw_ranked

DATA = Path("../shared/data/dev")
FOLDER = Path(".vouch/benchmarks/scifact")
POOLS = (30, 100, 300)
WEIGHTS = tuple(tenths / 10 for tenths in range(1, 10))


def fusions(searches: Sequence[Searched]) -> Iterator[tuple[str, int, Run]]:
    """Each way to fuse, with its pool: the passages that each search brings."""
    for pool in POOLS:
        cut = [(s, first(s.dense, pool), first(s.bm25, pool)) for s in searches]
        yield (
            "reciprocal ranks",
            pool,
            {s.query.id: s.by_document(reciprocal_ranks([d, b])) for s, d, b in cut},
        )
        for weight in WEIGHTS:
            yield (
                f"convex, dense {weight:.1f}",
                pool,
                {s.query.id: s.by_document(fuse(d, b, weight)) for s, d, b in cut},
            )


def reciprocal_ranks(rankings: Iterable[Scores], k: int = 60) -> dict[str, float]:
    """Reciprocal rank fusion (Cormack, Clarke and Buettcher 2009): the sum of 1/(k + rank)."""
    fused: dict[str, float] = {}
    for scores in rankings:
        for rank, id_ in enumerate(sorted(scores, key=lambda i: (-scores[i], i)), start=1):
            fused[id_] = fused.get(id_, 0.0) + 1 / (k + rank)
    return fused


def draw_fusions(rows: Sequence[tuple[str, int, Figures]]) -> Table:
    table = Table("fusion", "pool", "nDCG@10", "recall@10", "recall@100", box=None)
    for name, pool, figures in sorted(rows, key=lambda row: -row[2]["ndcg@10"]):
        table.add_row(name, str(pool), *(f"{value:.4f}" for value in figures.values()))
    return table


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA, help="folder of scifact_*.jsonl.gz")
    parser.add_argument("--data-dir", type=Path, default=FOLDER, help="where the index is kept")
    parser.add_argument("--read", type=int, default=0, help="candidates for the reader to order")
    arguments = parser.parse_args()
    try:
        measure(arguments)
    except VouchError as error:
        raise SystemExit(f"{parser.prog}: {error}") from None


def measure(arguments: argparse.Namespace) -> None:
    """Index what is not indexed yet, ask, and print."""
    settings = Settings()
    embedder = load_embedder(settings)
    documents = read_records(arguments.data / "scifact_corpus.jsonl.gz", DocumentRecord)
    queries = read_records(arguments.data / "scifact_queries.jsonl.gz", QueryRecord)
    corpus = index_documents(documents, arguments.data_dir, settings, embedder)
    snapshot = open_index(corpus.settings, embedder).snapshot()
    vectors = embedder.embed_documents([query.query for query in queries])
    searches = list(search(snapshot, corpus.ids, queries, vectors))

    console = Console()
    console.print(
        draw_fusions(
            [(name, pool, ranking_figures(queries, run)) for name, pool, run in fusions(searches)]
        )
    )
    reader = load_reader(corpus.settings) if arguments.read else None
    console.print(draw_ranked(measure_retrieval(corpus, queries, embedder, reader, arguments.read)))


if __name__ == "__main__":
    main()

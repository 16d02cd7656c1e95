"""How fast articles are indexed, and what a change costs, beside the usual LangChain way.

    python benchmarks/indexing.py [--articles 442] [--small 20000] [--threads N]

Writes the passages of SQuAD's training set (../shared/data) out as one file an
article, and small files made from them, and prints a table. Each measurement
runs in a process of its own; times are in seconds, wall clock.
"""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / ".." / "shared" / "data" / "train"
SQUAD = DATA / "squad1_train.jsonl.gz"
CPU_FLAGS = ("amx_bf16", "avx512_bf16", "avx512f", "avx2")


def main() -> None:
    """Run every measurement and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=442, help="articles of SQuAD to index")
    parser.add_argument("--small", type=int, default=20_000, help="small files to index")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of torch")
    parser.add_argument("--measure", choices=sorted(MEASUREMENTS), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        print(json.dumps(MEASUREMENTS[arguments.measure](arguments.folder)))
        return
    if not SQUAD.exists():
        sys.exit(f"{SQUAD} is not there: this benchmark needs the data beside the project.")
    os.environ.update(OMP_NUM_THREADS=str(arguments.threads), HF_HUB_OFFLINE="1")
    with tempfile.TemporaryDirectory(prefix="vouch-benchmark-") as folder:
        run(Path(folder), arguments.articles, arguments.small, arguments.threads)


def run(folder: Path, articles: int, small: int, threads: int) -> None:
    """Measure and print, in two corpora below `folder`."""
    print(f"Processor: {processor()}; {threads} threads\n")
    large, many = folder / "articles", folder / "small"
    texts = squad_articles(articles)
    write_files(large / "corpus", {f"{title}.txt": text for title, text in texts.items()})
    size = sum(map(len, texts.values())) / 1e6
    print(f"{len(texts)} articles of SQuAD 1.1, {size:.1f} million characters")
    ours = measured("index", large)
    print_first("Vouch", ours)
    usual = measured("langchain", large)
    print_first("LangChain", usual)
    times, work = usual["seconds"] / ours["seconds"], usual["cpu"] / ours["cpu"]
    print(f"  Vouch indexes {times:.1f} times as fast, with 1/{work:.1f} of the processor time\n")
    print_changes(measured("changes", large))
    print(f"  mean cosine of bfloat16 and float32 vectors: {measured('cosine', large):.4f}")
    print(f"\n{small} small files")
    write_files(many / "corpus", small_files(texts, small))
    print_first("Vouch", measured("index", many))
    print_changes(measured("changes", many))


def measured(name: str, folder: Path) -> Any:
    """What one measurement gives, made in a process of its own."""
    command = [sys.executable, __file__, "--measure", name, "--folder", str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def print_first(name: str, figures: dict[str, Any]) -> None:
    share = f", {figures['encoding']:.0%} of the time encoding" if "encoding" in figures else ""
    print(
        f"  {name}: first index {figures['seconds']:.1f} s ({figures['cpu']:.1f} s of processor "
        f"time), {figures['passages']} passages, "
        f"{figures['passages'] / figures['seconds']:.1f} a second, "
        f"peak memory {figures['memory_mb']:.0f} MB{share}"
    )


def print_changes(figures: dict[str, Any]) -> None:
    for what in ("nothing changed", "one file changed", "one file deleted"):
        seconds, cpu = figures[what]
        print(f"  {what}: {seconds:.3f} s ({cpu:.3f} s of processor time)")
    print(f"  the changed file is seen by a running reader after {figures['seen']:.3f} s")


def measure_index(folder: Path) -> dict[str, Any]:
    """The first index of a corpus, model loaded before."""
    from vouch.embedding import load_embedder
    from vouch.index import open_index, sync

    settings = settings_of(folder)
    embedder = load_embedder(settings)
    embedder.embed_query("The model is loaded with the first text.")
    spent = [0.0]
    encode = embedder.encode

    def timed(texts: Sequence[str]) -> Any:
        began = time.perf_counter()
        vectors = encode(texts)
        spent[0] += time.perf_counter() - began
        return vectors

    embedder.encode = timed  # type: ignore[method-assign]
    began, worked = time.perf_counter(), time.process_time()
    report = sync(settings, embedder)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    if report.failed:
        sys.exit(f"{len(report.failed)} files failed: {report.failed[0]}")
    size = open_index(settings).snapshot().size
    figures = {"seconds": seconds, "passages": size, "encoding": spent[0] / seconds, "cpu": cpu}
    return {**figures, "memory_mb": peak_memory_mb()}


def measure_changes(folder: Path) -> dict[str, Any]:
    """Syncs of an indexed corpus: nothing, one file changed, one file deleted."""
    from vouch.embedding import load_embedder

    settings = settings_of(folder)
    embedder = load_embedder(settings)
    embedder.embed_query("The model is loaded with the first text.")
    for path in settings.corpus_dir.iterdir():  # as if written long ago
        os.utime(path, ns=(10**18, 10**18))
    timed_sync(settings, embedder)  # notes the new times
    nothing = timed_sync(settings, embedder)
    first, second, *_ = sorted(settings.corpus_dir.iterdir())
    reader = subprocess.Popen(
        [sys.executable, __file__, "--measure", "reader", "--folder", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert reader.stdout is not None
    reader.stdout.readline()
    began = time.time()
    first.write_text(first.read_text("utf-8") + "\n\nThe word quokkaberry stands here.\n", "utf-8")
    changed = timed_sync(settings, embedder)
    seen = json.loads(reader.communicate(timeout=60)[0].splitlines()[0]) - began
    second.unlink()
    deleted = timed_sync(settings, embedder)
    return {
        "nothing changed": nothing,
        "one file changed": changed,
        "one file deleted": deleted,
        "seen": seen,
    }


def timed_sync(settings: Any, embedder: Any) -> tuple[float, float]:
    """The seconds that a sync takes, by the clock and of the processor."""
    from vouch.index import sync

    began, worked = time.perf_counter(), time.process_time()
    sync(settings, embedder)
    return time.perf_counter() - began, time.process_time() - worked


def measure_reader(folder: Path) -> None:
    """Ask without pause; print the time at which the changed file answers, by words and meaning."""
    from vouch.embedding import load_embedder
    from vouch.index import open_index

    settings = settings_of(folder)
    embedder = load_embedder(settings)
    index = open_index(settings, embedder)
    query = embedder.embed_query("Where does the word quokkaberry stand?")
    index.snapshot().dense(query, 20)
    print("ready", flush=True)
    while True:
        snapshot = index.snapshot()
        words = [id_ for id_, _ in snapshot.lexical("quokkaberry", 1)]
        if words and snapshot.dense(query, 20):
            print(time.time(), flush=True)
            return
        time.sleep(0.005)


def measure_langchain(folder: Path) -> dict[str, Any]:
    """The usual way: load, split by characters, embed, and store in Chroma."""
    from langchain_chroma import Chroma
    from langchain_community.document_loaders import DirectoryLoader, TextLoader
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from vouch.embedding import PACKAGED_MODEL, model_folder

    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder(PACKAGED_MODEL)))
    embeddings.embed_query("The model is loaded with the first text.")
    began, worked = time.perf_counter(), time.process_time()
    loader = DirectoryLoader(
        str(folder / "corpus"),
        glob="**/*.txt",
        loader_cls=TextLoader,
        loader_kwargs={"encoding": "utf-8"},
    )
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(loader.load())
    store = str(folder / "langchain")
    Chroma.from_documents(chunks, embeddings, persist_directory=store)
    seconds, cpu = time.perf_counter() - began, time.process_time() - worked
    memory = peak_memory_mb()
    return {"seconds": seconds, "passages": len(chunks), "memory_mb": memory, "cpu": cpu}


def measure_cosine(folder: Path) -> float:
    """The mean cosine between bfloat16 and float32 vectors of the same 300 texts."""
    from vouch.embedding import PACKAGED_MODEL, Embedder

    texts = [path.read_text("utf-8")[:800] for path in sorted((folder / "corpus").iterdir())[:300]]
    coarse = Embedder(PACKAGED_MODEL, "bfloat16").encode(texts)
    fine = Embedder(PACKAGED_MODEL, "float32").encode(texts)
    return float((coarse * fine).sum(axis=1).mean())


def settings_of(folder: Path) -> Any:
    from vouch.settings import Settings

    return Settings(corpus_dir=folder / "corpus", data_dir=folder / "data", chroma_url=None)


def squad_articles(limit: int) -> dict[str, str]:
    """The first articles of SQuAD's training set: title, and passages as paragraphs."""
    passages: dict[str, dict[str, None]] = {}
    with gzip.open(SQUAD, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            title = str(row["title"]).replace("/", "_")
            passages.setdefault(title, {})[str(row["passage"])] = None
    chosen = list(passages.items())[:limit]
    return {title: f"{title.replace('_', ' ')}\n\n" + "\n\n".join(p) for title, p in chosen}


def small_files(texts: dict[str, str], limit: int) -> dict[str, str]:
    """Small articles, each about a sentence of the large ones and a number of its own."""
    paragraphs = [p for text in texts.values() for p in text.split("\n\n")[1:]]
    return {
        f"{number}.txt": f"Note {number}\n\n{paragraphs[number % len(paragraphs)][:100]}\n"
        for number in range(limit)
    }


def write_files(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


def peak_memory_mb() -> float:
    """The most memory that this process held at once, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def processor() -> str:
    """The processor's name and what of it matters for bfloat16."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    pairs = (line.partition(":") for line in lines)
    found = {name.strip(): value.strip() for name, _, value in pairs}
    flags = set(found.get("flags", "").split())
    have = [flag for flag in CPU_FLAGS if flag in flags]
    return f"{found.get('model name', 'unknown')} ({', '.join(have)})"


MEASUREMENTS: dict[str, Callable[[Path], Any]] = {
    "index": measure_index,
    "changes": measure_changes,
    "cosine": measure_cosine,
    "reader": measure_reader,
    "langchain": measure_langchain,
}

if __name__ == "__main__":
    main()

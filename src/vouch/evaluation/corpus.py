"""Documents become article files in a folder, indexed as any corpus is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vouch.evaluation.datasets import DocumentRecord
from vouch.index import IndexDamagedError, IndexMismatchError, Progress, SyncReport, sync
from vouch.index.writer import Encoder
from vouch.settings import Settings


@dataclass(frozen=True, slots=True)
class MeasuredCorpus:
    """An indexed corpus: its settings, and the document's id for each article's path."""

    settings: Settings
    ids: dict[str, str]
    report: SyncReport


def index_documents(
    documents: Sequence[DocumentRecord],
    folder: Path,
    settings: Settings,
    embedder: Encoder,
    progress: Progress | None = None,
) -> MeasuredCorpus:
    """Write the documents below `folder` and index them there.

    What `folder` holds from before is used again where it is equal, and made
    anew where it was made with other settings or is damaged: it is nobody's
    corpus. Raises what `sync` raises.
    """
    articles = folder / "articles"
    articles.mkdir(parents=True, exist_ok=True)
    width = len(str(len(documents)))
    # Numbers, not ids, name the files: an id may hold what a path may not.
    ids = {f"{row:0{width}}.txt": document.id for row, document in enumerate(documents, start=1)}
    for (name, _), document in zip(ids.items(), documents, strict=True):
        _write(articles / name, article_file(document.title, document.text))
    for path in articles.iterdir():
        if path.name not in ids:
            path.unlink()
    settings = settings.model_copy(update={"corpus_dir": articles, "data_dir": folder / "index"})
    try:
        report = sync(settings, embedder, progress=progress)
    except (IndexMismatchError, IndexDamagedError):
        report = sync(settings, embedder, rebuild=True, progress=progress)
    return MeasuredCorpus(settings, ids, report)


def article_file(title: str, text: str) -> str:
    """A plain text file: the title in front matter, and the text as it stands."""
    # A JSON string is a YAML string too, whatever quotes and colons the title has.
    named = json.dumps(" ".join(title.split()), ensure_ascii=False)
    return f"---\ntitle: {named}\n---\n{text}\n" if title.strip() else f"{text}\n"


def _write(path: Path, content: str) -> None:
    """Write a file unless it holds just that: an untouched file is not read again."""
    encoded = content.encode("utf-8")
    if not path.is_file() or path.read_bytes() != encoded:
        path.write_bytes(encoded)

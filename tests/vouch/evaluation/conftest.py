import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from vouch.embedding import Embedder, load_embedder
from vouch.evaluation.corpus import MeasuredCorpus, index_documents
from vouch.evaluation.datasets import DocumentRecord
from vouch.settings import Settings

Write = Callable[..., Path]

DOCUMENTS = [
    DocumentRecord(
        id="ferry/1",
        title='The "Tern": a ferry',
        text="The ferry Tern sails at nine every morning. It carries 40 cars to Skaill island.",
    ),
    DocumentRecord(
        id="bridge",
        title="Bridge closed",
        text="Engineers closed the Kingsreach bridge on Monday. Salt had eaten into its cables.",
    ),
    DocumentRecord(
        id="museum",
        title="",
        text="The museum of clocks opens at ten. Entry is free for children under twelve.",
    ),
    DocumentRecord(
        id="salmon",
        title="Salmon return",
        text="Salmon were counted in the river Tarn for the first time in 60 years.",
    ),
]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records, or lines as they are, into a file; `.gz` names are compressed."""

    def write_lines(name: str, *lines: Mapping[str, Any] | str) -> Path:
        path = tmp_path / name
        text = "".join(
            f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines
        ).encode()
        path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
        return path

    return write_lines


@pytest.fixture(scope="package")
def embedder() -> Embedder:
    return load_embedder(Settings())


@pytest.fixture(scope="package")
def indexed(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> MeasuredCorpus:
    folder = tmp_path_factory.mktemp("measured")
    return index_documents(DOCUMENTS, folder, Settings(), embedder)

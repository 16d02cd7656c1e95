"""The reader that the settings name."""

from importlib.resources import files
from pathlib import Path

from vouch.embedding import Embedder
from vouch.reader.evidence import EvidenceReader
from vouch.reader.logistic import load_calibration
from vouch.reader.reading import Reader
from vouch.settings import Settings


def load_reader(settings: Settings, embedder: Embedder) -> Reader:
    """The reader, ready to read."""
    calibration = Path(str(files("vouch.reader") / "evidence.json"))
    return EvidenceReader(embedder.embed_documents, load_calibration(calibration))

"""The reader that the settings name."""

from importlib.resources import files
from pathlib import Path

from vouch.reader.calibration import load_calibration
from vouch.reader.cross_encoder import CrossEncoderReader, ReaderError
from vouch.reader.protocol import Reader
from vouch.settings import Settings

SHIPPED = "vouch"
"""The name of the reader that comes with the package."""


def load_reader(settings: Settings) -> Reader:
    """The shipped reader, or the cross-encoder of another name or folder.

    Raises ReaderError where the shipped weights are missing or damaged.
    """
    if settings.reader != SHIPPED:
        return CrossEncoderReader(settings.reader)
    from vouch.reader.model import NeuralReader
    from vouch.reader.reader import CalibratedReader

    folder = Path(str(files("vouch.reader")))
    try:
        network = NeuralReader.load(folder / "weights")
        calibration = load_calibration(folder / "calibration.json")
    except (OSError, ValueError) as error:
        raise ReaderError(
            f"The reader's files in {folder} are missing or damaged ({error}).",
            "Install Vouch again.",
        ) from error
    return CalibratedReader(network, calibration)

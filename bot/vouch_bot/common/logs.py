"""The bot's log on standard error, in which the token never shows."""

import logging
import sys

from vouch.errors import without_credentials
from vouch_bot.common.visible import visible

_QUIET = (
    *("httpx", "httpcore", "chromadb", "sentence_transformers", "transformers"),
    "watchfiles",
)


class HidingFormatter(logging.Formatter):
    """Formats records, tracebacks included, with a secret taken out."""

    def __init__(self, hide: str) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self._hide = hide

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace(self._hide, "[token]")
        return visible(without_credentials(text))


def log_to_stderr(hide: str) -> None:
    """Log to standard error from INFO on, without the secret `hide`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(HidingFormatter(hide))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # They log at INFO what nobody who runs a bot wants to read.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)

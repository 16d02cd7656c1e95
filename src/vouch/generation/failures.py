"""Why a chat model gave nothing to use, in plain words that hold no secret."""

from vouch.errors import VouchError

ENDLESS = "its output did not end"
EMPTY = "it said nothing"
REFUSED = "it refused to write"
FORM = "what it said had not the form that was asked for"
REPLY_SPENT = "the tokens for one reply are spent (VOUCH_CHAT_TOKENS_PER_REPLY)"
DAY_SPENT = "the tokens of the day are spent (VOUCH_CHAT_TOKENS_PER_DAY)"
UNCOUNTED = "the tokens of the day cannot be counted in VOUCH_DATA_DIR"
NO_ROOM = "no passage fits into the tokens for one reply (VOUCH_CHAT_TOKENS_PER_REPLY)"
TIMED_OUT = "it took too long (VOUCH_CHAT_TIMEOUT_SECONDS)"
NOT_HELD = "nothing that it wrote could be verified as an answer"
ONE_SIDED = "it left out that the articles disagree"
BROKEN_OFF = "its connection failed"

MEND = (
    "Set VOUCH_CHAT_MODEL, VOUCH_CHAT_BASE_URL and the provider's key right, "
    "or unset VOUCH_CHAT_MODEL: the articles are quoted meanwhile."
)

_STATUS = {
    400: "it did not take the request",
    401: "its key was not accepted",
    403: "its key was not accepted",
    404: "there is no such model at its address",
    408: TIMED_OUT,
    413: "the request was too long for it",
    422: "it did not take the request",
    429: "its provider's limit is reached",
    504: TIMED_OUT,
}
_TYPES = (
    ("Timeout", TIMED_OUT),
    ("RateLimit", _STATUS[429]),
    ("ContextOverflow", _STATUS[413]),
    ("ContentFilter", REFUSED),
    ("Refusal", REFUSED),
    ("LengthFinish", ENDLESS),
    ("Connect", BROKEN_OFF),
    ("Protocol", BROKEN_OFF),
    ("ReadError", BROKEN_OFF),
    ("JSONDecode", "its reply is not what the protocol asks for"),
)


class ChatModelError(VouchError):
    """The chat model gave nothing to use; the quoting voice answers.

    `why` follows a colon: "the articles' own words stand in for the chat model: ...".
    `status` is the HTTP status where there was one.
    """

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(f"The chat model cannot be used: {why}.", MEND)
        self.why = why
        self.status = status


def failure_of(error: Exception) -> ChatModelError:
    """What an error of a provider's package means.

    Its text is never passed on: providers repeat the key in it.
    """
    if isinstance(error, ChatModelError):
        return error
    status = _status(error)
    if status in _STATUS:
        return ChatModelError(_STATUS[status], status)
    if status is not None and status >= 400:
        return ChatModelError(f"its server failed (status {status})", status)
    lineage = " ".join(type_.__name__ for type_ in type(error).__mro__)
    for name, why in _TYPES:
        if name in lineage:
            return ChatModelError(why)
    return ChatModelError(f"it failed ({type(error).__name__})")


def _status(error: Exception) -> int | None:
    """The HTTP status that an error of one of the providers' packages carries."""
    response = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (response, "status_code"), (error, "code")):
        value = getattr(holder, name, None)
        if isinstance(value, int):
            return value
    return None

"""One request to a chat model: bounded in time and length, its tokens counted."""

from collections.abc import Iterator, Sequence
from queue import Empty, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any, TypeVar

from vouch.generation.bounded_http import CURRENT, Call
from vouch.generation.budget import Spending, estimated
from vouch.generation.chat_model import ChatModel, Schema
from vouch.generation.failures import (
    EMPTY,
    ENDLESS,
    REFUSED,
    TIMED_OUT,
    ChatModelError,
    failure_of,
)

LONGEST_TOKEN = 8
"""Output of more characters than this for each token that it may have does not end."""

Message = tuple[str, str]
"""Who speaks (system, human or ai) and what, as LangChain takes it."""

T = TypeVar("T")


def stream(
    model: ChatModel,
    messages: Sequence[Message],
    spending: Spending,
    schema: Schema | None = None,
) -> Iterator[str]:
    """What the model has said so far, each time that it has said more.

    With `schema` it is made to say a JSON object that this describes, where it
    can be. Raises ChatModelError where it fails, refuses, says nothing or does not
    end, and before it is asked where the tokens for it are not left.
    """
    prompt = estimated(text for _, text in messages)
    reserved = prompt + model.output_tokens
    spending.reserve(reserved)
    whole: Any = None
    said, answered = "", True
    try:
        for chunk in within(lambda: _asked(model, messages, schema), model.seconds):
            whole = chunk if whole is None else whole + chunk
            before, said = said, _text(whole)
            if len(said) > model.output_tokens * LONGEST_TOKEN:
                raise ChatModelError(ENDLESS)
            if said != before:
                yield said
        if _refused(whole):
            raise ChatModelError(REFUSED)
        if not said.strip():
            raise ChatModelError(EMPTY)
    except Exception as error:  # noqa: BLE001  each provider's package raises what it likes
        failure = failure_of(error)
        answered = failure.status is None
        raise failure from None
    finally:
        _settle(spending, reserved, prompt, said, whole, answered)


def _asked(model: ChatModel, messages: Sequence[Message], schema: Schema | None) -> Iterator[Any]:
    bound = model.structured(schema) if schema and model.structured else model.plain
    return bound.stream(list(messages))


def _text(message: Any) -> str:
    """The text of a message, or what it calls its one tool with."""
    calls = getattr(message, "tool_call_chunks", None)
    return str(calls[0]["args"] or "") if calls else str(message.text)


def _refused(message: Any) -> bool:
    if message is None:
        return False
    reason = str(message.response_metadata.get("finish_reason", "")).lower()
    return bool(message.additional_kwargs.get("refusal")) or reason in {"content_filter", "safety"}


def _settle(
    spending: Spending, reserved: int, prompt: int, said: str, message: Any, answered: bool
) -> None:
    """Count the tokens that the provider tells, or those that the texts seem to have.

    A request that was turned away (`answered` is false) has cost nothing.
    """
    usage = _usage(message)
    if usage:
        spending.settle(reserved, *usage, guessed=False)
    elif answered:
        spending.settle(reserved, prompt, estimated([said]) if said else 0, guessed=True)
    else:
        spending.settle(reserved, 0, 0, guessed=False)


def _usage(message: Any) -> tuple[int, int] | None:
    """The tokens of prompt and output that a message tells, where it does."""
    if message is None:
        return None
    if message.usage_metadata:
        return message.usage_metadata["input_tokens"], message.usage_metadata["output_tokens"]
    # OpenAI's structured output, streamed, has its usage here alone
    told = message.response_metadata.get("token_usage") or {}
    if "prompt_tokens" in told and "completion_tokens" in told:
        return told["prompt_tokens"], told["completion_tokens"]
    return None


def within(opened: Any, seconds: float) -> Iterator[Any]:
    """What the iterator that `opened()` makes yields; ChatModelError where it takes too long.

    It is read in a thread of its own: a server that holds a connection open
    without a word would keep the reader for ever. Whoever leaves closes the connection.
    """
    deadline = monotonic() + seconds
    call = Call(seconds)
    pieces: Queue[tuple[Any, Exception | None] | None] = Queue()
    left = Event()

    def read() -> None:
        CURRENT.set(call)
        try:
            for piece in opened():
                if left.is_set():
                    return
                pieces.put((piece, None))
            pieces.put(None)
        except Exception as error:  # noqa: BLE001  raised again where it is waited for
            pieces.put((None, error))

    Thread(target=read, daemon=True, name="vouch-chat-model").start()
    try:
        while (got := _next(pieces, deadline)) is not None:
            piece, error = got
            if error is not None:
                raise error
            yield piece
    finally:
        left.set()
        call.cancel()


def _next(pieces: "Queue[T]", deadline: float) -> T:
    try:
        return pieces.get(timeout=max(0.0, deadline - monotonic()))
    except Empty:
        raise ChatModelError(TIMED_OUT) from None

"""Whether the chat model that the settings name can be used."""

from dataclasses import replace

from vouch.errors import VouchError
from vouch.generation.budget import account
from vouch.generation.chat_model import load_chat_model
from vouch.generation.failures import EMPTY, ENDLESS, ChatModelError
from vouch.generation.generator import require_shipped_reader
from vouch.generation.streaming import stream
from vouch.settings import Settings

TOKENS = 16
"""The output that is asked for: the fewest that every provider takes."""

SECONDS = 20.0
"""How long the model may take, where its own limit is not shorter."""


def chat_model_problem(settings: Settings) -> VouchError | None:
    """Why the chat model cannot be used, with what mends it; None where it can.

    It is asked for a word, which costs some tokens of the day.
    """
    try:
        require_shipped_reader(settings)
        model = load_chat_model(settings, TOKENS)
        model = replace(model, seconds=min(model.seconds, SECONDS))
        for _ in stream(model, [("human", "Say: yes")], account(settings)):
            break
    except ChatModelError as error:
        # a model that thinks before it speaks may spend so few tokens on that alone
        return None if error.why in {EMPTY, ENDLESS} else error
    except VouchError as error:
        return error
    return None

"""The second voice: a chat model's prose, held to what the articles say."""

from vouch.writing.drafting import Outcome
from vouch.writing.page import Told
from vouch.writing.probe import chat_model_problem
from vouch.writing.voice import Voice

__all__ = ["Outcome", "Told", "Voice", "chat_model_problem"]

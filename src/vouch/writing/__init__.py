"""The second voice: a chat model's prose, held to what the articles say."""

from vouch.writing.drafting import Outcome
from vouch.writing.page import Told
from vouch.writing.voice import Voice

__all__ = ["Outcome", "Told", "Voice"]

"""Conversations: the turns before a question, and the question made to stand alone."""

from vouch.conversation.standalone import standalone
from vouch.conversation.turns import Turn, turn_of

__all__ = ["Turn", "standalone", "turn_of"]

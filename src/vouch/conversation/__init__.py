"""Conversations: the turns before a question, and the question made to stand alone."""

from vouch.conversation.rewrite import attempts, standalone
from vouch.conversation.turns import Turn, turn_of

__all__ = ["Turn", "attempts", "standalone", "turn_of"]

"""The second voice: a chat model's prose, held to what the articles say."""

from vouch.generation.answer_buffer import OnStatement
from vouch.generation.draft import Outcome
from vouch.generation.generator import Generator
from vouch.generation.health_check import chat_model_problem

__all__ = ["Generator", "OnStatement", "Outcome", "chat_model_problem"]

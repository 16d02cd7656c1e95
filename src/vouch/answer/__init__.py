"""Answers quoted from passages, refusals, and both as JSON."""

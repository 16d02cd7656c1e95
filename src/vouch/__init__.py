"""Vouch: answers from a folder of articles, each statement with its quote."""

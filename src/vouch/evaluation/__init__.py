"""Measures on labelled questions."""

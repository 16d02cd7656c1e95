"""A file of the corpus becomes an article."""

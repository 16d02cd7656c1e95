"""A file of the corpus becomes an article.

`discover` says which files there are, `read_article` makes an article of one.
Importing this loads no parser: a process of its own does that, at the first
file that is read (see `process`).
"""

from vouch.documents.discovery import Discovery, Failure, FoundFile, discover
from vouch.documents.formats import SUFFIXES
from vouch.documents.loader import read_article
from vouch.errors import ArticleError

__all__ = [
    "SUFFIXES",
    "ArticleError",
    "Discovery",
    "Failure",
    "FoundFile",
    "discover",
    "read_article",
]

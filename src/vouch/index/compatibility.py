"""Whether an index was made with the settings that are in force now."""

from typing import Protocol

from vouch.chunking import PASSAGES_VERSION
from vouch.embedding import canonical_name
from vouch.index.document_store import SCHEMA_VERSION
from vouch.index.errors import IndexMismatchError
from vouch.index.versions import Made
from vouch.settings import Settings


class Model(Protocol):
    """What is asked of an embedder here; neither needs its weights."""

    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...


def made_with(settings: Settings, model: Model) -> Made:
    """What an index that is made now is made with."""
    return Made(
        schema=SCHEMA_VERSION,
        embedding_model=canonical_name(settings.embedding_model),
        dimension=model.dimension,
        passages=PASSAGES_VERSION,
        passage_tokens=min(settings.passage_tokens, model.max_tokens),
    )


def made_by_another_version(made: Made) -> bool:
    """Whether an index has another form than this version of Vouch makes."""
    return (made.schema, made.passages) != (SCHEMA_VERSION, PASSAGES_VERSION)


def require_same_schema(made: Made) -> None:
    """Raises IndexMismatchError for an index of another version of Vouch, which cannot be read."""
    if made.schema != SCHEMA_VERSION:
        raise IndexMismatchError(
            "version of Vouch's index", made.schema, SCHEMA_VERSION, by_itself=True
        )


def require_same(made: Made, wanted: Made) -> None:
    """Raises IndexMismatchError, with both values, for the first setting that differs."""
    require_same_schema(made)
    names = {
        "embedding_model": "embedding model",
        "dimension": "length of vectors",
        "passages": "way of cutting passages",
        "passage_tokens": "length of passages (VOUCH_PASSAGE_TOKENS)",
    }
    for field, name in names.items():
        was, is_ = getattr(made, field), getattr(wanted, field)
        if was != is_:
            raise IndexMismatchError(name, was, is_, by_itself=made_by_another_version(made))

"""The front matter of a text: what it says of itself, in YAML between two lines of `---`."""

from typing import Any

import yaml  # type: ignore[import-untyped]
from frontmatter.default_handlers import YAMLHandler

from vouch.documents.dates import iso_date
from vouch.documents.parsed import Details, UnreadableError, in_one_line, web_address

MAX_FRONT_MATTER = 100_000
_NOTHING = {"", "~", "null", "none"}


def split_front_matter(text: str) -> tuple[Details, str]:
    """What the front matter says, and the body with as many empty lines in its place.

    The body's lines so keep their numbers. A value of a wrong type, or a date
    that the calendar does not have, counts as not given: it loses no article.
    Raises UnreadableError, naming the line, where the front matter is not YAML.
    """
    handler = YAMLHandler()
    if not handler.detect(text):
        return Details(), text
    try:
        front, body = handler.split(text)
    except ValueError:
        return Details(), text  # a ruled line, and no second one
    if len(front) > MAX_FRONT_MATTER:
        raise UnreadableError("has front matter that is too long")
    try:
        # BaseLoader makes strings only: no objects, and "2025-02-30" is no error
        values = yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" on line {mark.line + 1}" if mark else ""
        raise UnreadableError(f"has front matter that is not YAML{where}") from None
    except RecursionError:
        raise UnreadableError("has front matter that is nested too deeply") from None
    if not isinstance(values, dict):
        return Details(), text  # text between two ruled lines
    lines_above = text[: len(text) - len(body)].count("\n")
    return _details(values), "\n" * lines_above + body


def _details(values: dict[Any, Any]) -> Details:
    known = {str(key).strip().lower(): value for key, value in values.items()}
    return Details(
        title=_words(known.get("title")),
        author=_names(known.get("author")) or _names(known.get("authors")),
        date=iso_date(_words(known.get("date"))),
        url=web_address(_words(known.get("url"))),
    )


def _words(value: object) -> str | None:
    if not isinstance(value, str) or value.strip().lower() in _NOTHING:
        return None
    return in_one_line(value)


def _names(value: object) -> str | None:
    """One name, or the names of a list, as `A, B`; `{name: A}` counts as A."""
    several = value if isinstance(value, list) else [value]
    given = [name.get("name") if isinstance(name, dict) else name for name in several]
    names = [name for name in map(_words, given) if name]
    return ", ".join(dict.fromkeys(names)) or None

"""Front matter: what a text says of itself, in YAML between `---` or in TOML between `+++`."""

import json
import re
import tomllib
from typing import Any

import yaml  # type: ignore[import-untyped]

from vouch.documents.dates import iso_date
from vouch.documents.parsed import Details, UnreadableError, in_one_line, web_address

MAX_FRONT_MATTER = 100_000
_NOTHING = {"", "~", "null", "none"}
_FENCED = re.compile(
    r"\s{0,100}?(?P<fence>---+|\+\+\+)[ \t]*\n(?P<front>.*?)(?<=\n)"
    r"(?:(?P=fence)|\.\.\.)[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_PLAIN_VALUE = re.compile(
    r"(?P<key>[ \t]*(?:- )?[\w-]+):[ \t]+(?P<value>[^\s\"'\[{|>#&!].*?)[ \t]*"
)
_DATE_KEYS = (
    *("date", "published", "pubdate", "publishedat", "publisheddate", "publishdate"),
    *("datepublished", "publicationdate", "publishedon", "publishedtime", "issued"),
)
_AUTHOR_KEYS = ("author", "authors", "byline", "creator", "writer")
_TITLE_KEYS = ("title", "headline")
_TAG_KEYS = (
    *("tags", "tag", "categories", "category", "keywords", "topics", "topic"),
    *("collections", "collection", "section"),
)
_MAX_TAGS, _LONGEST_TAG = 50, 80
_URL_KEYS = ("url", "link", "canonical", "canonicalurl", "permalink", "source")


def split_front_matter(text: str) -> tuple[Details, str]:
    """Split a text into what its front matter says and its body.

    The body has as many empty lines ahead of it as the front matter has lines,
    so that its lines keep their numbers. A value of a wrong type, or a date
    that the calendar does not have, counts as not given. Raises
    UnreadableError, naming the line, where the front matter cannot be read.
    """
    match = _FENCED.match(text)
    if match is None:
        return Details(), text
    front = match["front"]
    if len(front) > MAX_FRONT_MATTER:
        raise UnreadableError("has front matter that is too long")
    first_line = text.count("\n", 0, match.start("front")) + 1
    values = _toml(front) if match["fence"] == "+++" else _yaml(front, first_line)
    if not isinstance(values, dict):
        return Details(), text  # text between two ruled lines
    lines_above = text[: match.end()].count("\n")
    return described(values, "front matter"), "\n" * lines_above + text[match.end() :]


def described_yaml(text: str, date_source: str) -> Details:
    """The details that a YAML text gives. Raises UnreadableError where it is no mapping."""
    lines = [line for line in text.splitlines() if line.strip() not in ("---", "...")]
    values = _yaml("\n".join(lines), 1)
    if not isinstance(values, dict):
        raise UnreadableError("has no lines such as `date: 2025-10-12`")
    return described(values, date_source)


def described(values: dict[Any, Any], date_source: str) -> Details:
    """The details that the entries of a YAML or TOML mapping give."""
    known = {re.sub(r"[\s_.:-]", "", str(key)).lower(): value for key, value in values.items()}
    language = _first(known, ("lang", "language", "locale"))
    dates = (iso_date(_words(known.get(key)), language) for key in _DATE_KEYS)
    date = next(filter(None, dates), None)
    authors = (_names(known.get(key)) for key in _AUTHOR_KEYS)
    return Details(
        title=_first(known, _TITLE_KEYS),
        author=next(filter(None, authors), None),
        date=date,
        url=next(filter(None, (web_address(_words(known.get(key))) for key in _URL_KEYS)), None),
        date_source=date_source if date else None,
        tags=_tags(known),
    )


def _yaml(front: str, first_line: int) -> object:
    """The values of YAML; where it is none, of YAML whose plain values are put in quotes."""
    try:
        return _loaded(front)
    except yaml.YAMLError as error:
        try:
            # "title: Ferries: the plan" is no YAML, and what many people write
            return _loaded("\n".join(map(_quoted, front.split("\n"))))
        except yaml.YAMLError:
            mark = getattr(error, "problem_mark", None)
            where = f" on line {first_line + mark.line}" if mark else ""
            raise UnreadableError(f"has front matter that is not YAML{where}") from None


def _loaded(front: str) -> object:
    try:
        # BaseLoader makes strings only: no objects, and "2025-02-30" is no error
        return yaml.load(front, Loader=yaml.BaseLoader)  # noqa: S506
    except RecursionError:
        raise UnreadableError("has front matter that is nested too deeply") from None


def _quoted(line: str) -> str:
    match = _PLAIN_VALUE.fullmatch(line)
    return f"{match['key']}: {json.dumps(match['value'])}" if match else line


def _toml(front: str) -> object:
    try:
        return tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableError(
            f"has front matter that is not TOML ({in_one_line(str(error), 80)})"
        ) from None
    except RecursionError:
        raise UnreadableError("has front matter that is nested too deeply") from None


def _first(known: dict[str, Any], keys: tuple[str, ...]) -> str | None:
    return next(filter(None, (_words(known.get(key)) for key in keys)), None)


def _words(value: object) -> str | None:
    """A value in one line; a date of TOML in ISO 8601."""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if not isinstance(value, str) or value.strip().lower() in _NOTHING:
        return None
    return in_one_line(value)


def _tags(known: dict[str, Any]) -> tuple[str, ...]:
    """The tags under all keys for them: a list, or words with commas between."""
    found: dict[str, None] = {}
    for value in (known.get(key) for key in _TAG_KEYS):
        several = value if isinstance(value, list) else str(_words(value) or "").split(",")
        tags = filter(None, map(_words, several))
        found |= {tag.lstrip("#")[:_LONGEST_TAG].strip(): None for tag in tags}
    return tuple(list(filter(None, found))[:_MAX_TAGS])


def _names(value: object) -> str | None:
    """One name, or the names of a list, as `A, B`; `{name: A}` counts as A."""
    several = value if isinstance(value, list) else [value]
    given = [name.get("name") if isinstance(name, dict) else name for name in several]
    names = [name for name in map(_words, given) if name]
    return ", ".join(dict.fromkeys(names)) or None

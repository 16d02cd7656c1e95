"""What the first lines of a text say of it: who wrote it, and when it was published."""

import re
from collections.abc import Iterator

from vouch.documents.dates import LENGTH_OF_DAY, iso_date
from vouch.documents.parsed import Details, in_one_line

MAX_LINE = 400
"""No line of more characters says who wrote an article."""
MAX_LINE_WORDS = 14
"""A line with more words is prose; so is one that ends as a sentence does."""
MAX_PROSE = 2
"""Paragraphs of prose (a standfirst) that may stand between a title and a byline."""
LOOKED_AT = 4000

_BYLINE = re.compile(
    r"(?:(?:words|text|story|report|written|reported|posted|published)\s+(?:and\s+\w+\s+)?by|by"
    r"|von|par|por|di|door|av|af|author:|text:)\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"(?:first\s+|originally\s+)?(?:published|posted|issued|date|dated|released|publication date"
    r"|ver(?:ö|oe)ffentlicht|erschienen|publié|paru|publicado|pubblicato|gepubliceerd|publicerad"
    r"|publisert|udgivet|opublikowano)(?:\s+(?:on|online|am|le|el|il|op|den|at))*\s*:?\s+(?P<rest>\S.*)",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"(?<![\s,;(·|–—-])[\s,;(·|–—-]*\b(?:last\s+)?(?:updated?|modified|edited|corrected|revised|aktualisiert"
    r"|mis à jour|actualizado|aggiornato|bijgewerkt|uppdaterad|oppdatert|opdateret)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_PARTS = re.compile(r"\s*[|·•/]\s*|\s+[–—-]\s+|\s{3,}|\t")
_NAME = re.compile(
    r"(?!(?:The|A|An|In|On|At|And|Our|This|That|It|He|She|We|They|You|I)\s"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
    r"[^\W\d_a-z][\w.'’-]*(?:\s+(?:de|la|van|von|der|den|af|av|bin|al|da|dos|du|le|ter|ten|y|e"
    r"|[^\W\d_a-z][\w.'’-]*)){0,5}"
)
_AND = r"\s*(?:,?\s+(?:and|und|et|y|og|och|en|with)\s+|&\s*)"
# names apart by commas end in an "and": what else follows a comma is what a person does
_NAMES = re.compile(
    rf"{_NAME.pattern}(?:(?:\s*,\s*{_NAME.pattern}){{0,5}}{_AND}{_NAME.pattern}){{0,2}}"
)
_DATELINE = re.compile(
    r"(?P<head>[^\n]{4,90}?)(?:\s{0,4}\([^()\n]{2,30}\))?\s{0,4}(?:--?|[–—])\s+\S"
)
_PLACED = re.compile(r"(?P<head>[^\n.]{3,40}, [^\n]{6,40}?\d{4})[.:]\s+[^\W\d_a-z]")
_PLACE = re.compile(
    r"(?!(?:By|Until|Till|From|On|In|At|After|Before|Since)\b)"
    r"[^\W\d_a-z][\w.'’-]*(?:[ ,]+[^\W\d_][\w.'’-]*){0,4},?"
)
_SENTENCE_END = re.compile(r"[.!?…][\"'’”»)\]]*$")


def opening_details(text: str, title: str | None = None, language: str | None = None) -> Details:
    """Read the author and the date that a text's first lines name.

    In this order: a byline with a date, a dateline ("NORVIK, 12 October 2025 —"),
    "Published on ...", a date in a line of its own under the title. What stands
    in the middle of the text is of something else, and is not read.

    Args:
        text: The article's text.
        title: Its title, where it is known.
        language: The tag of its language, for dates in numbers.

    Returns:
        Details with `author`, `date` and `date_source`, each None where the
        text does not say.
    """
    author: str | None = None
    dates: dict[str, str] = {}
    lines = list(_opening_lines(text, title))
    for line, prose_above in lines:
        byline = _BYLINE.fullmatch(line) if _is_short(line) else None
        names = _NAMES.match(byline["rest"]) if byline else None
        if byline and names:
            author = author or in_one_line(_without_date(names.group(), language))
            _note(dates, "byline", date_at_end(byline["rest"], language))
            continue
        published = _PUBLISHED.fullmatch(line)
        if published:
            _note(dates, "published line", date_at_start(published["rest"], language))
        elif _is_short(line) and (prose_above == 0 or author):
            _note(dates, "date line", _date_of_line(line, language))
        if prose_above <= MAX_PROSE:
            _note(dates, "dateline", _dateline(line, language))
    if "date line" in dates and _is_diary(text, language):
        del dates["date line"]
    for paragraph in text.rstrip()[-LOOKED_AT:].split("\n\n")[-3:]:
        published = _PUBLISHED.fullmatch(paragraph.strip())
        if published and len(paragraph) < 200:
            _note(dates, "published line", date_at_start(published["rest"], language))
    for source in ("byline", "dateline", "published line", "date line"):
        if source in dates:
            return Details(author=author, date=dates[source], date_source=source)
    return Details(author=author)


def is_byline(line: str) -> bool:
    """Whether a line says who wrote the article or when it was published, and nothing else."""
    line = line.strip()
    if not _is_short(line):
        return False
    byline = _BYLINE.fullmatch(line)
    if byline and _NAMES.match(byline["rest"]):
        return True
    published = _PUBLISHED.fullmatch(line)
    if published and date_at_start(published["rest"], None):
        return True
    return _date_of_line(line, None) is not None


def date_at_end(words: str, language: str | None) -> str | None:
    """The date that a line's last words are, with what was changed later left out."""
    for part in reversed(_PARTS.split(_CHANGED.sub("", words))):
        tokens = part.strip(" ,;.()").split()
        for first in range(len(tokens)):
            found = iso_date(" ".join(tokens[first:]), language)
            if found and len(found) > len("2025"):
                return found
    return None


def date_at_start(words: str, language: str | None) -> str | None:
    """The date that a line's first words are: the longest that is one."""
    tokens = _CHANGED.sub("", words).split()[:10]
    for last in range(len(tokens), 0, -1):
        found = iso_date(" ".join(tokens[:last]).rstrip(" ,;.()|·•-–—"), language)
        if found and len(found) > len("2025"):
            return found
    return None


def _opening_lines(text: str, title: str | None) -> Iterator[tuple[str, int]]:
    """The first lines but the title, each with the number of paragraphs of prose above it."""
    prose, seen = 0, 0
    for paragraph in text.lstrip()[:LOOKED_AT].split("\n\n"):
        lines = [" ".join(line.split()) for line in paragraph.split("\n") if line.strip()]
        for line in lines:
            is_title = title is not None and line.casefold() == title.casefold()
            if not is_title and (seen or not _is_heading(line)):
                yield line, prose
            seen += 1
        prose += any(not _is_short(line) for line in lines)
        if prose > MAX_PROSE or seen > 20:
            return


def _is_heading(line: str) -> bool:
    """Whether a text's first line is its heading, not a byline or a date."""
    return _is_short(line) and not (_BYLINE.fullmatch(line) or iso_date(line))


def _is_short(line: str) -> bool:
    if len(line) > MAX_LINE or len(line.split()) > MAX_LINE_WORDS:
        return False
    return not _SENTENCE_END.search(line) or bool(date_at_end(line, None))


def _date_of_line(line: str, language: str | None) -> str | None:
    """The date of a line that holds nothing else but a place or a name before it."""
    line = _CHANGED.sub("", line).strip(" ()")
    found = iso_date(line, language)
    if found:
        return found if len(found) > len("2025") else None
    place, comma, rest = line.partition(", ")
    if not comma or not _PLACE.fullmatch(place) or len(place) > 40:
        place, *parts = _PARTS.split(line, maxsplit=1)
        rest = parts[0] if parts and _PLACE.fullmatch(place) else ""
    found = date_at_start(rest, language) if len(rest.split()) <= 8 else None
    return found if found and len(found) == LENGTH_OF_DAY else None


def _dateline(line: str, language: str | None) -> str | None:
    """The date that a paragraph opens with, as news agencies write it."""
    for pattern in (_DATELINE, _PLACED):
        match = pattern.match(line)
        if match is None:
            continue
        tokens = match["head"].strip(" ,").split()
        for first in range(min(len(tokens), 6)):
            found = iso_date(" ".join(tokens[first:]), language)
            place = " ".join(tokens[:first])
            if found and len(found) == LENGTH_OF_DAY and (not place or _PLACE.fullmatch(place)):
                return found
    return None


def _is_diary(text: str, language: str | None) -> bool:
    """Whether several lines are dates: those of entries, not of the article."""
    short = (line.strip() for line in text[:50_000].split("\n") if 6 < len(line.strip()) < 40)
    dates = {iso_date(line, language) for line in short if any(map(str.isdecimal, line))}
    return len(dates - {None}) > 2


def _without_date(names: str, language: str | None) -> str:
    """The names of a byline without a date that follows them."""
    tokens = names.split()
    for first in range(1, len(tokens)):
        if tokens[first][:3].isalpha() and _starts_date(tokens[first], language):
            return " ".join(tokens[:first]).rstrip(" ,")
    return names


def _starts_date(word: str, language: str | None) -> bool:
    return iso_date(f"{word.rstrip('.,')} 2025", language) is not None


def _note(dates: dict[str, str], source: str, found: str | None) -> None:
    if found:
        dates.setdefault(source, found)

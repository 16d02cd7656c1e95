"""Where in an article a quote stands, in words that a person can find it by."""

from collections.abc import Sequence

from vouch.types import Quote

_WITHOUT_LINES = (".html", ".htm", ".xhtml", ".docx", ".odt", ".rtf", ".epub")
"""Formats whose text has no lines of its own: its place is named by headings."""


def section_line(quote: Quote) -> str:
    """The headings above a quote in one line, the highest first; empty where there are none."""
    return " \u203a ".join(quote.section)


def place_of(quote: Quote) -> str:
    """The page of a quote, the heading that it is under, or its line."""
    if quote.page is not None:
        return f"page {quote.page}"
    if quote.section and quote.source.path.lower().endswith(_WITHOUT_LINES):
        return f"under \u201c{quote.section[-1]}\u201d"
    return f"line {quote.line}"


def places_of(quotes: Sequence[Quote]) -> str:
    """The places of several quotes of one article: "lines 3, 4"."""
    places = list(dict.fromkeys(place_of(quote) for quote in quotes))
    units = {place.partition(" ")[0] for place in places}
    if len(places) == 1 or len(units) > 1:
        return ", ".join(places)
    unit = units.pop()
    rest = ", ".join(place.partition(" ")[2] for place in places)
    return f"{unit} {rest}" if unit == "under" else f"{unit}s {rest}"

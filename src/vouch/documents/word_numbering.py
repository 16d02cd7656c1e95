"""The bullets and numbers of a Word document's lists, as Word shows them."""

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn

from vouch.documents.numerals import letters, roman

MAX_LEVEL = 8


class Numbering:
    """Counts the items of each list; the numbers themselves are not in a document's text."""

    def __init__(self, document: Any) -> None:
        self._counts: dict[tuple[str, int], int] = defaultdict(int)
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        self._lists: dict[str, str] = {}
        for style in document.styles:
            mark = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if mark is not None:
                self._styles[style.name or ""] = _number_of(mark)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {
            node.get(qn("w:abstractNumId")): node for node in root.findall(qn("w:abstractNum"))
        }
        for number in root.findall(qn("w:num")):
            of = number.find(qn("w:abstractNumId"))
            key = number.get(qn("w:numId"), "")
            node = abstract.get(of.get(qn("w:val")) if of is not None else None)
            self._lists[key] = of.get(qn("w:val"), key) if of is not None else key
            for level in node.findall(qn("w:lvl")) if node is not None else ():
                self._formats[key, _integer(level.get(qn("w:ilvl")))] = (
                    _value(level, "w:numFmt", "bullet"),
                    _value(level, "w:lvlText", "%1."),
                    _integer(_value(level, "w:start", "1"), 1),
                )

    def mark(self, properties: Any, style: str) -> tuple[int, str]:
        """How deep the next item of a list is nested, and the bullet or number before it."""
        number, level = self._styles.get(style, ("", 0))
        if properties is not None:
            own, deep = _number_of(properties)
            number, level = own or number, deep or level
        level = min(max(level, 0), MAX_LEVEL)
        kind, pattern, start = self._formats.get((number, level), ("", "", 1))
        for deeper in range(level + 1, MAX_LEVEL + 1):
            self._counts.pop((number, deeper), None)
        self._counts[number, level] += 1
        if kind in ("", "bullet", "none") or "%" not in pattern:
            return level, "- "
        shown = pattern
        for depth in range(level + 1):
            form, _, first = self._formats.get((number, depth), (kind, "", start))
            count = max(self._counts[number, depth], 1) + first - 1
            shown = shown.replace(f"%{depth + 1}", _shown(count, form))
        return level, f"{shown} "


def _number_of(properties: Any) -> tuple[str, int]:
    return _value(properties, "w:numId", ""), _integer(_value(properties, "w:ilvl", "0"))


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(qn(name))
    return default if found is None else found.get(qn("w:val"), default)


def _integer(value: str | None, default: int = 0) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else default


def _shown(count: int, form: str) -> str:
    match form:
        case "lowerLetter":
            return letters(count)
        case "upperLetter":
            return letters(count).upper()
        case "lowerRoman":
            return roman(count).lower()
        case "upperRoman":
            return roman(count)
    return str(count)

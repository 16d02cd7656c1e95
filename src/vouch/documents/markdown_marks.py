"""Marks that other tools add to Markdown, read as a reader of those tools sees them.

Obsidian's links, highlights, comments and block ids; notes; the shortcodes of
static site generators; attributes of pandoc; struck-out text.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from vouch.documents.superscripts import raised

_LINK = re.compile(r"(!?)\[\[([^\[\]\n|]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_NOTE = re.compile(r"\[\^[^\]\s^]{1,60}\]")
_COMMENT = re.compile(r"%%.*?%%", re.DOTALL)
_SHORTCODE = re.compile(r"\{\{[<%]?.{0,500}?[>%]?\}\}|\{%.{0,500}?%\}", re.DOTALL)
_ATTRIBUTES = re.compile(r"\{:?\s?[.#][\w.#\s=\"'-]{1,100}\}|\{:[^{}\n]{1,100}\}")
_BLOCK_ID = re.compile(r"\s\^[\w-]{1,40}(?=\s*$)", re.MULTILINE)
_HIGHLIGHT = re.compile(r"==(?=[^\s=])(?:[^=\n]|=(?!=)){1,500}?(?<=\S)==(?!=)")
_RAISED = re.compile(r"\^([^\s^]{1,8})\^")
_FENCE = re.compile(r":{3,}[^\n]{0,200}")
_CALLOUT = re.compile(r"\[![\w-]{1,30}\][+-]?[ \t]*")
_TASK = re.compile(r"\[[ xX]\](?=\s)")
_NOTE_START = re.compile(r"\[\^([^\]\s^]{1,60})\]:[ \t]*")
NOTE = "footnote"
"""The token that opens and closes a note, `footnote_open` and `footnote_close`."""


def reader_of_markdown(nesting: int) -> MarkdownIt:
    """A parser of CommonMark, tables, struck-out text and the marks of other tools."""
    parser = MarkdownIt("commonmark", {"maxNesting": nesting}).enable(["table", "strikethrough"])
    inline = parser.inline.ruler
    for name, sign, rule in _RULES:
        inline.before("link" if sign in "[!" else "escape", name, _at(sign, rule))
    parser.block.ruler.before("reference", "note", _note, {"alt": ["paragraph"]})
    parser.block.ruler.before("fence", "unseen", _unseen_block, {"alt": ["paragraph"]})
    return parser


Rule = Callable[[StateInline], tuple[int, str] | None]
"""What stands at the state's place: how long it is, and the words that it is read as."""


def _at(sign: str, rule: Rule) -> Callable[[StateInline, bool], bool]:
    """An inline rule for what starts with any of the characters of `sign`."""

    def run(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in sign:
            return False
        found = rule(state)
        if found is None:
            return False
        length, words = found
        if not silent:
            state.pending += words
        state.pos += length
        return True

    return run


def _matched(pattern: re.Pattern[str]) -> Rule:
    """A rule for what is not shown at all."""

    def rule(state: StateInline) -> tuple[int, str] | None:
        match = pattern.match(state.src, state.pos)
        return (len(match.group()), "") if match else None

    return rule


def _link(state: StateInline) -> tuple[int, str] | None:
    """`[[folder/page|words]]` is "words", `[[folder/page]]` is "page"; a picture is not shown."""
    match = _LINK.match(state.src, state.pos)
    if match is None:
        return None
    embedded, target, words = match.groups()
    if embedded or target.startswith("_TOC"):
        return len(match.group()), ""
    page, _, heading = target.partition("#")
    shown = words or " > ".join(filter(None, (page.rpartition("/")[2], heading.lstrip("^#"))))
    return len(match.group()), shown.strip().removesuffix(".md")


def _highlight(state: StateInline) -> tuple[int, str] | None:
    """The signs around marked words go, the words are parsed on."""
    if state.env.get("highlight_ends") == (id(state.src), state.pos):
        return 2, ""
    match = _HIGHLIGHT.match(state.src, state.pos)
    if match is None:
        return None
    state.env["highlight_ends"] = (id(state.src), match.end() - 2)
    return 2, ""


def _raise(state: StateInline) -> tuple[int, str] | None:
    match = _RAISED.match(state.src, state.pos)
    if match is None or raised(match[1]) == match[1]:
        return None
    return len(match.group()), raised(match[1])


def _first_in_block(pattern: re.Pattern[str]) -> Rule:
    """A rule for a mark that a block begins with."""
    unseen = _matched(pattern)

    def rule(state: StateInline) -> tuple[int, str] | None:
        found = unseen(state) if state.pos == 0 else None
        # the blank after a box that is ticked goes too
        return (found[0] + 1, "") if found and pattern is _TASK else found

    return rule


_RULES: tuple[tuple[str, str, Rule], ...] = (
    ("wiki_link", "[!", _link),
    ("note_mark", "[", _matched(_NOTE)),
    ("callout", "[", _first_in_block(_CALLOUT)),
    ("task", "[", _first_in_block(_TASK)),
    ("comment", "%", _matched(_COMMENT)),
    ("shortcode", "{", _matched(_SHORTCODE)),
    ("attributes", "{", _matched(_ATTRIBUTES)),
    ("highlight", "=", _highlight),
    ("raised", "^", _raise),
)


def without_block_ids(markdown: str) -> str:
    """Markdown without the ids that Obsidian gives to blocks, at the ends of lines."""
    return _BLOCK_ID.sub("", markdown) if " ^" in markdown else markdown


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _unseen_block(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """A comment over several lines, and the fences of boxes (`:::note`), which are not shown."""
    line = _line(state, first)
    if _FENCE.fullmatch(line):
        last = first + 1
    elif line.startswith("%%"):
        last = first
        ends = "%%" in line[2:]
        while not ends and last + 1 < end:
            last += 1
            ends = "%%" in _line(state, last)
        # words after the comment's end are the paragraph's: the inline rule reads them
        if not ends or not _line(state, last).rstrip().endswith("%%"):
            return False
        last += 1
    else:
        return False
    if not silent:
        state.line = last
    return True


def _note(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """`[^1]: words`, and the indented lines that go on with them."""
    match = _NOTE_START.match(_line(state, first))
    if match is None:
        return False
    if silent:
        return True
    last = first + 1
    while last < end and not state.isEmpty(last):
        line = _line(state, last)
        if _NOTE_START.match(line):
            break
        last += 1
    words = [_line(state, first)[match.end() :], *(_line(state, n) for n in range(first + 1, last))]
    state.line = last
    opening = state.push(f"{NOTE}_open", "", 1)
    opening.map = [first, last]
    token = state.push("inline", "", 0)
    token.content = "\n".join(words).strip()
    token.map = [first, last]
    token.children = []
    state.push(f"{NOTE}_close", "", -1)
    return True

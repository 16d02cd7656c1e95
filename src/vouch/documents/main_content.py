"""Finds the article in a page, and takes what is no part of it out."""

import re
from typing import Any

_FURNITURE_TAGS = frozenset({"nav", "form", "menu"})
_PAGE_TAGS = frozenset({"header", "footer", "aside"})
"""Furniture where they are the page's; within an article they are a part of it."""
_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|cookies?|consent|share(?:s|bar|tools)?"
    r"|sharing|social(?:s|-?(?:links|media|share|bar))?|related(?:-?\w+)?|recirc|recommend(?:ed|ations)?"
    r"|most-?(?:read|popular|viewed)|trending|popular|teasers?|promos?|newsletter|subscribe|signup"
    r"|sign-up|paywall|advert\w*|ads?|sponsor(?:ed)?|outbrain|taboola|comments?(?:-?\w+)?|respond"
    r"|disqus|replies|sidebar|widgets?|footer|site-?header|masthead|tags?|tag-?list|topics"
    r"|pagination|pager|skip-?links?|toolbar|breaking|ticker|popup|modal|overlay|toc-?nav)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"\W*(?:(?:read|see|explore|discover|find|watch|listen)\s+(?:more|also|next|on)"
    r"|related(?:\s+\w+){0,2}"
    r"|more\s+(?:on|from|about|stories|news|articles|like|in)\b.*|see also"
    r"|you (?:may|might) (?:also )?.*"
    r"|recommended.*|most (?:read|popular|viewed).*|trending.*|latest (?:news|stories|articles).*"
    r"|share(?: this.*| on.*)?|follow us.*|tags|topics|filed under.*|sign up.*|subscribe.*"
    r"|comments?"
    r"|leave a (?:reply|comment)|\d+ comments?|advertisement|sponsored|mehr (?:zum thema|dazu)"
    r"|lesen sie auch|das könnte sie auch.*|(?:à )?lire aussi.*|leer (?:también|más)|leggi anche"
    r"|lees ook|les også|läs också|læs også|verwandte .*"
    r"|articles liés|artículos relacionados)\W*:?",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ARTICLE_IDS = re.compile(r"(?:main|article|post|entry|story)?-?(?:content|body|article|main|text)")
MAIN_SHARE = 0.85
"""A child that has this share of the words that are not links has the article."""
MAX_LEAD_WORDS = 4
LINKED = 0.6
"""A block is a list of links where this share of its words is linked."""


class Words:
    """How many words, and how many words of links, lie under each element of a tree."""

    def __init__(self, tree: Any) -> None:
        self._all: dict[Any, int] = {}
        self._linked: dict[Any, int] = {}
        for element in reversed(list(tree.iter())):
            if not isinstance(element.tag, str):
                self._all[element] = self._linked[element] = 0
                continue
            own = len((element.text or "").split())
            linked = 0
            for child in element:
                own += self._all[child] + len((child.tail or "").split())
                linked += self._linked[child]
            self._all[element] = own
            self._linked[element] = own if element.tag == "a" else linked

    def of(self, element: Any) -> int:
        """All words under an element."""
        return self._all.get(element, 0)

    def plain(self, element: Any) -> int:
        """The words under an element that are not linked."""
        return self._all.get(element, 0) - self._linked.get(element, 0)

    def is_links(self, element: Any) -> bool:
        """Whether most of an element's words are linked."""
        return self._linked.get(element, 0) >= LINKED * self._all.get(element, 0) > 0


def main_content(tree: Any) -> tuple[Any, float]:
    """Find the article in a page, and change the tree: what is no part of it goes.

    Args:
        tree: The page, cleaned (see `page_cleaning.clean`).

    Returns:
        The element with the article, and the share of the page's words outside
        links that was left out as not the article's, from 0 to 1.
    """
    body = tree.find("body")
    body = tree if body is None else body
    words = Words(body)
    visible = words.plain(body)
    _remove_furniture(body, words)
    words = Words(body)
    main = _article(body, words)
    while len(main):
        inner = max(
            (child for child in main if child.tag in _CONTAINERS), key=words.plain, default=None
        )
        if inner is None or words.plain(inner) < MAIN_SHARE * words.plain(main):
            break
        if _has_own_heading(main, inner):
            break
        main = inner
    return main, 1 - words.plain(main) / visible if visible else 0.0


_CONTAINERS = frozenset({"div", "section", "article", "main", "body", "center", "span", "form"})


def _has_own_heading(outer: Any, inner: Any) -> bool:
    """Whether a heading stands beside an inner element, not in it."""
    return any(
        child is not inner and isinstance(child.tag, str) and child.tag in (*_HEADINGS, "header")
        for child in outer
    )


def _article(body: Any, words: Words) -> Any:
    """The element that the page marks as its article; the body where none has most of its words."""
    articles = [
        element
        for element in body.iter("article")
        if not any(a.tag in ("article", "aside", "nav") for a in element.iterancestors())
        and not _is_named_furniture(element)
    ]
    largest = max((words.plain(article) for article in articles), default=0)
    # teasers are articles too, as pages have it; those of a digest are all long
    full = [a for a in articles if words.plain(a) >= 0.25 * largest > 0 and not words.is_links(a)]
    mains = [e for e in body.iter() if isinstance(e.tag, str) and _is_main(e)]
    outer = max(mains, key=words.plain, default=body)
    if words.plain(outer) < 0.5 * words.plain(body):
        outer = body
    if len(full) == 1:
        headed = next(full[0].iter("h1"), None) is not None and words.plain(full[0]) >= 50
        return full[0] if headed or words.plain(full[0]) >= 0.5 * words.plain(outer) else outer
    return _common(full) if len(full) > 1 else outer


def _is_main(element: Any) -> bool:
    if element.tag == "main" or element.get("role") == "main":
        return True
    if "articlebody" in (element.get("itemprop") or "").lower():
        return True
    return element.tag in ("div", "section", "td") and bool(
        _ARTICLE_IDS.fullmatch((element.get("id") or "").lower())
    )


def _common(elements: list[Any]) -> Any:
    """The innermost element that holds all of these."""
    above = [element.getparent() for element in elements]
    chains = [{first, *first.iterancestors()} for first in above]
    shared = set.intersection(*chains)
    return next(e for e in [above[0], *above[0].iterancestors()] if e in shared)


def _remove_furniture(body: Any, words: Words) -> None:
    """Take navigation, lists of links to other articles, comments and the like out."""
    total = words.plain(body)
    headings = sum(1 for _ in body.iter("h1"))
    for element in list(body.iterdescendants()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if words.plain(element) > 0.5 * total and not _is_comments(element):
            continue  # whatever its name, the article is in it
        if _is_furniture(element, words, headings):
            _drop(element)
        elif element.tag in _LEADING and _LEADS.fullmatch(_short_text(element)):
            _drop_links_after(element, words)


_LEADING = frozenset({*_HEADINGS, "p", "strong", "b", "div", "span"})


def _is_furniture(element: Any, words: Words, headings: int) -> bool:
    tag = element.tag
    if tag in _FURNITURE_TAGS or element.get("role") in _ROLES:
        return tag != "form" or words.of(element) < 60 or next(element.iter("p"), None) is None
    if tag in _PAGE_TAGS:
        if words.is_links(element):
            return True
        if any(above.tag in ("article", "main") for above in element.iterancestors()):
            return _is_named_furniture(element) and words.plain(element) < 80
        return tag != "header" or headings > 1 or next(element.iter("h1"), None) is None
    if _is_named_furniture(element):
        # a name alone says little of a long text without links
        return words.is_links(element) or words.plain(element) < 80 or _is_comments(element)
    if tag in ("ul", "ol", "p", "div", "section"):
        few = words.plain(element) <= MAX_LEAD_WORDS and words.of(element) > words.plain(element)
        return (words.is_links(element) or few) and bool(_LEADS.match(_short_text(element, 300)))
    return False


def _is_named_furniture(element: Any) -> bool:
    if element.tag in ("body", "html", "article", "main", "p", *_HEADINGS):
        return element.tag in ("article", "p") and _is_comments(element)
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return names != " " and bool(_NAMES.search(names))


def _is_comments(element: Any) -> bool:
    names = (
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemtype') or ''}"
    )
    return bool(re.search(r"(?:^|[\s_/-])(?:user-?)?comments?(?:$|[\s_-])", names, re.IGNORECASE))


def _short_text(element: Any, limit: int = 80) -> str:
    parts: list[str] = []
    length = 0
    for part in element.itertext():
        parts.append(part)
        length += len(part)
        if length > limit:
            return ""
    return " ".join("".join(parts).split())


def _drop_links_after(lead: Any, words: Words) -> None:
    """Remove a heading such as "Related stories" with the links that follow it."""
    following = lead.getnext()
    dropped = False
    while following is not None and isinstance(following.tag, str):
        after = following.getnext()
        if not words.is_links(following) or following.tag in _HEADINGS:
            break
        _drop(following)
        following, dropped = after, True
    if dropped or words.is_links(lead):
        _drop(lead)


def _drop(element: Any) -> None:
    before, parent, tail = element.getprevious(), element.getparent(), element.tail
    if tail and before is not None:
        before.tail = (before.tail or "") + tail
    elif tail:
        parent.text = (parent.text or "") + tail
    parent.remove(element)

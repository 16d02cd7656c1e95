"""What a page says of the article in it: title, author, date, address and language.

Only what is the article's own counts: the main entity of structured data, the
page's own `<meta>`, and what is marked in the article's head. Teasers, videos,
comments, events and dates of changes are of something else.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from vouch.documents.bylines import date_at_end, date_at_start, is_byline
from vouch.documents.dates import iso_date
from vouch.documents.parsed import Details, in_one_line, web_address

_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|CreativeWork|Chapter)$")
_PAGE = re.compile(r"(?:Web|Item|About|FAQ|Medical\w*)Page$")
_DATES = (
    *("article:published_time", "og:article:published_time", "og:published_time"),
    *(
        "datepublished",
        "date_published",
        "published_time",
        "publishdate",
        "publish_date",
        "pubdate",
    ),
    *(
        "publish-date",
        "published-date",
        "publication_date",
        "publication-date",
        "article.published",
    ),
    *("parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date"),
    *("dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date"),
    *("dc.date", "cxenseparse:recs:publishtime", "displaydate", "date", "article_date_original"),
)
_AUTHORS = ("author", "article:author", "byl", "parsely-author", "sailthru.author",
            "dc.creator", "dcterms.creator", "citation_author", "cxenseparse:author")  # fmt: skip
_OTHERS = frozenset({"aside", "nav", "footer", "form", "blockquote"})
_CHANGED = re.compile(r"updat|modif|edit|correct|revis|event|comment", re.IGNORECASE)
_DATED = re.compile(r"date|publi|posted|time-?stamp|dateline", re.IGNORECASE)
_ITEM = re.compile(r"Comment|Event|VideoObject|ImageObject|ListItem|ItemList|Offer", re.I)
_BY = re.compile(r"^(?:(?:written|text|words|story)\s+)?(?:by|von|par|por|di|door)\b:?\s+", re.I)
_PATH_DATE = re.compile(r"/((?:19|20)\d{2})[/-](\d{2})[/-](\d{2})(?:[/-]|$)")
_SITE = re.compile(r"\s(?P<sign>[|–—·»-])\s(?P<site>[^|–—·»]{2,60})$")
MAX_HEAD_WORDS = 14
PROSE_WORDS = 20
MAX_SCRIPT = 2_000_000


def page_details(tree: Any, main: Any, scripts: Sequence[str]) -> tuple[Details, str | None]:
    """Read what a page says of its article.

    Args:
        tree: The whole page, cleaned.
        main: The element of the same tree that holds the article; None where
            nothing in the page's body is to be read.
        scripts: The page's JSON-LD (see `json_ld`).

    Returns:
        The details, and the tag of the page's language.
    """
    language = _language(tree)
    meta = _meta(tree)
    url = _address(tree, meta)
    title = _title(tree, meta, main)
    entity = _main_entity(scripts, title, url)
    date, date_source = _date(tree, meta, entity, main, language, url)
    return (
        Details(title, _author(meta, entity, main), date, url, date_source),
        language,
    )


def _language(tree: Any) -> str | None:
    tag = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    return tag.strip()[:20] if tag and tag.strip() else None


def _meta(tree: Any) -> dict[str, list[str]]:
    """The contents of the page's `<meta>`, by name, property or itemprop in lower case."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        inside = next(
            (a.tag for a in element.iterancestors() if a.get("itemscope") is not None), ""
        )
        if inside and element.get("itemprop") and inside not in ("html", "head", "body"):
            continue  # microdata of one thing on the page
        content = element.get("content")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = element.get(attribute)
            if name and content and content.strip():
                found.setdefault(name.strip().lower(), []).append(content.strip())
    return found


def _address(tree: Any, meta: dict[str, list[str]]) -> str | None:
    links = (
        e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower()
    )
    for address in (*links, *meta.get("og:url", ())):
        found = web_address(address)
        if found:
            return found
    return None


def _title(tree: Any, meta: dict[str, list[str]], main: Any) -> str | None:
    """The article's heading where the page's own title has it too, else that title."""
    own = _flat(tree.findtext("head/title") or "")
    shared = next((_flat(t) for n in ("og:title", "twitter:title") for t in meta.get(n, ())), "")
    inside = [] if main is None else [_flat("".join(e.itertext())) for e in main.iter("h1")]
    headings = [words for words in inside if words]
    around = [_flat("".join(e.itertext())) for e in tree.iter("h1")] if main is not None else []
    for words in (*headings, *around):
        if words and (words in own or words in shared):
            return in_one_line(words)
    if len(headings) == 1 and not shared:
        return in_one_line(headings[0])
    return in_one_line(shared or _without_site(own, meta) or (headings or [""])[0])


def _without_site(title: str, meta: dict[str, list[str]]) -> str:
    """The title of a page without the name of its site at the end."""
    match = _SITE.search(title)
    if match is None:
        return title
    head, site = title[: match.start()], match["site"]
    named = [_flat(name).lower() for name in meta.get("og:site_name", ())]
    is_site = len(site.split()) <= 4 and site[0].isupper() and not site.endswith("?")
    return head if head and (site.lower() in named or is_site or match["sign"] in "|»") else title


def _flat(words: str) -> str:
    return " ".join(words.split())


def _main_entity(
    scripts: Sequence[str], title: str | None, url: str | None
) -> dict[str, Any] | None:
    """The article that the page's JSON-LD is of; None where it is of others, or none is told."""
    nodes = [node for script in map(_loaded, scripts) for node in _top_nodes(script)]
    articles = [node for node in nodes if _is_of(node, _ARTICLE)]
    named = [node for node in articles if _is_named(node, title)]
    here = [node for node in articles if url and _addresses(node) and _is_at(node, url)]
    for found in (here, named):
        if found:
            return found[0]
    elsewhere = [node for node in articles if url and _addresses(node) and not _is_at(node, url)]
    if len(articles) == 1 and not elsewhere:
        return articles[0]
    pages = [node for node in nodes if _is_of(node, _PAGE)]
    return pages[0] if len(pages) == 1 and not articles else None


def json_ld(tree: Any) -> list[str]:
    """The page's scripts of JSON-LD; to be taken before the page is cleaned."""
    return [
        (script.text or "")[:MAX_SCRIPT]
        for script in tree.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
    ]


def _loaded(script: str) -> Any:
    """What a script of JSON-LD says; None where it is no JSON."""
    words = script.strip().removeprefix("<!--").removesuffix("-->")
    words = words.strip().removeprefix("//").strip().removeprefix("<![CDATA[")
    words = words.strip().removesuffix("]]>").strip().removesuffix("//")
    try:
        return json.loads(words, strict=False)
    except (ValueError, RecursionError):
        return None


def _top_nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The things that JSON-LD tells of by themselves, not as a part of another."""
    if isinstance(value, list):
        for one in value:
            yield from _top_nodes(one) if isinstance(one, dict) else ()
    elif isinstance(value, dict):
        yield value
        graph = value.get("@graph")
        for one in graph if isinstance(graph, list) else [graph]:
            if isinstance(one, dict):
                yield one
        main = value.get("mainEntity")
        if isinstance(main, dict) and _is_of(value, _PAGE):
            yield main


def _is_of(node: dict[str, Any], types: re.Pattern[str]) -> bool:
    kinds = node.get("@type")
    several = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and types.search(kind) for kind in several)


def _is_named(node: dict[str, Any], title: str | None) -> bool:
    names = (node.get("headline"), node.get("name"), node.get("alternativeHeadline"))
    key = _key(title or "")
    return bool(key) and any(isinstance(name, str) and _key(name) == key for name in names)


def _key(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


def _addresses(node: dict[str, Any]) -> list[str]:
    found = []
    for name in ("url", "mainEntityOfPage", "@id"):
        value = node.get(name)
        value = value.get("@id") if isinstance(value, dict) else value
        if isinstance(value, str) and value.startswith(("http:", "https:", "/")):
            found.append(value)
    return found


def _is_at(node: dict[str, Any], url: str) -> bool:
    return any(_place(urljoin(url, address)) == _place(url) for address in _addresses(node))


def _place(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address, ""
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")


def _date(
    tree: Any,
    meta: dict[str, list[str]],
    entity: dict[str, Any] | None,
    main: Any,
    language: str | None,
    url: str | None,
) -> tuple[str | None, str | None]:
    """The date of publication, and where it was found."""
    told = entity.get("datePublished") if entity else None
    found = iso_date(told, language) if isinstance(told, str) else None
    if found:
        return found, "structured data"
    for name in _DATES:
        found = next(
            filter(None, (iso_date(value, language) for value in meta.get(name, ()))), None
        )
        if found:
            return found, "page metadata"
    if main is not None:
        marked = _marked_date(tree, main, language)
        if marked:
            return marked, "page"
    match = _PATH_DATE.search(urlsplit(url).path + "/") if url else None
    found = iso_date("-".join(match.groups())) if match else None
    return found, "address" if found else None


def _marked_date(tree: Any, main: Any, language: str | None) -> str | None:
    """The date that is marked as one in the article's head, or in its own foot."""
    for element in _head_elements(tree, main):
        itemprop = (element.get("itemprop") or "").lower()
        names = f"{element.get('class') or ''} {element.get('id') or ''} {itemprop}"
        is_time = element.tag in ("time", "abbr")
        if not (is_time or "datepublished" in itemprop or _DATED.search(names)):
            continue
        if _CHANGED.search(names) or "changed" in names:
            continue
        if "datepublished" not in itemprop and not _is_line_of_date(element, language):
            continue
        words = _flat("".join(element.itertext()))
        for value in (element.get("datetime"), element.get("content"), element.get("title")):
            found = iso_date(value, language)
            if found:
                return found
        found = iso_date(words, language) or date_at_end(words, language)
        found = found or _first_date(words, language)
        if found:
            return found
    return None


def _first_date(words: str, language: str | None) -> str | None:
    """The date that begins with the first word that has a digit, or with the word before it."""
    tokens = words.split()[:40]
    first = next((n for n, token in enumerate(tokens) if any(map(str.isdecimal, token))), None)
    if first is None:
        return None
    starts = (" ".join(tokens[max(0, first - back) :]) for back in (1, 0))
    return next(filter(None, (date_at_start(start, language) for start in starts)), None)


def _head_elements(tree: Any, main: Any) -> Iterator[Any]:
    """The elements from the article's heading to its first paragraph, then those of its foot."""
    heading = next(main.iter("h1", "h2"), None)
    if heading is None:
        heading = next(tree.iter("h1"), None)
    start = heading.getparent() if heading is not None else main
    start = main if start is None or start.tag in ("body", "html") else start
    if start is not main and main in start.iterancestors():
        yield from (e for e in start.iter() if _is_own(e, start))
    for element in main.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "p" and len(_flat("".join(element.itertext())).split()) >= PROSE_WORDS:
            break
        if _is_own(element, main):
            yield element
    for footer in main.iter("footer"):
        for element in footer.iter():
            # a date at the end is of publication where it says so
            if (
                isinstance(element.tag, str)
                and "datepublished" in element.get("itemprop", "").lower()
            ):
                yield element


def _is_own(element: Any, top: Any) -> bool:
    """Whether an element is of the article itself: not of a teaser, an aside or a comment."""
    if not isinstance(element.tag, str):
        return False
    for above in element.iterancestors():
        if above is top:
            return True
        kind = above.get("itemtype") or ""
        if above.tag in _OTHERS or above.tag in ("article", "li", "a") or _ITEM.search(kind):
            return False
    return True


def _is_line_of_date(element: Any, language: str | None) -> bool:
    """Whether the line that an element stands in is a byline, or holds the date alone."""
    around = element
    while around.tag in ("time", "abbr", "span", "b", "i", "em", "strong", "small", "a"):
        above = around.getparent()
        if above is None or above.tag in ("body", "article", "main", "section"):
            break
        around = above
    line = _flat(" ".join(around.itertext()))
    if len(line.split()) > MAX_HEAD_WORDS or re.search(
        r"\b(?:updated|modified)\b", line[:12], re.I
    ):
        return False
    own = _flat("".join(element.itertext()))
    rest = line.replace(own, " ", 1) if own else line
    return is_byline(line) or _says_nothing(rest)


_EMPTY_LINE = re.compile(
    r"(?:\W|\b(?:published|posted|on|at|date|first|by|am|pm|a\.m|p\.m|updated|last|modified|min|mins"
    r"|minutes?|read|reading|time|words?|[A-Z]{2,4}|\d{1,2}(?:[:.]\d{2})?)\b)*"
)


def _says_nothing(words: str) -> bool:
    """Whether a line says no more than that something was published, and by whom."""
    cut = _BY.split(words, maxsplit=1)[0] if _BY.search(words.strip()) else words
    if _EMPTY_LINE.fullmatch(cut):
        return True
    named = [word for word in re.findall(r"[^\W\d_]+", cut) if not _EMPTY_LINE.fullmatch(word)]
    return (
        len(named) <= 4 and all(word[0].isupper() for word in named) and "." not in cut.strip(" .")
    )


def _author(meta: dict[str, list[str]], entity: dict[str, Any] | None, main: Any) -> str | None:
    names = list(_entity_names(entity.get("author") or entity.get("creator"))) if entity else []
    for key in _AUTHORS:
        if names:
            break
        names = [value for value in meta.get(key, ()) if not re.match(r"https?://|@|/", value)]
    if not names and main is not None:
        names = list(_marked_authors(main))
    cleaned = [in_one_line(_BY.sub("", _flat(name))) for name in names]
    return in_one_line(", ".join(dict.fromkeys(name for name in cleaned if name)))


def _entity_names(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, list):
            yield from (part for part in name if isinstance(part, str))
        elif isinstance(name, str) and name.strip() and not re.match(r"https?://", name):
            yield name


def _marked_authors(main: Any) -> Iterator[str]:
    for element in _head_elements(main, main):
        kinds = (element.get("itemprop") or "").split() + (element.get("rel") or "").split()
        classes = (element.get("class") or "").lower().split()
        words = _flat(" ".join(element.itertext()))
        if not 0 < len(words.split()) <= 8:
            continue
        if "author" in kinds or {"author", "byline-name", "author-name", "p-author"} & set(classes):
            inner = [e for e in element.iterdescendants() if (e.get("itemprop") or "") == "name"]
            if inner:
                yield from (_flat("".join(e.itertext())) for e in inner)
            elif not any("author" in (e.get("itemprop") or "") for e in element.iterdescendants()):
                yield words

# ruff: noqa: E501  (a page is read best on one line)
"""Thirty pages in the shapes in which articles are published, with their main text known.

What stands between `⟦` and `⟧` is the article's text; the rest is the page's
furniture, hidden, struck out, or a mark. The words are made up from a seed, so
that no two sentences share a name or a number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

_SYLLABLES = "bre dal fos gar hel kro lun mar nes ost pel rav skar tor ulv vik yst".split()
_TRADES = "keeper treasurer engineer director skipper archivist gardener nurse".split()
_THINGS = "harbour mill ferry library pool tunnel choir orchard lighthouse market".split()
_VERBS = "opens closes repairs measures counts rents paints moves".split()
_REASONS = (
    "the old one leaks in every storm",
    "nobody had looked after it for years",
    "more people come in summer than it was built for",
    "the county pays for half of the work",
    "the council voted for it by a wide margin",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page: the name of its shape, its HTML, and the words of its article in order."""

    shape: str
    html: str
    words: tuple[str, ...]


class Text:
    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def name(self) -> str:
        return "".join(self._random.choices(_SYLLABLES, k=2)).capitalize()

    def number(self) -> int:
        return self._random.randrange(120, 9800)

    def sentence(self) -> str:
        pick = self._random.choice
        return (
            f"The {pick(_THINGS)} of {self.name()} {pick(_VERBS)} {self.number()} places this year, "
            f"says {self.name()} {self.name()}, its {pick(_TRADES)}, because {pick(_REASONS)}."
        )

    def prose(self, sentences: int = 3) -> str:
        return " ".join(self.sentence() for _ in range(sentences))

    def p(self, sentences: int = 3) -> str:
        return f"<p>⟦{self.prose(sentences)}⟧</p>"

    def links(self, count: int, *, marked: bool = False) -> str:
        first, last = ("⟦", "⟧") if marked else ("", "")
        return "".join(
            f'<li><a href="/{n}">{first}{self.name()} {self.name()} {self.number()}{last}</a></li>'
            for n in range(count)
        )


def _site(text: Text, article: str, *, side: bool = True) -> str:
    """A news site's page around an article."""
    sidebar = (
        f'<div class="sidebar"><h3>Most read</h3><ol>{text.links(6)}</ol>'
        f"<p>{text.sentence()}</p></div>"
        if side
        else ""
    )
    return (
        '<div class="cookie-banner">We use cookies. <button>Accept</button></div>'
        f'<header><a href="/">The {text.name()} Herald</a><nav><ul>{text.links(8)}</ul></nav></header>'
        f"{article}{sidebar}"
        f"<footer><ul>{text.links(7)}</ul><p>© 2026 The Herald. All rights reserved.</p></footer>"
    )


def _pages() -> Iterator[tuple[str, str]]:
    for shape, build in _SHAPES.items():
        text = Text(len(shape) * 1009 + sum(map(ord, shape)))
        yield shape, build(text, f"<h1>⟦The {text.name()} of {text.name()}⟧</h1>")


def pages() -> list[Page]:
    """All pages."""
    made = []
    for shape, body in _pages():
        marked = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{}}</title></head><body>{body}</body></html>'
        words: list[str] = []
        for part in re.findall(r"⟦(.*?)⟧", marked, re.DOTALL):
            words += re.findall(r"\w+", re.sub(r"<[^>]*>", " ", part))
        title = re.search(r"<h1>⟦(.*?)⟧</h1>", body)
        html = re.sub("[⟦⟧]", "", marked).replace("{}", title.group(1) if title else "", 1)
        made.append(Page(shape, html, tuple(words)))
    return made


_SHAPES: dict[str, Callable[[Text, str], str]] = {
    "article in a site": lambda t, h: _site(t, f"<main><article>{h}{t.p()}{t.p()}{t.p()}</article></main>"),
    "bare body, as pandoc writes": lambda t, h: f"<header>{h}</header>{t.p()}<h2>⟦{t.name()}⟧</h2>{t.p()}"
    f"<ul><li>⟦{t.sentence()}⟧</li><li>⟦{t.sentence()}⟧</li></ul>{t.p()}",
    "short, directly in the body": lambda t, h: f"{h}<p>⟦{t.sentence()}⟧</p><p>⟦{t.sentence()}⟧</p>",
    "divs instead of paragraphs": lambda t, h: _site(
        t, f'<div id="wrap"><div class="story">{h}' + "".join(f"<div>⟦{t.prose()}⟧</div>" for _ in range(4)) + "</div></div>"
    ),
    "a div between paragraphs": lambda t, h: _site(t, f"<article>{h}{t.p()}<div>⟦{t.prose()}⟧</div>{t.p()}</article>"),
    "a list all of links": lambda t, h: _site(
        t, f"<article>{h}{t.p()}<p>⟦These places take part:⟧</p><ul>{t.links(6, marked=True)}</ul>{t.p()}</article>"
    ),
    "lists in a table's cells": lambda t, h: _site(
        t,
        f"<article>{h}{t.p()}<table><tr><th>⟦Place⟧</th><th>⟦Rules⟧</th></tr><tr><td>⟦{t.name()}⟧</td><td><ul>"
        f"<li>⟦{t.name()} {t.number()}⟧</li><li>⟦{t.name()} {t.number()}⟧</li></ul></td></tr></table>{t.p()}</article>",
    ),
    "a figure with its caption": lambda t, h: _site(
        t, f'<article>{h}{t.p()}<figure><img src="a.png" alt="a"><figcaption>⟦{t.sentence()}⟧</figcaption></figure>{t.p()}</article>'
    ),
    "a box of facts": lambda t, h: _site(
        t, f"<article>{h}{t.p()}<aside><h2>⟦Facts⟧</h2><p>⟦{t.prose()}⟧</p></aside>{t.p()}</article>"
    ),
    "a footer within the article": lambda t, h: _site(
        t, f"<article>{h}{t.p()}{t.p()}<footer><p>⟦Correction: {t.sentence()}⟧</p></footer></article>"
    ),
    "a digest of two articles": lambda t, h: _site(
        t, f"<main><article>{h}{t.p()}{t.p()}</article><article><h2>⟦{t.name()}⟧</h2>{t.p()}{t.p()}</article></main>"
    ),
    "a formula": lambda t, h: _site(
        t,
        f"<article>{h}{t.p()}<p>⟦The height is⟧ <math><mi>⟦h⟧</mi><mo>=</mo><mfrac><mn>⟦{t.number()}⟧</mn><mn>⟦{t.number()}⟧</mn></mfrac></math>"
        f" ⟦metres.⟧</p>{t.p()}</article>",
    ),
    "paragraphs parted by breaks": lambda t, h: _site(
        t, f'<div id="content">{h}' + "<br><br>".join(f"⟦{t.prose()}⟧" for _ in range(4)) + "</div>"
    ),
    "a live blog": lambda t, h: _site(
        t,
        f"<main>{h}{t.p(1)}"
        + "".join(f'<section class="entry"><h2>⟦1{n}:30⟧</h2><p>⟦{t.prose(2)}⟧</p></section>' for n in range(4))
        + "</main>",
    ),
    "questions that open": lambda t, h: _site(
        t,
        f"<main>{h}{t.p(1)}"
        + "".join(f"<details><summary>⟦Who is {t.name()}?⟧</summary><p>⟦{t.prose(2)}⟧</p></details>" for _ in range(4))
        + "</main>",
    ),
    "terms and what they mean": lambda t, h: _site(
        t, f"<main>{h}<dl>" + "".join(f"<dt>⟦{t.name()}⟧</dt><dd>⟦{t.sentence()}⟧</dd>" for _ in range(5)) + f"</dl>{t.p()}</main>"
    ),
    "quotations": lambda t, h: _site(
        t, f"<article>{h}{t.p()}<blockquote><p>⟦{t.sentence()}⟧</p></blockquote><p>⟦{t.name()} said:⟧ <q>⟦{t.sentence()}⟧</q></p>{t.p()}</article>"
    ),
    "elements within sentences": lambda t, h: _site(
        t,
        f'<article>{h}{t.p()}<p>⟦It opens at⟧ <time datetime="07:10">⟦07:10⟧</time> ⟦on⟧ <label>⟦Monday⟧</label> ⟦with⟧ <output>⟦{t.number()}⟧</output> '
        f"⟦seats; press⟧ <button>⟦Enter⟧</button> ⟦to begin.⟧</p>{t.p()}<button>Share</button></article>",
    ),
    "marks of notes and exponents": lambda t, h: _site(
        t,
        f'<article>{h}<p>⟦It has 12,{t.number() % 900 + 100}⟧<sup><a href="#n1">1</a></sup> ⟦members in {t.name()}⟧<sup>[2]</sup>⟦, on 90 km²⟧.</p>{t.p()}{t.p()}</article>',
    ),
    "hidden and struck-out text": lambda t, h: _site(
        t,
        f'<style>.old{{text-decoration:line-through}}.off{{display:none}}</style><article>{h}{t.p()}<p>⟦It costs⟧ <s>{t.number()}</s> ⟦{t.number()} euros⟧'
        f' <span class="old">or {t.name()}</span>.</p><p class="off">{t.sentence()}</p><div hidden><p>{t.prose()}</p></div>{t.p()}</article>',
    ),
    "comments as articles": lambda t, h: _site(
        t,
        f'<article class="post">{h}{t.p()}{t.p()}</article><section id="comments"><h2>2 comments</h2>'
        f'<article class="comment"><p>{t.prose(2)}</p></article><article class="comment"><p>{t.prose(2)}</p></article></section>',
    ),
    "related stories in the middle": lambda t, h: _site(
        t,
        f'<article>{h}{t.p()}<div class="related"><h3>Related stories</h3><ul>{t.links(4)}</ul></div>{t.p()}'
        f'<p>Read more: <a href="/x">{t.name()} {t.name()}</a></p>{t.p()}</article>',
    ),
    "a form in the middle": lambda t, h: _site(
        t,
        f'<article>{h}{t.p()}<div class="newsletter"><p>Get our letter every morning.</p><form><input type="email"><button>Subscribe</button></form></div>{t.p()}</article>',
    ),
    "a page within a form": lambda t, h: f'<form id="aspnetForm">{_site(t, f"<div class=content>{h}{t.p()}{t.p()}{t.p()}</div>")}</form>',
    "a sidebar within the main part": lambda t, h: _site(
        t,
        f'<main><div class="col-8">{h}{t.p()}{t.p()}{t.p()}</div><aside class="col-4"><h3>Latest news</h3><ul>{t.links(5)}</ul></aside></main>',
        side=False,
    ),
    "captions of a gallery": lambda t, h: _site(
        t, f"<article>{h}{t.p(1)}" + "".join(f'<figure><img src="{n}.png" alt=""><figcaption>⟦{t.sentence()}⟧</figcaption></figure>' for n in range(5)) + "</article>"
    ),
    "a weblog's entry": lambda t, h: _site(
        t,
        f'<div id="content"><div class="post hentry">{h}<div class="entry-content">{t.p()}{t.p()}<h2>⟦{t.name()}⟧</h2>{t.p()}'
        f'<div class="sharedaddy share-buttons"><ul>{t.links(3)}</ul></div></div><div class="tags">Tags: <a href="/t">{t.name()}</a></div></div></div>',
    ),
    "an encyclopedia's page": lambda t, h: _site(
        t,
        f'<div id="content">{h}<div id="toc" role="navigation"><ul>{t.links(4)}</ul></div>'
        f'<p>⟦{t.sentence()}⟧<sup class="reference"><a href="#c1">[1]</a></sup> ⟦{t.sentence()}⟧</p><table class="infobox"><tr><th>⟦Built⟧</th><td>⟦{t.number()}⟧</td></tr></table>'
        f"<h2>⟦{t.name()}⟧</h2>{t.p()}</div>",
        side=False,
    ),
    "a layout of tables": lambda t, h: f'<table><tr><td class="menu"><ul>{t.links(8)}</ul></td><td>{h}{t.p()}{t.p()}{t.p()}</td></tr></table>',
    "headings and lists": lambda t, h: _site(
        t,
        f"<article>{h}{t.p(1)}"
        + "".join(f"<h2>⟦{t.name()}⟧</h2><p>⟦It needs:⟧</p><ul><li>⟦{t.name()}⟧</li><li>⟦{t.number()} {t.name()}⟧</li></ul>" for _ in range(3))
        + f"{t.p()}</article>",
    ),
}  # fmt: skip

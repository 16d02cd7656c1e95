"""How much of an article's text is kept, and how much of the page beside it, by each extractor.

    python benchmarks/extraction.py [--each]

Reads the pages of `extraction_pages` with Vouch, with trafilatura's defaults, and with the
defaults of readability-lxml and resiliparse where they are installed, and prints for each the
share of the articles' words that it keeps, how many words it keeps that are not the article's,
and its time a page.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.extraction_pages import Page, pages

Extractor = Callable[[str], str]


def vouch(html: str) -> str:
    from vouch.documents.html import parse_html

    return parse_html(html.encode()).text


def trafilatura(html: str) -> str:
    from trafilatura import extract

    return extract(html) or ""


def readability(html: str) -> str:
    from lxml.html import fromstring  # type: ignore[import-untyped]
    from readability import Document  # type: ignore[import-not-found,unused-ignore]

    return " ".join(fromstring(Document(html).summary()).itertext())


def resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import (  # type: ignore[import-not-found,unused-ignore]
        extract_plain_text,
    )

    return str(extract_plain_text(html, main_content=True))


EXTRACTORS: dict[str, tuple[str, Extractor]] = {
    "Vouch": ("vouch", vouch),
    "trafilatura": ("trafilatura", trafilatura),
    "readability-lxml": ("readability", readability),
    "resiliparse": ("resiliparse", resiliparse),
}


def counted(page: Page, text: str) -> tuple[int, int]:
    """How many of the article's words are kept, and how many words that are not the article's."""
    wanted, found = Counter(page.words), Counter(re.findall(r"\w+", text))
    kept = sum((wanted & found).values())
    return kept, sum(found.values()) - kept


def main() -> None:
    """Read all pages with each extractor and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--each", action="store_true", help="print every page that falls short")
    each = parser.parse_args().each
    made = pages()
    total = sum(len(page.words) for page in made)
    print(f"{len(made)} pages, {total:,} words of articles\n")
    print(f"{'extractor':<18}{'kept':>8}{'wrongly kept':>14}{'whole pages':>13}{'ms a page':>11}")
    for name, (module, extract) in EXTRACTORS.items():
        if find_spec(module) is None:
            print(f"{name:<18} is not installed")
            continue
        extract(made[0].html)
        started = time.perf_counter()
        results = [counted(page, extract(page.html)) for page in made]
        seconds = time.perf_counter() - started
        kept, wrong = (sum(numbers) for numbers in zip(*results, strict=True))
        whole = sum(
            got == len(page.words) and not extra
            for page, (got, extra) in zip(made, results, strict=True)
        )
        milliseconds = 1000 * seconds / len(made)
        print(f"{name:<18}{kept / total:>8.1%}{wrong:>14,}{whole:>13}{milliseconds:>11.1f}")
        if each:
            for page, (got, extra) in zip(made, results, strict=True):
                if got < len(page.words) or extra:
                    print(f"    {page.shape}: {got} of {len(page.words)} kept, {extra} wrongly")


if __name__ == "__main__":
    main()

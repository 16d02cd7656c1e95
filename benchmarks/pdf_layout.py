"""How many sentences of PDFs come out whole, and how much of their furniture, by each library.

    python benchmarks/pdf_layout.py [--each]

Reads the PDFs of `pdf_pages` with Vouch, with pypdf, and with pdfplumber, pypdfium2, pdftext and
pdf_oxide where they are installed. A sentence is whole where its words stand in the text in order
with nothing between them.
"""

import argparse
import io
import re
import time
from collections.abc import Callable
from importlib.util import find_spec

from benchmarks.pdf_pages import Made, pdfs


def vouch(data: bytes) -> str:
    from vouch.documents.pdf import parse_pdf

    return parse_pdf(data).text


def pypdf(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def pdfplumber(data: bytes) -> str:
    import pdfplumber as plumber  # type: ignore[import-not-found,unused-ignore]

    with plumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text  # type: ignore[import-not-found,unused-ignore]

    return str(extract_text(io.BytesIO(data)))


def pypdfium2(data: bytes) -> str:
    import pypdfium2 as pdfium  # type: ignore[import-untyped,import-not-found,unused-ignore]

    document = pdfium.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def pdftext(data: bytes) -> str:
    from pdftext.extraction import (  # type: ignore[import-not-found,unused-ignore]
        plain_text_output,
    )

    return str(plain_text_output(data, sort=False, hyphens=False))


def pdf_oxide(data: bytes) -> str:
    from pdf_oxide import PdfDocument  # type: ignore[import-not-found,unused-ignore]

    document = PdfDocument.from_bytes(data)
    return "\n".join(document.to_plain_text(n) for n in range(document.page_count()))


LIBRARIES: dict[str, Callable[[bytes], str]] = {
    "vouch": vouch,
    "pypdf": pypdf,
    "pdfminer": pdfminer,
    "pdfplumber": pdfplumber,
    "pypdfium2": pypdfium2,
    "pdftext": pdftext,
    "pdf_oxide": pdf_oxide,
}


def squash(text: str) -> str:
    """Words alone: what stands between them is not compared, but for a hyphen inside one."""
    return " ".join(re.findall(r"\w+(?:[-,.]\w+)*", text))


def counted(made: Made, text: str) -> tuple[int, int]:
    """How many sentences are whole, and how often lines of the furniture stand in the text."""
    words = squash(text)
    whole = sum(squash(sentence) in words for sentence in made.sentences)
    return whole, sum(words.count(squash(line)) for line in made.furniture)


def main() -> None:
    """Read all PDFs with each library and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--each", action="store_true", help="print every PDF that falls short")
    each = parser.parse_args().each
    made = pdfs()
    total = sum(len(one.sentences) for one in made)
    print(f"{len(made)} PDFs, {total} sentences\n")
    print(f"{'library':<14}{'whole sentences':>16}{'furniture':>11}{'ms a PDF':>10}")
    for name, extract in LIBRARIES.items():
        if find_spec(name) is None:
            print(f"{name:<14} is not installed")
            continue
        extract(made[0].data)
        started = time.perf_counter()
        results = [counted(one, extract(one.data)) for one in made]
        milliseconds = 1000 * (time.perf_counter() - started) / len(made)
        whole, furniture = (sum(numbers) for numbers in zip(*results, strict=True))
        print(f"{name:<14}{whole / total:>16.1%}{furniture:>11}{milliseconds:>10.1f}")
        if each:
            for one, (got, extra) in zip(made, results, strict=True):
                if got < len(one.sentences) or extra:
                    print(f"    {one.shape}: {got} of {len(one.sentences)}, furniture {extra}")


if __name__ == "__main__":
    main()

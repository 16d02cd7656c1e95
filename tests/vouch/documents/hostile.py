"""Files that are broken, or made to break what reads them."""

import codecs
import io
import random
import zipfile
import zlib
from collections.abc import Callable

import docx
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

from tests.vouch.documents.making import Sketch, pdf_bytes

WORD_XML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GOOD = Sketch(("The bridge opens in May. It is long.",), title="The bridge")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def encrypted_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_bytes(GOOD))))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def drawn_pdf() -> bytes:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(10, 10, 50, 50)
    return bytes(pdf.output())


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of which is its catalog."""
    body, places = b"%PDF-1.7\n", [b"0000000000 65535 f \n"]
    for number, content in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"xref\n0 %d\n%s" % (len(places), b"".join(places))
    trailer = b"trailer << /Root 1 0 R /Size %d >>\n" % len(places)
    return body + table + trailer + b"startxref\n%d\n%%%%EOF" % len(body)


def looping_pdf() -> bytes:
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
    )


def bomb_pdf() -> bytes:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"(a) Tj " * 150_000) for _ in range(500)) + packer.flush()
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    )


def word_with(document_xml: bytes | None) -> bytes:
    """A Word file with another `document.xml`, or without any."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    out = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
            elif document_xml is not None:
                new.writestr(name, document_xml)
    return out.getvalue()


def word_xml(body: str, doctype: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>' + doctype
    return f'{head}<w:document xmlns:w="{WORD_XML}"><w:body>{body}</w:body></w:document>'.encode()


def zip_bomb() -> bytes:
    out = io.BytesIO(word_with(word_xml("<w:p/>")))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/bomb.bin", b"\0" * 300_000_000)
    return out.getvalue()


def lying_zip_bomb() -> bytes:
    """A Word file whose document says that it is small, and unpacks to 40 MB."""
    honest = word_with(word_xml(f"<w:p><w:r><w:t>{' ' * 40_000_000}</w:t></w:r></w:p>"))
    with zipfile.ZipFile(io.BytesIO(honest)) as package:
        size = package.getinfo("word/document.xml").file_size.to_bytes(4, "little")
    return honest.replace(size, (1000).to_bytes(4, "little"))


def scratched(data: bytes) -> bytes:
    """The file with every hundredth byte of its packed parts turned around."""
    marred = bytearray(data)
    for place in range(60, data.index(b"PK\x01\x02"), 100):
        marred[place] ^= 0xFF
    return bytes(marred)


def zip_of(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def laughs() -> str:
    steps = "".join(
        f'<!ENTITY l{step} "{f"&l{step - 1};" * 10 if step else "lol" * 10}">' for step in range(12)
    )
    return f"<!DOCTYPE lolz [{steps}]>"


def secret_entity() -> str:
    return '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def noise() -> bytes:
    return random.Random(7).randbytes(5000)


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "is empty"),
    "empty.pdf": (lambda: b"", "is empty"),
    "empty.docx": (lambda: b"", "is empty"),
    "spaces.md": (lambda: b" \n\t\r\n ", "is empty"),
    "only a mark.txt": (lambda: codecs.BOM_UTF8, "has no text"),
    "nul.txt": (lambda: b"The bridge\0opens in May.", "binary"),
    "noise.md": (noise, "binary|encoding"),
    "noise.pdf": (noise, "is no PDF"),
    "noise.docx": (noise, "is no Word file"),
    "picture.txt": (lambda: b"\x89PNG\r\n\x1a\n" + noise(), "binary"),
    "program.txt": (lambda: b"\x7fELF" + noise(), "binary"),
    "packed.html": (lambda: zlib.compress(b"<p>The bridge opens.</p>"), "binary|encoding"),
    "zip.md": (lambda: zip_of(a=b"text"), "binary"),
    "pdf.txt": (lambda: pdf_bytes(GOOD), "binary"),
    "controls.txt": (lambda: b"\x01\x02\x03ab\x04" * 100, "binary"),
    "mixed.txt": (lambda: "Café à Orle. ".encode() + "Née à Köln.".encode("latin-1"), "mixes"),
    "mixed.html": (lambda: "<p>Café à</p>".encode() + b"<p>N\xe9e</p>", "mixes"),
    "half.txt": (lambda: codecs.BOM_UTF16_LE + "Bridge".encode("utf-16-le")[:-1], "UTF-16"),
    "front.md": (lambda: b"---\ntitle: [a]]\n---\nText.", "not YAML on line 2"),
    "front2.md": (lambda: b"---\ntitle: A\nauthor: [B\n---\nText.", "not YAML on line"),
    "front3.md": (lambda: b"---\na: " + b"[" * 50_000 + b"\n---\nText.", "nested|YAML"),
    "bare.md": (lambda: b"---\ntitle: Bridge\n---\n", "has no text"),
    "comment.md": (lambda: b"<!-- nothing to see -->", "has no text"),
    "quotes.md": (lambda: b">" * 5000 + b" deep", "nested too deeply"),
    "lists.md": (lambda: b"".join(b"  " * n + b"- x\n" for n in range(300)), "nested too deeply"),
    "body.html": (lambda: b"<html><body></body></html>", "has no text"),
    "script.html": (lambda: b"<script>document.write('The bridge')</script>", "has no text"),
    "deep.html": (lambda: b"<div>" * 100_000 + b"<p>The bridge opens.</p>", "nested too deeply"),
    "comment.html": (lambda: b"<!--" * 100_000, "no HTML|no text"),
    "cut.pdf": (lambda: pdf_bytes(GOOD)[:200], "damaged|no text"),
    "head.pdf": (lambda: b"%PDF-1.7\n", "damaged"),
    "locked.pdf": (lambda: encrypted_pdf("secret"), "is encrypted"),
    "drawn.pdf": (drawn_pdf, "has no text"),
    "loop.pdf": (looping_pdf, "damaged|no text|nested|cannot be read"),
    "bomb.pdf": (bomb_pdf, "damaged|memory|longer|cannot be read|no text"),
    "cut.docx": (lambda: word_with(word_xml("<w:p/>"))[:-300], "no Word file"),
    "scratched.docx": (lambda: scratched(word_with(word_xml("<w:p/>"))), "damaged|no Word file"),
    "text.docx": (lambda: b"The bridge opens in May.", "is no Word file"),
    "zip.docx": (lambda: zip_of(a=b"text"), "is no Word file"),
    "locked.docx": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "is encrypted"),
    "old.docx": (lambda: OLE + b"\0" * 512, "old .doc"),
    "headless.docx": (lambda: word_with(None), "damaged|cannot be read"),
    "broken.docx": (lambda: word_with(b"<w:document>"), "damaged|cannot be read"),
    "blank.docx": (lambda: word_with(word_xml("<w:p/>")), "has no text"),
    "bomb.docx": (zip_bomb, "unpacks to more"),
    "lying.docx": (lying_zip_bomb, "damaged|no Word file|cannot be read"),
    "laughs.docx": (
        lambda: word_with(word_xml("<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", laughs())),
        "damaged|no text|cannot be read",
    ),
    "deep.docx": (
        lambda: word_with(word_xml("<w:sdt><w:sdtContent>" * 5000)),
        "damaged|nested|cannot be read",
    ),
}
"""Files by name: what makes their bytes, and what the reason says."""

READABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "name with a\nnewline.txt": (lambda: b"Alpha stands here.", "Alpha stands here."),
    "\N{BRIDGE AT NIGHT} emoji.md": (lambda: b"Beta stands here.", "Beta stands here."),
    "\u202egnp.\u05d0\u05d1.txt": (lambda: b"Gamma stands here.", "Gamma stands here."),
    "n" * 250 + ".txt": (lambda: b"Delta stands here.", "Delta stands here."),
    "utf16.txt": (lambda: "Épsilon stands.".encode("utf-16"), "Épsilon stands."),
    "utf32.txt": (lambda: "Épsilon stands.".encode("utf-32"), "Épsilon stands."),
    "latin.txt": (
        lambda: "“Épsilon”, né à Orle, l'été dernier – voilà.".encode("cp1252"),
        "“Épsilon”, né à Orle, l'été dernier – voilà.",
    ),
    "russian.txt": (
        lambda: ("Новый мост через гавань откроется для движения в мае. " * 5).encode("cp1251"),
        "Новый мост через гавань откроется",
    ),
    "japanese.html": (
        lambda: b'<meta charset="shift_jis"><p>' + "橋は五月に開通する。".encode("shift_jis"),
        "橋は五月に開通する。",
    ),
    "iso2022.html": (
        lambda: b'<meta charset="iso-2022-jp"><p>' + "橋は五月に開通。".encode("iso-2022-jp"),
        "橋は五月に開通。",
    ),
    "old mac.txt": (
        lambda: b"One line.\rAnd two.\r\nAnd three.",
        "One line.\nAnd two.\nAnd three.",
    ),
    "laughs.html": (
        lambda: f"{laughs()}<html><body><p>Zeta says &l11; here.</p></body></html>".encode(),
        "Zeta says",
    ),
    "laughs.md": (
        lambda: (
            b"---\na: &a [x, x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 9))
                for n in range(98, 120)
            )
            + b"author: *w\n---\nEta stands here."
        ),
        "Eta stands here.",
    ),
    "object.md": (
        lambda: b"---\ntitle: !!python/object/apply:os.abort []\n---\nTheta stands here.",
        "Theta stands here.",
    ),
    "day.md": (lambda: b"---\ndate: 2025-02-30\n---\nIota stands here.", "Iota stands here."),
    "unlocked.pdf": (lambda: encrypted_pdf(""), "The bridge opens in May. It is long."),
    "one line.txt": (lambda: b"word " * 150_000, "word word"),
}
"""Files by name that look odd and are fine: what makes their bytes, and what they say."""


def passwd_files() -> dict[str, bytes]:
    """Files that ask for another file's text, which they must not get."""
    body = "<w:p><w:r><w:t>Kappa &x; stands.</w:t></w:r></w:p>"
    page = "<html><body><p>Kappa &x; stands here.</p></body></html>"
    return {
        "outside.docx": word_with(word_xml(body, secret_entity())),
        "outside.html": (secret_entity() + page).encode(),
        "outside.xhtml": ('<?xml version="1.0"?>' + secret_entity() + page).encode(),
    }

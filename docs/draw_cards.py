"""Draws cards as pictures, of replies, a claim, an article and a week: python docs/draw_cards.py

The replies are the engine's, from the articles of corpus/; the cards are what
the bot sends, drawn with DejaVu Sans. Emoji are drawn as plain signs. One is
written, by a chat model that says what it is told to, and drawn before its end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import discord
from PIL import Image, ImageDraw, ImageFont

from tests.chat_server.prompted import keys_for
from tests.chat_server.server import ChatServer, Message, Written
from vouch.assistant import Assistant
from vouch.embedding import load_embedder
from vouch.index import sync
from vouch.settings import Settings
from vouch.types import Answer, Check, Citation, Reply, Statement
from vouch_bot.common.article_desk import Preview
from vouch_bot.common.statistics import Statistics
from vouch_bot.common.unanswered import Gap
from vouch_bot.discord.articles_command import preview_embed
from vouch_bot.discord.check_embed import check_embed
from vouch_bot.discord.digest import digest_embed
from vouch_bot.discord.embeds import Card, draft_embed, reply_cards

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = {
    "answer": "Who is the chief engineer of the Kingsreach Bridge?",
    "disagreement": "When will the Kingsreach bridge open?",
    "refusal": "Who painted the Kingsreach bridge?",
}
CLAIM = (
    "Priya Halloran has been the chief engineer of the Kingsreach Bridge since 2019. The bridge has"
    " been painted green."
)
WRITTEN = "Who is the chief engineer of the Kingsreach Bridge?"
STATEMENTS = (
    ("The chief engineer of the Kingsreach Bridge is Priya Halloran.", "since 2021"),
    (
        "The interview took place on the unfinished deck, forty metres above the harbour.",
        "since 2021",
    ),
)
FONTS = Path("/usr/share/fonts/truetype/dejavu")
SCALE = 2
WIDTH, MARGIN, SIZE = 520, 14, 14
BACK, BOX, INK, FAINT, BUTTON = "#313338", "#2b2d31", "#dbdee1", "#949ba4", "#4e5058"
SIGNS = {"ℹ️": "ℹ", "👍": "+1:", "👎": "−1:", "🚫": "⊘", "✅": "✓", "❌": "✗", "❔": "?"}

# Escapes, bold, italics, small print and quoting are all that a card uses.
_TOKEN = re.compile(r"\\(.)|(\*\*)|(\*)|(.)", re.DOTALL)


@dataclass(frozen=True)
class Word:
    text: str
    font: ImageFont.FreeTypeFont
    ink: str


class Canvas:
    """A column of text that grows downwards."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (WIDTH * SCALE, 1_000 * SCALE), BACK)
        self.draw = ImageDraw.Draw(self.image)
        self.y = 2.0 * MARGIN

    def text(self, markdown: str, size: int = SIZE, ink: str = INK, *, bold: bool = False) -> None:
        """Lines of Markdown, wrapped."""
        for line in markdown.split("\n"):
            if not line:
                self.y += size * 0.5
                continue
            small = line.startswith("-# ")
            self._line(
                line.removeprefix("-# "),
                size - 3 if small else size,
                FAINT if small else ink,
                bold,
            )

    def _line(self, line: str, size: int, ink: str, bold: bool) -> None:
        x, right = 2.0 * MARGIN, WIDTH - 2.0 * MARGIN
        for word in words(line, size, ink, bold):
            width = word.font.getlength(word.text) / SCALE
            if x + width > right and word.text.strip():
                x, self.y = 2.0 * MARGIN, self.y + size * 1.4
            self.draw.text((x * SCALE, self.y * SCALE), word.text, word.ink, font=word.font)
            x += width
        self.y += size * 1.4

    def buttons(self, labels: list[str]) -> None:
        x = float(MARGIN)
        face = font(SIZE - 1, bold=False)
        for label in labels:
            width = face.getlength(label) / SCALE + 24
            if x + width > WIDTH - MARGIN:
                x, self.y = float(MARGIN), self.y + 38
            box = [x * SCALE, self.y * SCALE, (x + width) * SCALE, (self.y + 30) * SCALE]
            self.draw.rounded_rectangle(box, 4 * SCALE, fill=BUTTON)
            place = ((x + 12) * SCALE, (self.y + 6) * SCALE)
            self.draw.text(place, label, INK, font=face)
            x += width + 8
        self.y += 38


def font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(FONTS / name), size * SCALE)


def words(line: str, size: int, ink: str, bold: bool) -> Iterator[Word]:
    """The words of a line of Markdown, each with the space after it."""
    for sign, plain in SIGNS.items():
        line = line.replace(sign, plain)
    text, strong = "", bold
    for escaped, stars, star, character in _TOKEN.findall(line):
        if stars or star:
            if text:
                yield Word(text, font(size, bold=strong), ink)
            text, strong = "", not strong if stars else strong
            continue
        text += escaped or character
        if character == " ":
            yield Word(text, font(size, bold=strong), ink)
            text = ""
    if text:
        yield Word(text, font(size, bold=strong), ink)


def draw(card: Card, buttons: list[str]) -> Image.Image:
    """A picture of a card with its buttons."""
    canvas = Canvas()
    _embed(canvas, card.embed)
    box_end = canvas.y + MARGIN / 2
    finished = Canvas()
    colour = card.embed.colour or discord.Colour(0)
    box = [MARGIN * SCALE, MARGIN * SCALE, (WIDTH - MARGIN) * SCALE, box_end * SCALE]
    finished.draw.rounded_rectangle(box, 4 * SCALE, fill=BOX)
    finished.draw.rectangle([*box[:2], (MARGIN + 4) * SCALE, box[3]], fill=str(colour))
    _embed(finished, card.embed)
    finished.y = box_end + 8
    if buttons:
        finished.buttons(buttons)
    if card.links:
        finished.buttons([f"{link.label} ↗" for link in card.links])
    return finished.image.crop((0, 0, WIDTH * SCALE, int((finished.y + 6) * SCALE)))


def _embed(canvas: Canvas, embed: discord.Embed) -> None:
    canvas.text(embed.title or "", SIZE + 1, bold=True)
    canvas.y += 4
    canvas.text(embed.description or "")
    for field in embed.fields:
        canvas.y += 6
        canvas.text(field.name or "", SIZE - 1, bold=True)
        canvas.text(field.value or "", SIZE - 1)
    if embed.footer.text:
        canvas.y += 6
        canvas.text(embed.footer.text, SIZE - 3, FAINT)


def replies() -> tuple[dict[str, Reply], Check]:
    """What the engine says to the questions and the claim, from an index of corpus/."""
    with TemporaryDirectory() as folder:
        settings = Settings(corpus_dir=ROOT / "corpus", data_dir=Path(folder))
        sync(settings, load_embedder(settings))
        assistant = Assistant.from_settings(settings)
        answers = {name: assistant.ask(question) for name, question in QUESTIONS.items()}
        return answers, assistant.check(CLAIM)


def draft() -> Answer:
    """What has been told of a written answer when its second statement has passed."""

    def says(messages: list[Message]) -> Written:
        return Written([(text, keys_for(messages, words)) for text, words in STATEMENTS])

    told: list[tuple[Statement, tuple[Citation, ...]]] = []
    with TemporaryDirectory() as folder, ChatServer(says) as server:
        settings = server.settings(corpus_dir=ROOT / "corpus", data_dir=Path(folder))
        sync(settings, load_embedder(settings))
        assistant = Assistant.from_settings(settings)
        assistant.ask(WRITTEN, on_statement=lambda *statement: told.append(statement))
    cited = {citation.number: citation for _, citations in told for citation in citations}
    statements = tuple(statement for statement, _ in told)
    return Answer(WRITTEN, statements, tuple(cited.values()))


def week() -> Statistics:
    """What a week of questions may come to."""
    gaps = (
        Gap(("Who painted the Kingsreach bridge?",), 4, 3, 0.0),
        Gap(("Is the night bus free for pupils?",), 2, 2, 0.0, ("Yes, with a pass.",)),
    )
    articles = [("Kingsreach Bridge to open in June", 14), ("Night buses", 9)]
    reasons = {"outdated": 2, "incomplete": 1}
    return Statistics(41, 17, 35, 6, 12, 3, reasons, gaps, articles)


PREVIEW = Preview("0", "run.md", "Harbour Run", "2025-05-04", 412, None, "sport")


def main() -> None:
    draw(Card(digest_embed(week(), 7)), []).save(ROOT / "docs" / "card-digest.png", optimize=True)
    preview = draw(Card(preview_embed(PREVIEW)), ["Add", "Cancel"])
    preview.save(ROOT / "docs" / "card-article.png", optimize=True)
    picture = draw(Card(draft_embed(draft())), [])
    picture.save(ROOT / "docs" / "card-draft.png", optimize=True)
    answers, checked = replies()
    draw(Card(check_embed(checked)), []).save(ROOT / "docs" / "card-claim.png", optimize=True)
    for number, (name, reply) in enumerate(answers.items(), start=1):
        passages = "Show passages" if isinstance(reply, Answer) else "Nearest passages"
        picture = draw(
            reply_cards(reply, number)[0],
            [passages, "+1", "−1", "Follow up", "Continue in a thread"],
        )
        picture.save(ROOT / "docs" / f"card-{name}.png", optimize=True)


if __name__ == "__main__":
    main()

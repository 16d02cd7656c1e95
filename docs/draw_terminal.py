"""Draws docs/terminal.svg, a real session over corpus/: python docs/draw_terminal.py"""

from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.text import Text

from vouch import Assistant, Settings, index_articles
from vouch_bot.terminal.render import draw_reply

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = (
    "When will the Kingsreach bridge open?",
    "What did Macron say about sending troops?",
)


def main() -> None:
    """Ask the questions and save what the terminal shows."""
    console = Console(record=True, width=96, force_terminal=True, color_system="truecolor")
    with TemporaryDirectory() as data:
        settings = Settings(corpus_dir=ROOT / "corpus", data_dir=Path(data))
        index_articles(settings)
        assistant = Assistant.from_settings(settings)
        for question in QUESTIONS:
            console.print(Text.assemble(("> ", "bold green"), question))
            console.print(draw_reply(assistant.ask(question)))
            console.print()
    console.save_svg(str(ROOT / "docs" / "terminal.svg"), title="vouch chat")


if __name__ == "__main__":
    main()

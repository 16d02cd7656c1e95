"""The `vouch` command."""

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from importlib.metadata import version
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vouch.errors import SettingsError, VouchError
from vouch_bot import evaluation
from vouch_bot.common.visible import json_line
from vouch_bot.config import settings, warn_of_unknown_settings
from vouch_bot.discord import terminal_commands
from vouch_bot.folders import take_folders
from vouch_bot.terminal.ending import leave_when_told

if TYPE_CHECKING:
    from vouch.assistant import Assistant

app = typer.Typer(
    name="vouch",
    help="Answers questions from a folder of articles, with exact quotes.",
    epilog=(
        "Examples: vouch index; vouch ask who opened the bridge; vouch chat; vouch check"
        ' "The bridge opened in May."  Settings stand in the environment or in .env, as'
        " VOUCH_CORPUS_DIR (the articles) and VOUCH_DATA_DIR (the index); .env.example has all."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Explain = Annotated[bool, typer.Option("--explain", help="Show how the reply came about.")]
In = Annotated[
    str | None,
    typer.Option(
        "--in",
        metavar="COLLECTION",
        help="Only these articles: folder:sport, tag:election, or several with commas.",
    ),
]
Plain = Annotated[bool, typer.Option("--plain", help="No colour, no bold, no links.")]


def main() -> None:
    """Run the command; an error that a person can fix is one message and an exit code."""
    _start_lightly()
    main_thread = threading.current_thread() is threading.main_thread()
    lost_signals = leave_when_told() if main_thread else []
    try:
        app(take_folders(sys.argv[1:]))
    except VouchError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of a pipe went away: nothing is left to say
        sys.exit(141)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        gc.freeze()  # a last look for garbage would take a tenth of a second
        if lost_signals:
            sys.exit(128 + lost_signals[0])


def _start_lightly() -> None:
    """Leave out work at the start of a process that no command needs."""
    gc.set_threshold(50_000, 20, 20)  # what is imported stays: it need not be looked through
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's products are small here
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _fail(message: str, code: int) -> None:
    from vouch_bot.terminal.render import console

    first, *rest = message.split("\n")
    console(stderr=True).print(f"vouch: {first}", *rest, sep="\n  ", markup=False, soft_wrap=True)
    sys.exit(code)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"vouch {version('vouch-articles')}")
        raise typer.Exit


@app.callback()
def _options(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
    corpus: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="The folder of articles; also after any command."),
    ] = None,
    data: Annotated[
        str | None,
        typer.Option(metavar="FOLDER", help="The folder of the index; also after any command."),
    ] = None,
) -> None:
    """Answers questions from a folder of articles, with exact quotes."""
    # `take_folders` has taken both options: they stand here to be listed.
    warn_of_unknown_settings()


@app.command()
def index(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Make the index anew from all articles.")
    ] = False,
    wait: Annotated[
        bool, typer.Option(help="Wait while another process indexes, or fail at once.")
    ] = True,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing where nothing changed or failed.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Read every file, also one of the same size and time."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Go on, and sync whenever files have settled.")
    ] = False,
    allow_empty: Annotated[
        bool,
        typer.Option("--allow-empty", help="Also remove all or most of the articles at once."),
    ] = False,
    plain: Plain = False,
) -> None:
    """Make the index equal to the folder of articles."""
    from vouch_bot.terminal.opening import opening
    from vouch_bot.terminal.render import console

    beside = console(plain, stderr=True)
    with opening(beside):
        from vouch_bot.terminal.progress import (
            draw_report,
            draw_summary,
            is_news,
            run_sync,
            run_watch,
        )
    if watch:
        run_watch(settings(), beside)
        return
    began = monotonic()
    report = run_sync(
        settings(), beside, rebuild=rebuild, wait=wait, check=check, allow_empty=allow_empty
    )
    if is_news(report) or not quiet:
        console(plain).print(draw_report(report))
        beside.print(draw_summary(report, monotonic() - began, settings().corpus_dir), style="dim")
    if report.failed:
        raise typer.Exit(1)


def _sync_quietly(plain: bool, removed: frozenset[str] = frozenset()) -> None:
    """Index what a command has added or removed, and say only what changed or failed."""
    from vouch_bot.terminal.progress import draw_report, is_news, run_sync
    from vouch_bot.terminal.render import console

    report = run_sync(settings(), console(plain, stderr=True), removed=removed)
    if is_news(report):
        console(plain).print(draw_report(report))
    if report.failed:
        raise typer.Exit(1)


@app.command(epilog="Examples: vouch ask who opened the bridge | vouch ask --json - < lines.txt")
def ask(
    question: Annotated[
        list[str] | None,
        typer.Argument(help="The question, with or without quotes; - reads one a line."),
    ] = None,
    within: In = None,
    as_json: Json = False,
    explain: Explain = False,
    plain: Plain = False,
) -> None:
    """Answer one question, or each line of standard input."""
    from vouch_bot.terminal.opening import opening, renew
    from vouch_bot.terminal.render import console

    unreadable: list[int] = []
    words = question if question is not None else _piped("question", 'vouch ask "Who ...?"')
    questions = [" ".join(words)] if words != ["-"] else _lines(unreadable)
    renew(settings(), console(plain, stderr=True))
    out = console(plain)
    with nullcontext() if as_json else opening(out):
        from vouch.answer.serialization import reply_json
        from vouch_bot.terminal.streaming import ask_aloud
        from vouch_bot.terminal.trace import draw_trace

        assistant = _assistant(within)
    for asked in questions:
        if as_json:
            _print_json(reply_json(assistant.respond(asked), explain))
            continue
        reply = ask_aloud(assistant, out, asked)
        if explain:
            out.print(draw_trace(reply))
        if words == ["-"]:
            out.print()
    if unreadable:
        raise typer.Exit(1)


def _assistant(within: str | None) -> "Assistant":
    """The assistant, over a part of the articles where one is named."""
    from vouch.assistant import Assistant

    assistant = Assistant.from_settings(settings())
    return assistant.within(within) if within else assistant


def _print_json(body: dict[str, Any]) -> None:
    typer.echo(json_line(body))
    sys.stdout.flush()


def _piped(what: str, example: str) -> list[str]:
    """The sign for standard input; SettingsError where that is a terminal and nothing is given."""
    if sys.stdin.isatty():
        raise SettingsError(f"There is no {what}.", f"Give one: {example}")
    return ["-"]


def _lines(unreadable: list[int]) -> Iterator[str]:
    """The questions of standard input; `unreadable` takes the numbers of lines left out."""
    from vouch_bot.terminal.questions import input_lines, not_utf8

    def left_out(number: int) -> None:
        unreadable.append(number)
        typer.echo(f"vouch: {not_utf8(number)}", err=True)

    return input_lines(left_out)


@app.command(
    epilog='Examples: vouch check "The bridge opened in May." | vouch check - < statement.txt'
)
def check(
    claim: Annotated[
        list[str] | None,
        typer.Argument(help="The claim, of one sentence or several; - reads it all from input."),
    ] = None,
    within: In = None,
    as_json: Json = False,
    explain: Explain = False,
    plain: Plain = False,
) -> None:
    """Compare a claim with the articles: supported, contradicted, or not mentioned."""
    from vouch_bot.terminal.opening import opening
    from vouch_bot.terminal.render import console, draw_reply

    words = claim if claim is not None else _piped("claim", 'vouch check "The ... was ..."')
    unreadable: list[int] = []
    text = "\n".join(_lines(unreadable)) if words == ["-"] else " ".join(words)
    out = console(plain)
    with nullcontext() if as_json else opening(out):
        from vouch.answer.serialization import reply_json

        checked = _assistant(within).check(text)
    if as_json:
        _print_json(reply_json(checked, explain))
    else:
        out.print(draw_reply(checked))


@app.command(epilog="Settings: VOUCH_CHAT_WATCH, VOUCH_CHAT_HISTORY, VOUCH_CHAT_MODEL.")
def chat(
    within: In = None, as_json: Json = False, explain: Explain = False, plain: Plain = False
) -> None:
    """Ask questions one after another; with --json one a line, and an object a turn."""
    from vouch_bot.terminal.opening import opening
    from vouch_bot.terminal.render import console

    if as_json:
        from vouch_bot.terminal.chat import run_json_chat

        run_json_chat(settings(), within, explain=explain)
        return
    out = console(plain)
    with opening(out):
        from vouch_bot.terminal.chat import run_chat
    run_chat(settings(), out, within)


@app.command()
def sources(within: In = None, as_json: Json = False, plain: Plain = False) -> None:
    """List the indexed articles."""
    from vouch.index import SelectedIndex, open_index
    from vouch.selection import Selection
    from vouch_bot.terminal.render import console
    from vouch_bot.terminal.sources import draw_sources, sources_json

    index = open_index(settings())
    chosen = SelectedIndex(index, Selection.parse(within)) if within else index
    articles = chosen.snapshot().articles()
    if as_json:
        typer.echo(json_line(sources_json(articles), indent=1))
    else:
        console(plain).print(draw_sources(articles, () if within else _unread()))


def _unread() -> tuple[str, ...]:
    """The documents of the corpus that are not read; none where it cannot be looked at."""
    from contextlib import suppress

    from vouch.documents import discover
    from vouch.documents.unread import unread_documents

    with suppress(VouchError):
        return unread_documents(discover(settings().corpus_dir).ignored)
    return ()


@app.command(epilog="Example: vouch show minutes.md --passages")
def show(
    source: Annotated[str, typer.Argument(help="The article, as vouch sources lists it.")],
    passages: Annotated[
        bool, typer.Option("--passages", help="Show where each passage begins.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print an article as it was read: its text, sections and passages."""
    from vouch.index import open_index
    from vouch_bot.terminal.show import show_json, show_lines

    snapshot = open_index(settings()).snapshot()
    article, found = snapshot.named(source), None
    if passages:
        found = snapshot.passages_of(article.source.path)
    if as_json:
        _print_json(show_json(article, found))
        return
    for line in show_lines(article, found):
        typer.echo(line)


@app.command()
def doctor(
    full: Annotated[
        bool, typer.Option("--full", help="Also read every article and passage of the index.")
    ] = False,
    as_json: Json = False,
    plain: Plain = False,
) -> None:
    """Check that the index, the articles and the settings fit together."""
    from vouch_bot.doctor import check, draw_checkup
    from vouch_bot.terminal.render import console

    try:
        checkup = check(settings(), full=full)
    except VouchError as error:
        if not as_json:
            raise
        typer.echo(json_line({"well": False, "problem": error.message, "mend": error.mend}, 1))
        raise typer.Exit(error.exit_code) from None
    if as_json:
        typer.echo(json_line(checkup.to_json(), indent=1))
    else:
        console(plain).print(draw_checkup(checkup))
    if not checkup.well:
        raise typer.Exit(1)


@app.command()
def add(
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="FILE|URL...", help="Files, or pages to fetch.")
    ] = None,
    feed: Annotated[
        list[str] | None, typer.Option("--feed", help="A feed whose new entries are added.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="The article's date: 2025-10-12, 2025-10 or 2025.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The article's title.")] = None,
    author: Annotated[str | None, typer.Option(help="The article's author.")] = None,
    plain: Plain = False,
) -> None:
    """Bring articles into the folder, and index them."""
    from vouch_bot.ingest import given, run_add
    from vouch_bot.terminal.render import console

    said = given(date, title, author, alone=len(targets or []) == 1 and not feed)
    outcome = run_add(settings(), console(plain), targets or [], feed or [], said)
    _sync_quietly(plain)
    if outcome.failed:
        raise typer.Exit(1)


@app.command()
def remove(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="As vouch sources lists them.")
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    keep_file: Annotated[
        bool, typer.Option("--keep-file", help="Leave the file there, and out of the index.")
    ] = False,
    plain: Plain = False,
) -> None:
    """Move articles from the folder to a trash folder, and out of the index."""
    from vouch_bot.ingest import confirmed, run_leave_out, run_remove
    from vouch_bot.terminal.render import console

    out, removed = console(plain), sources
    if keep_file:
        run_leave_out(settings(), out, sources)
    elif yes or confirmed(settings(), sources):
        removed = run_remove(settings(), out, sources)
    else:
        out.print("Nothing is removed.")
        raise typer.Exit(1)
    _sync_quietly(plain, frozenset(removed))


@app.command()
def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP instead of standard input.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on, with --http.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on, with --http.")] = 8765,
) -> None:
    """Serve the Model Context Protocol: tools to ask, check, search and open articles."""
    from vouch_bot.mcp import serve

    serve(settings(), http, host, port)


app.command()(terminal_commands.discord)
app.command()(terminal_commands.feedback)
app.command()(terminal_commands.gaps)
app.add_typer(evaluation.app)


if __name__ == "__main__":
    main()

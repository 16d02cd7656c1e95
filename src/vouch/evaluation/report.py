"""A report in Markdown, with plots where there is something to draw."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from vouch.evaluation.errors import ReportError
from vouch.evaluation.figures import MEANINGS, Judged, Ranked, shown
from vouch.evaluation.plots import PLOTS, draw_plots

FILE = "report.md"

LISTED = 50
"""How many mistaken records of each kind a report lists."""


def write_report(measured: Judged | Ranked, folder: Path) -> Path:
    """Write `report.md` and its plots into `folder`, made if need be; returns the report's path.

    Raises ReportError where the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(measured, Judged):
            draw_plots(measured, folder)
            text = judged_report(measured)
        else:
            text = ranked_report(measured)
        (folder / FILE).write_text(text, "utf-8")
    except OSError as error:
        raise ReportError(folder, error) from error
    return folder / FILE


def judged_report(judged: Judged) -> str:
    """The figures, each with what it means, and the plots."""
    rows = ((name, shown(value), MEANINGS[name]) for name, value in judged.figures.items())
    plots = [f"## {title}\n\n![{title}]({file})" for file, title in PLOTS.items()]
    table = _table(("figure", "value", "meaning"), rows)
    wrong = [
        *_mistaken(judged, truth=False),
        *_listed(
            f"{judged.positive.capitalize()}, but answered wrongly", judged.answered_wrongly()
        ),
        *_mistaken(judged, truth=True),
    ]
    head = [f"# vouch eval {judged.name}", *_unknown(judged.unknown_sources), table]
    return "\n\n".join([*head, *plots, *wrong]) + "\n"


def _unknown(sources: Sequence[str]) -> list[str]:
    return [f"No article has the source {_cell(', '.join(sources))}."] if sources else []


def _mistaken(judged: Judged, *, truth: bool) -> list[str]:
    """The records of one kind that were taken for the other, the worst first."""
    kind, taken_for = judged.positive, judged.negative
    if not truth:
        kind, taken_for = taken_for, kind
    wrong = judged.mistaken(truth)
    return _listed(f"{kind.capitalize()}, but taken for {taken_for}", wrong)


def _listed(title: str, wrong: Sequence[tuple[float, str, str]]) -> list[str]:
    """Mistaken records under a title, with what was said to each where that is known."""
    if not wrong:
        return []
    said = any(reply for *_, reply in wrong)
    rows = [
        (f"{score:.2f}", _cell(text), *([_cell(reply)] if said else []))
        for score, text, reply in wrong[:LISTED]
    ]
    more = [f"And {len(wrong) - LISTED} more."] if len(wrong) > LISTED else []
    head = ("support", "record", *(["reply"] if said else []))
    return [f"## {title} ({len(wrong)})", _table(head, rows), *more]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def ranked_report(ranked: Ranked) -> str:
    """The figures of every stage, and what they mean."""
    names = list(next(iter(ranked.stages.values())))
    rows = ((stage, *map(shown, figures.values())) for stage, figures in ranked.stages.items())
    meanings = [f"- {name}: {MEANINGS[name]}" for name in names]
    table = _table(("stage", *names), rows)
    title = f"# vouch eval {ranked.name}"
    return "\n\n".join([title, f"{ranked.n} queries.", table, "\n".join(meanings)]) + "\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

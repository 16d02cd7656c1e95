"""How many lies verification catches, kind by kind, and how many faithful statements it lets pass.

Run: `python -m benchmarks.lies [--show] [--half a|b]`. The statements, 373 lies and 221 that
are faithful, are our own (`tests/lies`), over the shipped articles and twelve more. Each cites
all passages of its articles. The rules were written with half a in view, and half b unseen.
"""

import argparse
from collections.abc import Sequence

from tests.lies.cases import HALVES, Case, excerpts, faithful, lies
from vouch.reader.loading import load_reader
from vouch.settings import Settings
from vouch.verification import ClaimReader, Verdict, verify_all


def shipped_reader() -> ClaimReader:
    """The reader of the package. Raises TypeError where it judges no claims."""
    reader = load_reader(Settings())
    support = getattr(reader, "support", None)
    if support is None:
        raise TypeError(f"{reader.name} judges no claims")
    claims: ClaimReader = reader  # type: ignore[assignment]
    return claims


def judged(cases: Sequence[Case], reader: ClaimReader) -> list[tuple[Case, Verdict]]:
    verdicts = verify_all([(case.statement, excerpts(case)) for case in cases], reader)
    return list(zip(cases, verdicts, strict=True))


def share(count: int, of: int) -> str:
    return f"{count:3d} of {of:3d}  {count / of:6.1%}"


def report(name: str, results: Sequence[tuple[Case, Verdict]], passes: bool) -> None:
    """Print for each kind, and in all, how many passed, or were caught."""
    kinds = sorted({case.kind for case, _ in results})
    for kind in kinds:
        right = [v.passed == passes for c, v in results if c.kind == kind]
        print(f"  {kind:18s} {share(sum(right), len(right))}")
    for half in HALVES:
        right = [v.passed == passes for c, v in results if c.half == half]
        if right:
            print(f"{name}, half {half}: {share(sum(right), len(right))}")
    right = [v.passed == passes for _, v in results]
    print(f"{name}, in all: {share(sum(right), len(right))}")


def show(results: Sequence[tuple[Case, Verdict]], passes: bool) -> None:
    """Print each statement that was judged wrongly, with what was cited and why."""
    for case, verdict in results:
        if verdict.passed != passes:
            print(f"  {case.kind}: {case.statement}  [{verdict.support:.2f}]")
            print("     " + " | ".join(quote.text for quote in verdict.quotes))
            for reason in verdict.reasons:
                print(f"     - {reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--half", choices=HALVES, help="only this half")
    arguments = parser.parse_args()
    reader = shipped_reader()
    halves = [arguments.half] if arguments.half else HALVES
    told = judged([case for half in halves for case in faithful(half)], reader)
    lied = judged([case for half in halves for case in lies(half)], reader)
    if arguments.show:
        show(told, True)
        show(lied, False)
    report("lies caught", lied, False)
    report("faithful statements let through", told, True)


if __name__ == "__main__":
    main()

"""The results as a table, for the terminal and for ``RESULTS.md``."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.harness import FLOOR, OURS, UPSTREAM, Result

_COLUMNS = (
    "case",
    "ours",
    "ours / floor",
    "ours / upstream",
    "upstream / floor",
    "peak of ours",
    "of upstream",
    "",
)
HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"

PREFACE = """# How fast it is

Written by `make bench`. Every case is measured several times in turn by each contender in one run
against one real server on this machine, after a turn that does not count. The figures are medians;
the ratios, which depend little on the machine, are medians of the ratios of each turn. In brackets
stands the most that is allowed. *Floor* are the same bytes by plain requests of `http.client`,
*upstream* is the client that comes with the server, and *peak* is the most memory that the work
took, above what the process held before.
"""


def row(result: Result) -> str:
    """Return a result as a row of the table."""
    unit, cost = result.case.unit, result.median(OURS)
    upstream, floor = result.median(UPSTREAM), result.median(FLOOR)
    theirs = f"{upstream / floor:.2f}" if upstream and floor else ""
    mark = "pass" if result.within_bounds else "**fail**"
    cells = [
        result.case.name,
        f"{cost:.3g} {unit}",
        _ratio(result, FLOOR),
        _ratio(result, UPSTREAM),
        theirs,
        _peak(result, OURS),
        _peak(result, UPSTREAM),
        mark,
    ]
    return f"| {' | '.join(cells)} |"


def _ratio(result: Result, to: str) -> str:
    ratio, bound = result.ratio(to), result.case.bounds.get(to)
    if ratio is None:
        return ""
    return f"{ratio:.2f}" + (f" (≤ {bound:g})" if bound else "")


def _peak(result: Result, of: str) -> str:
    peak = result.peaks.get(of, 0)
    return f"{peak:,.0f} MB" if peak >= 1 else ""


def page(results: Sequence[Result]) -> str:
    """Return the whole of ``RESULTS.md``."""
    return "\n".join([PREFACE, HEAD, *map(row, results), ""])

"""``make bench``: ours, the upstream client and a floor of plain requests, in turn."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from benchmarks import report
from benchmarks.cases import cases
from benchmarks.filling import fill
from benchmarks.harness import Result, run
from benchmarks.relay import relayed
from benchmarks.server import serving

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose name holds this text")
    options = parser.parse_args()
    os.environ["TILED_SHOW_PROGRESS"] = "0"
    # What is installed comes compiled; this checkout is compiled when it is first imported.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

    results: list[Result] = []
    with serving() as server, relayed(server) as far:
        print("Filling the server takes a minute or two.", flush=True)
        fill(server)
        print(report.HEAD)
        for case in cases(server, far):
            if options.only in case.name:
                results.append(run(case, options.rounds))
                print(report.row(results[-1]), flush=True)
    if not options.only:
        RESULTS.write_text(report.page(results), encoding="utf-8")
    return 0 if all(result.within_bounds for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())

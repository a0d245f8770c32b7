"""``python benchmarks/faults.py``: thousands of operations over a network that fails.

For each operation, each kind of fault (see `benchmarks.faulty.kinds`) is drawn with a probability
of 10 %, and spoils one request. Each result is held against the truth, for which the server is
asked behind the network's back. Every failure has to be one of `tiled_jl.errors`; nothing may be
wrong, hang or leak.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

if not __package__:
    sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.faulty.running import run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=12)
    options = parser.parse_args()

    with TemporaryDirectory() as folder:
        tally = run(Path(folder), **vars(options))
    print(tally)
    return 0 if tally.is_faultless else 1


if __name__ == "__main__":
    sys.exit(main())

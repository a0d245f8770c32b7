"""A file that is generated: written, or with ``--check`` only compared."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def settle(target: Path, wanted: str) -> int:
    """Make a file what it should be, and return the status for the end of the program."""
    if "--check" not in sys.argv:
        target.write_text(wanted, encoding="utf-8")
        return 0
    if target.exists() and target.read_text(encoding="utf-8") == wanted:
        return 0
    print(f"{target.relative_to(ROOT)} is stale: run `make protocol`.", file=sys.stderr)
    return 1

"""``python -m benchmarks.malformed``: whether anything malformed gets past our own exceptions.

Each decoder is tried in a process of its own, so that a crash is one of a child. Prints what the
attempts came to, and fails if one ended in another exception, a crash or a hang, or if they took
more memory than they may.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from benchmarks.malformed.attempts import ACCEPTED, FOREIGN, MOST_MEMORY, REFUSED
from benchmarks.malformed.decoders import DECODERS, Decoder, works
from benchmarks.malformed.recording import record

_PATIENCE = 3600


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.malformed", description=__doc__)
    parser.add_argument("--count", type=int, default=52_000, help="attempts in all")
    parser.add_argument("--only", default="", help="decoders whose name holds this text")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="store_true", help="the case behind each failure")
    options = parser.parse_args()
    chosen = [each for each in DECODERS if options.only in each.name]
    each = -(-options.count // len(DECODERS))
    totals, failed = [0, 0, 0], 0
    print(f"{'decoder':30} {'accepted':>9} {'refused':>9} {'foreign':>9} {'peak MB':>9}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "TILED_JL_HOME": str(folder / "home"),
            "TILED_CACHE_DIR": str(folder / "cache"),
            "TILED_RETRY_ATTEMPTS": "1",
        }
        answers = record(works())
        (folder / "answers").write_bytes(msgspec.msgpack.encode(answers))
        for decoder in chosen:
            tally = _try(decoder, folder, each, options.seed)
            counts = [tally["counts"].get(kind, 0) for kind in (ACCEPTED, REFUSED, FOREIGN)]
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
            print(
                f"{decoder.name:30} {counts[0]:9,} {counts[1]:9,} {counts[2]:9,} "
                f"{tally['peak'] / 1e6:9.1f}",
                flush=True,
            )
            for problem, text in tally["foreign"].items():
                print(f"    {problem}" + (f"\n{text}" if options.show else ""), flush=True)
            failed += bool(tally["foreign"]) or tally["peak"] > MOST_MEMORY
    print(f"{'in all ' + format(sum(totals), ','):30} " + " ".join(f"{n:9,}" for n in totals))
    print("failed" if failed else "passed")
    return 1 if failed else 0


def _try(decoder: Decoder, folder: Path, count: int, seed: int) -> dict[str, dict[str, str]]:
    last = folder / "last"
    arguments = [decoder.name, str(folder / "answers"), str(count), str(seed), str(last)]
    command = [sys.executable, "-m", "benchmarks.malformed.attempts", *arguments]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE)
    if finished.returncode == 0:
        return json.loads(finished.stdout.splitlines()[-1])
    case = last.read_bytes()[:2000].decode(errors="replace") if last.exists() else ""
    what = f"the process ended with {finished.returncode}"
    return {"counts": {}, "peak": 0, "foreign": {what: f"{case}\n{finished.stderr[-4000:]}"}}


if __name__ == "__main__":
    sys.exit(main())

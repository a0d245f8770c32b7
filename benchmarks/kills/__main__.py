"""``python -m benchmarks.kills``: kills what is under way, and looks at what is left.

It does so to a download, an export, a copy, a cache that is written and a login that is renewed. It
prints what happened, and fails where a file was torn, a login was lost, the cache was damaged, or a
copy could not be completed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import loginserver
import serving

from benchmarks.kills.killer import Killer, Victim
from benchmarks.kills.stores import CacheWrite, Renewal
from benchmarks.kills.transfers import Copy, Download, Export
from tiled_jl import Context


@contextmanager
def servers() -> Iterator[tuple[Context, str, Path]]:
    """Start a server to read from and to write to, and one where users log in."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        for name in ("data", "users"):
            (folder / name).mkdir()
        data = serving.start(folder / "data")
        stack.callback(data.stop)
        users = loginserver.start(folder / "users", loginserver.authentication())
        stack.callback(users.stop)
        yield stack.enter_context(Context(data.uri, api_key=data.api_key)), users.uri, folder


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often to kill each")
    parser.add_argument("--only", default="", help="victims whose name holds this text")
    options = parser.parse_args()
    os.environ["TILED_SHOW_PROGRESS"] = "0"
    fine = True
    with servers() as (context, users, folder):
        victims: dict[str, Callable[[Path], Victim]] = {
            "download": partial(Download, context=context),
            "export": partial(Export, context=context),
            "copy": partial(Copy, context=context),
            "cache": CacheWrite,
            "renewal": partial(Renewal, uri=users),
        }
        for name, make in victims.items():
            if options.only not in name:
                continue
            (folder / name).mkdir()
            killer = Killer(make(folder / name))
            killer.measure()
            took = killer.longest
            killer.at_moments(options.kills)
            at_moments = killer.kills
            killer.at_steps()
            print(
                f"{name}: takes {took:.3f} s; killed at {at_moments} moments and before "
                f"{killer.kills - at_moments} steps on files; {len(killer.problems)} problems",
                flush=True,
            )
            for problem, count in Counter(killer.problems).most_common(10):
                print(f"  {count} × {problem}")
            fine = fine and not killer.problems
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

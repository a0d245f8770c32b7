"""Kills a process of its own that does something, again and again."""

from __future__ import annotations

import itertools
import os
import random
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import serverprocess

_STEPS = {"open", "os.mkdir", "os.remove", "os.rename"}

_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(
    [
        *serverprocess.PRELOADED,
        *("awkward", "pandas", "pyarrow", "ragged", "sparse"),
        *("tiled_jl.constructors", "tiled_jl.sync"),
    ]
)
"""Each process is a copy of one that has imported all and done nothing."""


class Victim:
    """What is killed, in a process of its own. It goes there as it is.

    Parameters
    ----------
    folder : pathlib.Path
        What it writes goes there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def prepare(self, number: int) -> None:
        """Make ready for one more time, before the process is started."""

    def begin(self) -> Callable[[], object]:
        """Return what can be killed, once all is there that it needs."""
        raise NotImplementedError

    def check(self) -> Iterator[str]:
        """Yield what is wrong after it was killed, and after another try."""
        raise NotImplementedError


@dataclass
class Killer:
    """Kills a victim again and again, and notes what is wrong then.

    Parameters
    ----------
    victim : Victim
    """

    victim: Victim
    problems: list[str] = field(default_factory=list)
    kills: int = 0
    longest: float = 0.0
    """Seconds that it takes where it is not killed."""

    def measure(self) -> None:
        self.longest = statistics.median(self._once() or 0.0 for _ in range(3))

    def at_moments(self, count: int) -> None:
        """Kill it so often, at random moments that are spread evenly over all that it takes."""
        chance = random.Random(1)
        for number in range(count):
            for _ in range(20):
                took = self._once(after=self.longest * (number + chance.random()) / count)
                if took is None:
                    break
                # It was quicker than before.
                self.longest = min(self.longest, took)
            else:
                self.problems.append(f"was never killed at moment {number} of {count}")

    def at_steps(self) -> None:
        """Kill it once before each step that it takes on files."""
        step = 1
        while self._once(before=step) is None:
            step += 1

    def _once(self, *, after: float = 120, before: int = 0) -> float | None:
        """Return the seconds that it took; None if it was killed."""
        self.victim.prepare(self.kills)
        ours, theirs = _FORKING.Pipe()
        process = _FORKING.Process(target=_live, args=(self.victim, theirs, before))
        process.start()
        theirs.close()
        with ours:
            assert ours.recv() == "ready"
            # It ends where the process does.
            ours.poll(after)
            process.kill()
            process.join()
            try:
                took: float | None = ours.recv()
            except EOFError:
                took = None
        self.kills += took is None
        self.problems += self.victim.check()
        return took


def _live(victim: Victim, wire: Connection, last_step: int) -> None:
    """Do what can be killed; with a number, until just before that step on the victim's files."""
    work = victim.begin()
    if last_step:
        steps = itertools.count(1)

        def step(event: str, arguments: tuple[Any, ...]) -> None:
            own = event in _STEPS and str(arguments[0]).startswith(str(victim.folder))
            if own and next(steps) == last_step:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(step)
    wire.send("ready")
    began = time.monotonic()
    work()
    wire.send(time.monotonic() - began)

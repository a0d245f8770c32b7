"""Measures contenders in turn, so that a slow minute of the machine hits all of them alike."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import memory

OURS, UPSTREAM, FLOOR = "ours", "upstream", "floor"

Measure = Callable[[], float]
"""Does the work once, and returns what it cost."""


@dataclass(frozen=True)
class Case:
    """One piece of work that several contenders do.

    Parameters
    ----------
    name : str
    contenders : mapping of str to callable
        Of ours, the upstream client and the floor, those that there are.
    bounds : mapping of str to float
        The ratio to that contender which ours may have at most.
    unit : str
        Of what it costs.
    rounds : int or None
        How often to measure; by default as often as all other cases.
    """

    name: str
    contenders: Mapping[str, Measure]
    bounds: Mapping[str, float]
    unit: str = "s"
    rounds: int | None = None


@dataclass(frozen=True)
class Result:
    """What a case cost each contender, round by round, and the MB that each took at most."""

    case: Case
    costs: Mapping[str, list[float]]
    peaks: Mapping[str, float]

    def median(self, contender: str) -> float | None:
        costs = self.costs.get(contender)
        return statistics.median(costs) if costs else None

    def ratio(self, to: str) -> float | None:
        """Return the median of the ratios of each round, in which the machine was the same."""
        if to not in self.costs:
            return None
        pairs = zip(self.costs[OURS], self.costs[to], strict=True)
        return statistics.median(ours / other for ours, other in pairs)

    @property
    def within_bounds(self) -> bool:
        return all((self.ratio(to) or 0) <= bound for to, bound in self.case.bounds.items())


def run(case: Case, rounds: int) -> Result:
    """Measure each contender once a round, after one round that is not counted."""
    costs: dict[str, list[float]] = {name: [] for name in case.contenders}
    peaks = dict.fromkeys(case.contenders, 0.0)
    for number in range((case.rounds or rounds) + 1):
        for name, measure in case.contenders.items():
            with memory.watched() as peak:
                cost = measure()
            peaks[name] = max(peaks[name], peak.above_idle / 1e6)
            if number:
                costs[name].append(cost)
    return Result(case, costs, peaks)


def elapsed(work: Callable[[], object]) -> Measure:
    """Measure the seconds that work takes."""

    def measure() -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    return measure


def processor_time(work: Callable[[], object], count: int) -> Measure:
    """Measure the milliseconds of this process's processor time for each of so many pieces."""

    def measure() -> float:
        began = time.process_time()
        work()
        return (time.process_time() - began) / count * 1000

    return measure


def reported_by(code: str, *arguments: object) -> Measure:
    """Measure what a new Python process prints."""

    def measure() -> float:
        command = [sys.executable, "-c", code, *map(str, arguments)]
        finished = subprocess.run(command, check=True, capture_output=True, text=True)
        return float(json.loads(finished.stdout.splitlines()[-1]))

    return measure


def process(code: str, *arguments: object) -> Measure:
    """Measure the seconds that a new Python process takes from its start to its end."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return elapsed(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))

"""Faults of all kinds meet operations of all kinds: the short form of ``benchmarks/faults.py``."""

from pathlib import Path

from benchmarks.faulty.kinds import KINDS
from benchmarks.faulty.running import OPERATIONS, run


def test_whatever_fails_results_are_right_and_nothing_hangs_or_leaks(tmp_path: Path) -> None:
    tally = run(tmp_path, operations=200, seed=7, workers=16)
    assert tally.is_faultless, tally
    assert tally.done.total() + tally.failures == 200
    assert tally.met.keys() == KINDS.keys()
    assert len(tally.done) > len(OPERATIONS) / 2

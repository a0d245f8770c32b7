"""What a run has counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from benchmarks.faulty.kinds import KINDS

_WIDTH = max(map(len, KINDS))


@dataclass
class Tally:
    """Counts, and what may not happen in words.

    Parameters
    ----------
    drawn, met : collections.Counter
        How often each kind of fault was due, and has spoilt a request.
    done, failed : collections.Counter, dict
        How often each operation has ended well, and with which errors.
    wrong, foreign, hung, leaked : list of str
        Results that are not the truth, errors that are not ours, operations that took too long,
        connections and threads that nobody needs any more.
    seconds, slowest : float
        Of all, and of one operation.
    """

    drawn: Counter[str] = field(default_factory=Counter)
    met: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    failed: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    wrong: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    seconds: float = 0.0
    slowest: float = 0.0

    @property
    def failures(self) -> int:
        return sum(errors.total() for errors in self.failed.values())

    @property
    def is_faultless(self) -> bool:
        """Whether nothing has happened that may not."""
        return not (self.wrong or self.foreign or self.hung or self.leaked)

    def __str__(self) -> str:
        total = self.done.total() + self.failures
        lines = [f"{'fault':{_WIDTH}}   drawn     met"]
        lines += [f"{name:{_WIDTH}} {self.drawn[name]:7} {self.met[name]:7}" for name in KINDS]
        lines += ["", f"{'operation':{_WIDTH}}    done  failed"]
        for name in sorted({*self.done, *self.failed}):
            failed = self.failed[name]
            errors = ", ".join(f"{kind} {number}" for kind, number in failed.most_common())
            lines.append(f"{name:{_WIDTH}} {self.done[name]:7} {failed.total():7}  {errors}")
        lines += [
            "",
            f"{total} operations in {self.seconds:.0f} s, of which {self.failures} failed; "
            f"the slowest took {self.slowest:.1f} s",
            f"{len(self.wrong)} wrong results, {len(self.hung)} hung, {len(self.leaked)} leaked, "
            f"{len(self.foreign)} failures that are not ours",
        ]
        return "\n".join([*lines, *self.wrong, *self.hung, *self.leaked, *self.foreign])

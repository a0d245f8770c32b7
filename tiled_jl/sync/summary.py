"""What has become of a copy."""

from __future__ import annotations

from dataclasses import dataclass, field

_SHOWN = 10
"""How many failures are told of in full."""


@dataclass
class Summary:
    """What was copied and what was not, each by its path below the destination.

    Attributes
    ----------
    copied : list of str
        Nodes that are whole now, in the order in which they became so.
    skipped : list of str
        Nodes that were there before, and were left as they are.
    failed : dict of str to Exception
        Nodes that could not be copied, and why.
    nbytes : int
        How much data was written, in bytes.

    Examples
    --------
    >>> Summary(["a", "a/b"], nbytes=2_500_000)
    <Summary: copied 2 (2.5 MB), skipped 0, failed 0>
    """

    copied: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    failed: dict[str, Exception] = field(default_factory=dict)
    nbytes: int = 0

    def __repr__(self) -> str:
        counts = (
            f"<Summary: copied {len(self.copied):,} ({_size(self.nbytes)}), "
            f"skipped {len(self.skipped):,}, failed {len(self.failed):,}>"
        )
        failures = [
            f"  {path}: {type(error).__name__}: {error}"
            for path, error in list(self.failed.items())[:_SHOWN]
        ]
        if len(self.failed) > _SHOWN:
            failures.append(f"  … and {len(self.failed) - _SHOWN:,} more")
        return "\n".join([counts, *failures])


def _size(nbytes: int) -> str:
    for power, unit in ((4, "TB"), (3, "GB"), (2, "MB"), (1, "kB")):
        if nbytes >= 1000**power:
            return f"{nbytes / 1000**power:,.1f} {unit}"
    return f"{nbytes} bytes"

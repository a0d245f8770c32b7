"""A progress bar for whatever takes longer than a second and nobody else watches."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tiled_jl.transport import watch

_PATIENCE = 1.0
"""Seconds that a person waits without wondering."""


@contextmanager
def shown() -> Iterator[None]:
    """Show a bar for the work within the block once it takes long.

    Only where no watcher is around it, on the main thread, where nobody else draws, and unless
    ``TILED_SHOW_PROGRESS=0``.

    Examples
    --------
    >>> with shown():
    ...     for done in range(3):
    ...         watch.advance(done + 1, 3, "nodes")
    """
    if watch.current() is not None or not _is_wanted():
        yield
        return
    bar = _Bar()
    try:
        with watch.watching(bar):
            yield
    finally:
        bar.close()


def _is_wanted() -> bool:
    switch = os.environ.get("TILED_SHOW_PROGRESS", "1").strip().lower()
    on_main_thread = threading.current_thread() is threading.main_thread()
    return on_main_thread and switch not in {"0", "false", "no", "off"}


class _Bar:
    """A watcher that never stops the work, and draws how far it is."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._bar: Any = None

    def check(self) -> None:
        pass

    def advance(self, done: int, total: int | None, unit: str) -> None:
        if self._bar is None:
            waited = time.monotonic() - self._began
            if done == total or waited < _PATIENCE:
                return
            self._bar = _new_bar(total, unit)
            # Or what came before the bar would count as if it had come at once.
            self._bar.start_t -= waited
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _new_bar(total: int | None, unit: str) -> Any:
    from tqdm.auto import tqdm

    class Bar(tqdm):  # type: ignore[misc]
        # Or it would start a thread to look after bars that stand still, and leave it running.
        monitor_interval = 0

    in_bytes = unit == "bytes"
    return Bar(total=total, unit="B" if in_bytes else f" {unit}", unit_scale=in_bytes)

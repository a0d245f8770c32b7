"""When a node was made, as far as its metadata tell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

MADE = ("time_created", "created", "created_at", "start_time", "start", "time", "timestamp", "date")
"""Where metadata say when something was made."""

EARLIEST, LATEST = 1e8, 1e10
"""Seconds since 1970 between which a number is taken to be a moment."""


def made_at(metadata: Mapping[str, Any]) -> str | None:
    """Return when a node was made in ISO 8601, where metadata say so; a number is of seconds.

    Examples
    --------
    >>> made_at({"start": {"time": 1770624000.5}}), made_at({"created": "2026-02-09"})
    ('2026-02-09T08:00:00.500000+00:00', '2026-02-09')
    >>> made_at({"time": 12.5}), made_at({"start": "early"})
    (None, None)
    """
    for name in MADE:
        moment = metadata.get(name)
        moment = moment.get("time") if isinstance(moment, Mapping) else moment
        if isinstance(moment, datetime):
            return moment.isoformat()
        if isinstance(moment, float | int) and EARLIEST <= moment < LATEST:
            return datetime.fromtimestamp(moment, UTC).isoformat()
        if isinstance(moment, str):
            try:
                datetime.fromisoformat(moment)
            except ValueError:
                continue
            return moment
    return None

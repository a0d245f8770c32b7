"""What must not be sent twice, and may have arrived."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tiled_jl.errors import ConnectionFailed, ResponseError, ServerError, Timeout


@contextmanager
def once_only(advice: str) -> Iterator[None]:
    """Say what to do next where nobody knows whether something has arrived.

    Parameters
    ----------
    advice : str
        How to find out.

    Examples
    --------
    >>> with once_only("Look whether it has arrived."):
    ...     raise ConnectionFailed("The connection broke.")
    Traceback (most recent call last):
        ...
    tiled_jl.errors.ConnectionFailed: The connection broke.
    Look whether it has arrived.
    """
    try:
        yield
    except (ConnectionFailed, Timeout, ResponseError, ServerError) as error:
        error.hint = advice
        raise

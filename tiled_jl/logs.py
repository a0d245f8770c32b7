"""What travels, for those who want to see it: on the screen, or in a list."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

from tiled_jl.context import Context
from tiled_jl.transport.recording import History, RecordingTransport, everywhere

_logger = logging.getLogger("tiled_jl")


class _Chosen(logging.Filter):
    """Lets pass what was chosen to be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.all = False
        self.recorders: WeakSet[RecordingTransport] = WeakSet()

    def filter(self, record: logging.LogRecord) -> bool:
        return self.all or getattr(record, "recorder", None) in self.recorders


_chosen = _Chosen()
_handler: logging.Handler | None = None


def show_logs(context: Context | None = None) -> None:
    """Write a line to the standard error stream for each answer of a server, without secrets.

    The same lines go to the logger ``tiled_jl.http``, at the level DEBUG, for those who set up
    logging themselves.

    Parameters
    ----------
    context : Context, optional
        Whose requests to show; by default those of all.

    Examples
    --------
    >>> show_logs(client.context)
    >>> frame = client["examples/detector"][0]
    >>> hide_logs()
    """
    global _handler
    if context is None:
        _chosen.all = True
    else:
        _chosen.recorders.add(context.session.recorder)
    if _handler is None:
        _handler = logging.StreamHandler()
        _handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%H:%M:%S"))
        _handler.addFilter(_chosen)
        _logger.addHandler(_handler)
        _logger.setLevel(logging.DEBUG)


def hide_logs(context: Context | None = None) -> None:
    """Undo `show_logs`.

    Parameters
    ----------
    context : Context, optional
        Whose requests to show no longer; by default, nothing is shown any more.

    Examples
    --------
    >>> hide_logs()
    """
    global _handler
    if context is not None:
        _chosen.recorders.discard(context.session.recorder)
        return
    _chosen.all = False
    _chosen.recorders.clear()
    if _handler is not None:
        _logger.removeHandler(_handler)
        _logger.setLevel(logging.NOTSET)
        _handler = None


@contextmanager
def record_history(context: Context | None = None) -> Iterator[History]:
    """Collect what is sent and what comes back within a block, without secrets.

    Parameters
    ----------
    context : Context, optional
        Whose requests; by default those of all.

    Yields
    ------
    History
        Its ``requests`` and ``responses``, which it keeps after the block. Each request that is
        sent again and each redirect is one more; bodies are not kept, only their size.

    Examples
    --------
    >>> with record_history(client.context) as history:
    ...     frame = client["examples/detector"][0]
    >>> [response.status_code for response in history.responses]
    [200, 200]
    >>> history.responses[-1].size == frame.nbytes
    True
    >>> history.requests[-1].headers["authorization"]
    '[secret]'
    """
    histories = everywhere if context is None else context.session.recorder.histories
    history = History()
    histories.append(history)
    try:
        yield history
    finally:
        histories.remove(history)

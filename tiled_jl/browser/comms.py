"""Answering on a Jupyter comm from any thread."""

from __future__ import annotations

from typing import Any


def post(comm: Any, data: dict[str, Any], buffers: list[bytes]) -> None:
    """Send a message on a comm.

    Parameters
    ----------
    comm : comm.base_comm.BaseComm
    data : dict
    buffers : list of bytes
    """
    comm.send(data=data, buffers=buffers)
    free_route(comm)


def free_route(comm: Any) -> None:
    """Let the page say which thread of the kernel takes its next message on a comm.

    A page asks for a thread of its own (a subshell), so that it is answered while a cell runs.
    ipykernel 7.4 overrules that: it remembers from which thread it last sent on the comm, and hands
    what comes in to that one, which may be busy with the cell.
    """
    state = getattr(comm, "__dict__", {})
    state.pop("_reply_subshell_id", None)
    routes = state.get("_reply_subshell_ids")
    if isinstance(routes, dict):
        routes.clear()

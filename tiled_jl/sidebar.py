"""The sidebar's door to the kernel: a comm on which the page asks and the service answers.

The sidebar's front end runs ``import tiled_jl.sidebar; tiled_jl.sidebar.register()`` in its kernel
and then opens a comm to `TARGET`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comm.base_comm import BaseComm

TARGET = "tiled_jl.sidebar"
"""The name under which a page finds the kernel's end of the comm."""


def register() -> None:
    """Let pages open a comm to this kernel. Doing it again changes nothing.

    Raises
    ------
    RuntimeError
        Outside a Jupyter kernel, where no page could ask.
    """
    from comm import get_comm_manager

    manager = get_comm_manager()
    if manager is None:
        raise RuntimeError(
            "There is no Jupyter kernel here. The sidebar of JupyterLab calls this itself."
        )
    manager.register_target(TARGET, _opened)


def _opened(comm: BaseComm, message: dict[str, Any]) -> None:
    from tiled_jl.browser.comms import free_route, post
    from tiled_jl.browser.service import Service

    service = Service(lambda answer, buffers: post(comm, answer, buffers))

    def received(message: dict[str, Any]) -> None:
        service.receive(message["content"]["data"], message.get("buffers") or ())

    _follow_logins()
    comm.on_msg(received)
    comm.on_close(lambda message: service.close())
    free_route(comm)


@cache
def _follow_logins() -> None:
    from tiled_jl.browser.elsewhere import Elsewhere
    from tiled_jl.browser.state import shared_state

    Elsewhere(shared_state().servers).start()

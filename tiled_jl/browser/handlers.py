"""Which function answers which request."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import tiled_jl
from tiled_jl.browser import messages
from tiled_jl.browser.messages import PROTOCOL_VERSION, Message, Request
from tiled_jl.browser.state import State

Kind = TypeVar("Kind", bound=Request[Any])


@dataclass(frozen=True)
class Answer:
    """What goes back to a page: a message, and the numbers beside it."""

    body: Message
    buffers: list[bytes] = field(default_factory=list)


Handler = Callable[[Any], Answer]


def handlers(state: State, only: str | None) -> dict[type[Request[Any]], Handler]:
    """Return what answers each request of a page.

    Parameters
    ----------
    state : State
        What the pages of this process share.
    only : str or None
        The only server that the page may see.
    """
    answers = _Answers(state, only)
    return {
        messages.Hello: answers.hello,
        messages.ListServers: answers.list_servers,
        messages.AddServer: answers.add_server,
        messages.ConnectServer: answers.connect_server,
        messages.RemoveServer: answers.remove_server,
        messages.LoginWays: answers.login_ways,
        messages.LogIn: answers.log_in,
        messages.LoginCode: answers.login_code,
        messages.AwaitLogin: answers.await_login,
        messages.RefuseLogin: answers.refuse_login,
        messages.LogOut: answers.log_out,
        messages.ListNodes: answers.list_nodes,
        messages.SuggestConditions: answers.suggest_conditions,
        messages.GetNode: answers.get_node,
        messages.NodeCode: answers.node_code,
        messages.OpenPreview: answers.open_preview,
        messages.ClosePreview: answers.close_preview,
        messages.ReadImage: answers.read_image,
        messages.ReadLine: answers.read_line,
        messages.ReadTable: answers.read_table,
        messages.ReadMatrix: answers.read_matrix,
        messages.ReadEvents: answers.read_events,
        messages.ReadHistogram: answers.read_histogram,
        messages.ReadFile: answers.read_file,
        messages.ExportOptions: answers.export_options,
        messages.ListTransfers: answers.list_transfers,
        messages.StartTransfer: answers.start_transfer,
        messages.ChangeTransfer: answers.change_transfer,
    }


class _Answers:
    # What reads data is imported when it is first asked for: the first answer of a kernel is
    # needed before numpy could be loaded.

    def __init__(self, state: State, only: str | None) -> None:
        self._state = state
        self._only = only

    def hello(self, request: messages.Hello) -> Answer:
        return Answer(
            messages.HelloResult(
                version=tiled_jl.__version__,
                python=platform.python_version(),
                protocol=PROTOCOL_VERSION,
            )
        )

    def list_servers(self, request: messages.ListServers) -> Answer:
        return Answer(messages.ServersResult(servers=self._state.servers.list(self._only)))

    def add_server(self, request: messages.AddServer) -> Answer:
        added = self._state.servers.add(
            request.uri, name=request.name, api_key=request.api_key, remember=request.remember
        )
        return Answer(added)

    def connect_server(self, request: messages.ConnectServer) -> Answer:
        connected = self._state.servers.connect(
            request.server, api_key=request.api_key, remember=request.remember
        )
        return Answer(connected)

    def remove_server(self, request: messages.RemoveServer) -> Answer:
        self._state.servers.remove(request.server)
        return Answer(messages.ServersResult(servers=self._state.servers.list(self._only)))

    def login_ways(self, request: messages.LoginWays) -> Answer:
        return Answer(self._state.logins.ways(request))

    def log_in(self, request: messages.LogIn) -> Answer:
        return Answer(self._state.logins.by_password(request))

    def login_code(self, request: messages.LoginCode) -> Answer:
        return Answer(self._state.logins.code(request))

    def await_login(self, request: messages.AwaitLogin) -> Answer:
        return Answer(self._state.logins.by_code(request))

    def refuse_login(self, request: messages.RefuseLogin) -> Answer:
        return Answer(self._state.logins.refuse(request))

    def log_out(self, request: messages.LogOut) -> Answer:
        return Answer(self._state.servers.log_out(request.server))

    def list_nodes(self, request: messages.ListNodes) -> Answer:
        from tiled_jl.browser.nodes import list_nodes

        return Answer(list_nodes(self._state.servers, request))

    def suggest_conditions(self, request: messages.SuggestConditions) -> Answer:
        from tiled_jl.browser.suggestions import suggest_conditions

        return Answer(suggest_conditions(self._state.servers, request))

    def get_node(self, request: messages.GetNode) -> Answer:
        from tiled_jl.browser.nodes import get_node

        return Answer(get_node(self._state.servers, request))

    def node_code(self, request: messages.NodeCode) -> Answer:
        from tiled_jl.browser.snippets import node_code

        return Answer(node_code(self._state, request))

    def open_preview(self, request: messages.OpenPreview) -> Answer:
        from tiled_jl.browser.previews import open_preview

        return Answer(open_preview(self._state.opened, request))

    def close_preview(self, request: messages.ClosePreview) -> Answer:
        from tiled_jl.browser.unused import give_back

        self._state.opened.forget(request.server, request.path)
        give_back()
        return Answer(messages.Closed())

    def read_image(self, request: messages.ReadImage) -> Answer:
        from tiled_jl.browser.families import read_image

        return Answer(*read_image(self._state.opened, request))

    def read_line(self, request: messages.ReadLine) -> Answer:
        from tiled_jl.browser.families import read_line

        return Answer(*read_line(self._state.opened, request))

    def read_table(self, request: messages.ReadTable) -> Answer:
        from tiled_jl.browser.families import read_table

        return Answer(read_table(self._state.opened, request))

    def read_matrix(self, request: messages.ReadMatrix) -> Answer:
        from tiled_jl.browser.matrices import read_matrix

        return Answer(read_matrix(self._state.opened, request))

    def read_events(self, request: messages.ReadEvents) -> Answer:
        from tiled_jl.browser.nested import read_events

        return Answer(read_events(self._state.opened, request))

    def read_histogram(self, request: messages.ReadHistogram) -> Answer:
        from tiled_jl.browser.histograms import read_histogram

        return Answer(read_histogram(self._state.opened, request))

    def read_file(self, request: messages.ReadFile) -> Answer:
        from tiled_jl.browser.files import read_file

        return Answer(*read_file(self._state.opened, request))

    def export_options(self, request: messages.ExportOptions) -> Answer:
        from tiled_jl.browser.exports import export_options

        return Answer(export_options(self._state.opened, request))

    def list_transfers(self, request: messages.ListTransfers) -> Answer:
        return Answer(messages.TransfersResult(transfers=self._state.transfers.list(self._only)))

    def start_transfer(self, request: messages.StartTransfer) -> Answer:
        return Answer(self._state.transfers.start(request))

    def change_transfer(self, request: messages.ChangeTransfer) -> Answer:
        self._state.transfers.change(request.id, request.change)
        return Answer(messages.TransfersResult(transfers=self._state.transfers.list(self._only)))

"""Which function answers which request."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
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


Handler = Callable[..., Answer]
"""Takes a request; that which sends bytes, its buffers as well."""


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
        messages.ListAccess: answers.list_access,
        messages.MakeKey: answers.make_key,
        messages.RevokeKey: answers.revoke_key,
        messages.EndSessions: answers.end_sessions,
        messages.ListNodes: answers.list_nodes,
        messages.SuggestConditions: answers.suggest_conditions,
        messages.ListKeys: answers.list_keys,
        messages.ListFacets: answers.list_facets,
        messages.CountNodes: answers.count_nodes,
        messages.GetNode: answers.get_node,
        messages.NodeCode: answers.node_code,
        messages.OpenDescription: answers.open_description,
        messages.SaveDescription: answers.save_description,
        messages.ListRevisions: answers.list_revisions,
        messages.DeleteRevision: answers.delete_revision,
        messages.CreateContainer: answers.create_container,
        messages.MeasureNode: answers.measure_node,
        messages.DeleteNode: answers.delete_node,
        messages.NodesCode: answers.nodes_code,
        messages.SearchCode: answers.search_code,
        messages.OpenPreview: answers.open_preview,
        messages.ClosePreview: answers.close_preview,
        messages.ReadImage: answers.read_image,
        messages.ReadRegion: answers.read_region,
        messages.ReadLine: answers.read_line,
        messages.ReadTable: answers.read_table,
        messages.ReadPlot: answers.read_plot,
        messages.ReadMatrix: answers.read_matrix,
        messages.ReadEvents: answers.read_events,
        messages.ReadHistogram: answers.read_histogram,
        messages.ReadFile: answers.read_file,
        messages.ExportOptions: answers.export_options,
        messages.ListTransfers: answers.list_transfers,
        messages.StartTransfer: answers.start_transfer,
        messages.StartCopy: answers.start_copy,
        messages.ChangeTransfer: answers.change_transfer,
        messages.BeginUpload: answers.begin_upload,
        messages.SendPiece: answers.send_piece,
        messages.UploadFile: answers.upload_file,
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
        return self._servers()

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
        return self._servers()

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

    def list_access(self, request: messages.ListAccess) -> Answer:
        from tiled_jl.browser.access import list_access

        return Answer(list_access(self._state.servers, request))

    def make_key(self, request: messages.MakeKey) -> Answer:
        from tiled_jl.browser.access import make_key

        return Answer(make_key(self._state.servers, request))

    def revoke_key(self, request: messages.RevokeKey) -> Answer:
        from tiled_jl.browser.access import revoke_key

        return Answer(revoke_key(self._state.servers, request))

    def end_sessions(self, request: messages.EndSessions) -> Answer:
        from tiled_jl.browser.access import end_sessions

        return Answer(end_sessions(self._state.servers, request))

    def list_nodes(self, request: messages.ListNodes) -> Answer:
        from tiled_jl.browser.nodes import list_nodes

        return Answer(list_nodes(self._state.servers, request))

    def suggest_conditions(self, request: messages.SuggestConditions) -> Answer:
        from tiled_jl.browser.suggestions import suggest_conditions

        return Answer(suggest_conditions(self._state.servers, request))

    def list_keys(self, request: messages.ListKeys) -> Answer:
        from tiled_jl.browser.suggestions import list_keys

        return Answer(list_keys(self._state.servers, request))

    def list_facets(self, request: messages.ListFacets) -> Answer:
        from tiled_jl.browser.facets import list_facets

        return Answer(list_facets(self._state.servers, request))

    def count_nodes(self, request: messages.CountNodes) -> Answer:
        return Answer(self._state.arrivals.count(request))

    def get_node(self, request: messages.GetNode) -> Answer:
        from tiled_jl.browser.nodes import get_node

        return Answer(get_node(self._state.servers, request))

    def node_code(self, request: messages.NodeCode) -> Answer:
        from tiled_jl.browser.snippets import node_code

        return Answer(node_code(self._state, request))

    def nodes_code(self, request: messages.NodesCode) -> Answer:
        from tiled_jl.browser.snippets import nodes_code

        return Answer(nodes_code(self._state, request.nodes))

    def search_code(self, request: messages.SearchCode) -> Answer:
        from tiled_jl.browser.searchcode import search_code

        return Answer(search_code(self._state, request))

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

    def read_region(self, request: messages.ReadRegion) -> Answer:
        from tiled_jl.browser.regions import read_region

        return Answer(read_region(self._state.opened, request))

    def read_line(self, request: messages.ReadLine) -> Answer:
        from tiled_jl.browser.families import read_line

        return Answer(*read_line(self._state.opened, request))

    def read_table(self, request: messages.ReadTable) -> Answer:
        from tiled_jl.browser.families import read_table

        return Answer(read_table(self._state.opened, request))

    def read_plot(self, request: messages.ReadPlot) -> Answer:
        from tiled_jl.browser.plots import read_plot

        return Answer(*read_plot(self._state.opened, request))

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

    def open_description(self, request: messages.OpenDescription) -> Answer:
        from tiled_jl.browser.editing import open_description

        return Answer(open_description(self._state.servers, request))

    def save_description(self, request: messages.SaveDescription) -> Answer:
        from tiled_jl.browser.editing import save_description

        return Answer(save_description(self._state.opened, request))

    def list_revisions(self, request: messages.ListRevisions) -> Answer:
        from tiled_jl.browser.editing import list_revisions

        return Answer(list_revisions(self._state.servers, request))

    def delete_revision(self, request: messages.DeleteRevision) -> Answer:
        from tiled_jl.browser.editing import delete_revision

        return Answer(delete_revision(self._state.servers, request))

    def create_container(self, request: messages.CreateContainer) -> Answer:
        from tiled_jl.browser.making import create_container

        return Answer(create_container(self._state.servers, request))

    def measure_node(self, request: messages.MeasureNode) -> Answer:
        from tiled_jl.browser.making import measure_node

        return Answer(measure_node(self._state.servers, request))

    def delete_node(self, request: messages.DeleteNode) -> Answer:
        from tiled_jl.browser.making import delete_node

        return Answer(delete_node(self._state.opened, request))

    def export_options(self, request: messages.ExportOptions) -> Answer:
        from tiled_jl.browser.exports import export_options

        return Answer(export_options(self._state.opened, request))

    def list_transfers(self, request: messages.ListTransfers) -> Answer:
        if self._only is None:
            self._state.uploads.recover()
        return self._transfers()

    def start_transfer(self, request: messages.StartTransfer) -> Answer:
        return Answer(self._state.transfers.start(request))

    def start_copy(self, request: messages.StartCopy) -> Answer:
        return Answer(self._state.transfers.copy(request))

    def change_transfer(self, request: messages.ChangeTransfer) -> Answer:
        self._state.transfers.change(request.id, request.change)
        return self._transfers()

    def begin_upload(self, request: messages.BeginUpload) -> Answer:
        return Answer(self._state.uploads.begin(request))

    def send_piece(
        self, request: messages.SendPiece, buffers: Sequence[bytes | memoryview]
    ) -> Answer:
        return Answer(self._state.uploads.send(request, buffers))

    def upload_file(self, request: messages.UploadFile) -> Answer:
        return Answer(self._state.uploads.file(request))

    def _transfers(self) -> Answer:
        return Answer(messages.TransfersResult(self._state.transfers.list(self._only)))

    def _servers(self) -> Answer:
        servers = self._state.servers
        return Answer(messages.ServersResult(servers.list(self._only), [*servers.problems]))

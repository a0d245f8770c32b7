"""The messages between a page and the kernel behind it.

This package is the single source of the protocol: ``src_ts/core/protocol.ts`` is generated from it
(``make protocol``), and the tests fail when the two differ.

A request is ``{v, id, method, params}``; its answer is one of ``{v, id, result}``,
``{v, id, error}`` and, before either, any number of ``{v, id, progress}``. ``{v, cancel: id}``
stops a request. ``{v, topic, payload}`` announces something that nobody asked for. Numbers of the
data travel beside the message, as binary buffers in the byte order of the page (little-endian).

Field names are camelCase on the wire, snake_case here.
"""

from __future__ import annotations

from typing import Any

from tiled_jl.browser.messages.arrays import (
    ImageResult,
    LineResult,
    PixelType,
    ReadImage,
    ReadLine,
    Statistics,
)
from tiled_jl.browser.messages.contents import (
    Contents,
    Dataset,
    DatasetDimension,
    Tally,
    Variable,
)
from tiled_jl.browser.messages.files import (
    FileEntry,
    FileKind,
    FileResult,
    ReadFile,
)
from tiled_jl.browser.messages.logins import (
    AwaitLogin,
    LogIn,
    LoginCode,
    LoginCodeResult,
    LoginResult,
    LoginWay,
    LoginWays,
    LoginWaysResult,
    LogOut,
    RefuseLogin,
    RefuseResult,
)
from tiled_jl.browser.messages.nested import (
    EventsResult,
    HistogramResult,
    NumericField,
    ReadEvents,
    ReadHistogram,
)
from tiled_jl.browser.messages.nodes import (
    CodeResult,
    Condition,
    Fact,
    GetNode,
    ListNodes,
    NodeCode,
    NodeDetail,
    NodePage,
    NodeSummary,
    Operator,
    PreviewKind,
    SuggestConditions,
    Suggestion,
    SuggestionsResult,
)
from tiled_jl.browser.messages.previews import (
    Component,
    Dimension,
    OpenPreview,
    PreviewPlan,
)
from tiled_jl.browser.messages.servers import (
    AddServer,
    ConnectServer,
    CredentialKind,
    ListServers,
    RemoveServer,
    Server,
    ServersChanged,
    ServersResult,
    ServerState,
)
from tiled_jl.browser.messages.tables import (
    Cell,
    Column,
    ReadMatrix,
    ReadTable,
    TableResult,
)
from tiled_jl.browser.messages.wire import (
    PROTOCOL_VERSION,
    Error,
    ErrorCode,
    Event,
    Hello,
    HelloResult,
    LoadModule,
    Message,
    ModuleResult,
    Progress,
    Request,
)

__all__ = [
    "EVENTS",
    "PROTOCOL_VERSION",
    "REQUESTS",
    "AddServer",
    "AwaitLogin",
    "Cell",
    "CodeResult",
    "Column",
    "Component",
    "Condition",
    "ConnectServer",
    "Contents",
    "CredentialKind",
    "Dataset",
    "DatasetDimension",
    "Dimension",
    "Error",
    "ErrorCode",
    "Event",
    "EventsResult",
    "Fact",
    "FileEntry",
    "FileKind",
    "FileResult",
    "GetNode",
    "Hello",
    "HelloResult",
    "HistogramResult",
    "ImageResult",
    "LineResult",
    "ListNodes",
    "ListServers",
    "LoadModule",
    "LogIn",
    "LogOut",
    "LoginCode",
    "LoginCodeResult",
    "LoginResult",
    "LoginWay",
    "LoginWays",
    "LoginWaysResult",
    "Message",
    "ModuleResult",
    "NodeCode",
    "NodeDetail",
    "NodePage",
    "NodeSummary",
    "NumericField",
    "OpenPreview",
    "Operator",
    "PixelType",
    "PreviewKind",
    "PreviewPlan",
    "Progress",
    "ReadEvents",
    "ReadFile",
    "ReadHistogram",
    "ReadImage",
    "ReadLine",
    "ReadMatrix",
    "ReadTable",
    "RefuseLogin",
    "RefuseResult",
    "RemoveServer",
    "Request",
    "Server",
    "ServerState",
    "ServersChanged",
    "ServersResult",
    "Statistics",
    "SuggestConditions",
    "Suggestion",
    "SuggestionsResult",
    "TableResult",
    "Tally",
    "Variable",
]

REQUESTS: tuple[type[Request[Any]], ...] = (
    Hello,
    ListServers,
    AddServer,
    ConnectServer,
    RemoveServer,
    LoginWays,
    LogIn,
    LoginCode,
    AwaitLogin,
    RefuseLogin,
    LogOut,
    ListNodes,
    SuggestConditions,
    GetNode,
    NodeCode,
    OpenPreview,
    ReadImage,
    ReadLine,
    ReadTable,
    ReadMatrix,
    ReadEvents,
    ReadHistogram,
    ReadFile,
    LoadModule,
)
EVENTS: tuple[type[Event], ...] = (ServersChanged,)

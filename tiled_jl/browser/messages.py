"""The messages between a page and the kernel behind it.

This module is the single source of the protocol: ``src_ts/core/protocol.ts`` is generated from it
(``make protocol``), and the tests fail when the two differ.

A request is ``{v, id, method, params}``; its answer is one of ``{v, id, result}``,
``{v, id, error}`` and, before either, any number of ``{v, id, progress}``. ``{v, cancel: id}``
stops a request. ``{v, topic, payload}`` announces something that nobody asked for. Numbers of the
data travel beside the message, as binary buffers in the byte order of the page (little-endian).

Field names are camelCase on the wire, snake_case here.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, Literal, TypeVar

import msgspec

PROTOCOL_VERSION = 1
"""Grows when a message changes its meaning; pages and kernels of different versions part."""

ErrorCode = Literal[
    "bad_request",
    "unknown_server",
    "not_a_tiled_server",
    "unauthorized",
    "expired",
    "forbidden",
    "not_found",
    "server_error",
    "unreachable",
    "timeout",
    "bad_response",
    "not_yet",
    "cancelled",
    "internal",
]
"""What went wrong, for a program; the words for a person are in the error's message and hint."""

ServerState = Literal["unknown", "live", "anonymous", "unauthorized", "expired", "down"]
CredentialKind = Literal["anonymous", "login", "key"]
PreviewKind = Literal["image", "line", "table", "value", "none"]
PixelType = Literal["uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64"]


class Message(msgspec.Struct, rename="camel"):
    """Anything that travels."""


# --- nouns -------------------------------------------------------------------------------------


class Server(Message):
    """A Tiled server as the browser knows it. Never carries a credential."""

    id: str
    name: str
    uri: str
    state: ServerState = "unknown"
    credential: CredentialKind = "anonymous"
    """What we show to the server."""
    identity: str | None = None
    """Who we are to the server, in words."""
    version: str | None = None
    error: Error | None = None


class NodeSummary(Message):
    """What one row of the tree shows."""

    key: str
    path: list[str]
    structure_family: str
    """Tiled's name of the family, or ``"unknown"`` where the server could not describe the node."""
    specs: list[str] = []
    summary: str = ""
    """Shape and dtype, columns, or nothing: short, such as ``60×512×512 uint16``."""
    children: int | None = None
    """How many children a container has, where the server said so without being asked to count."""
    preview: PreviewKind = "none"
    broken: str | None = None
    """Why the server could not describe this node; its siblings are not affected."""


class Fact(Message):
    """A line of a node's description."""

    label: str
    value: str


class NodeDetail(Message):
    """What the details panel shows of one node."""

    summary: NodeSummary
    server: str
    uri: str
    facts: list[Fact]
    metadata: dict[str, Any]
    time_created: str | None = None


Cell = str | int | float | bool | None


class Dimension(Message):
    """One axis of an array."""

    name: str
    size: int
    unit: str | None = None
    """Of the coordinates, or of what they would be where there are none."""
    coordinates: list[Cell] = []
    """What each position stands for, as a table would show it; empty where that is not known."""


class Column(Message):
    """One column of a table."""

    name: str
    dtype: str
    align: Literal["left", "right"] = "left"
    unit: str | None = None


class Statistics(Message):
    """Of the values that were read, those that are finite."""

    count: int
    finite: int
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    low: float | None = None
    """First percentile."""
    high: float | None = None
    """Ninety-ninth percentile."""
    histogram: list[int] = []
    """Counts in equal bins from minimum to maximum."""


# --- failures, progress --------------------------------------------------------------------------


class Error(Message):
    """What happened, what to do, and whether asking again may help."""

    code: ErrorCode
    message: str
    hint: str = ""
    retryable: bool = False
    request_id: str | None = None


class Progress(Message):
    """How far a request has come. ``total`` is ``None`` while nobody knows."""

    done: int
    total: int | None
    unit: str


# --- requests: the parameters and the result of each method ------------------------------------

Result = TypeVar("Result")


class Request(Message, Generic[Result]):
    """Parameters of a method. The subclass names the method; its type argument is the result."""

    method: ClassVar[str]

    def __repr__(self) -> str:
        # Some hold a secret.
        return f"<{type(self).__name__}>"


class HelloResult(Message):
    """The kernel behind the page."""

    version: str
    python: str
    protocol: int


class Hello(Request[HelloResult]):
    """Introduce the page to the kernel."""

    method: ClassVar[str] = "hello"


class ServersResult(Message):
    """All servers the browser knows, in the order in which they were added."""

    servers: list[Server]


class ListServers(Request[ServersResult]):
    """List the servers without asking any of them anything."""

    method: ClassVar[str] = "servers.list"


class AddServer(Request[Server]):
    """Connect to a server and keep it. Any URI below the server will do."""

    method: ClassVar[str] = "servers.add"
    uri: str
    name: str | None = None
    api_key: str | None = None
    remember: bool = False
    """Keep the API key on this computer, so that notebooks can use it without holding it."""


class ConnectServer(Request[Server]):
    """Ask a known server whether it answers, and who we are to it."""

    method: ClassVar[str] = "servers.connect"
    server: str
    api_key: str | None = None
    remember: bool = False


class RemoveServer(Request[ServersResult]):
    """Forget a server and the API key kept for it."""

    method: ClassVar[str] = "servers.remove"
    server: str


class LoginWay(Message):
    """One way to log in: by a password, or by a visit to a web page."""

    provider: str
    mode: Literal["password", "browser"]


class LoginWaysResult(Message):
    """How a server lets people log in."""

    ways: list[LoginWay]
    """None where it knows API keys only."""
    username: str | None = None
    """Who is expected, where that is known."""
    remember: bool = True
    """Whether the login is kept, unless the person decides otherwise."""
    waiting: bool = False
    """A cell of the notebook waits for the login."""


class LoginWays(Request[LoginWaysResult]):
    """Ask how a server lets people log in. Anyone may know that."""

    method: ClassVar[str] = "login.ways"
    server: str


class LoginResult(Message):
    """Somebody has logged in."""

    message: str
    """How the server welcomes them."""


class LogIn(Request[LoginResult]):
    """Log in by a user name and a password."""

    method: ClassVar[str] = "login.password"
    server: str
    provider: str
    username: str
    password: str
    remember: bool = True
    """Keep the login on this computer, for this and other programs of the user."""


class LoginCodeResult(Message):
    """What a person does in a web browser to log in."""

    uri: str
    """What to open."""
    user_code: str
    """What to type there."""
    seconds: float
    """How long there is for it."""


class LoginCode(Request[LoginCodeResult]):
    """Begin a login that is confirmed in a web browser."""

    method: ClassVar[str] = "login.code"
    server: str
    provider: str


class AwaitLogin(Request[LoginResult]):
    """Wait until a login is confirmed in a web browser. Cancelling the request ends it."""

    method: ClassVar[str] = "login.await"
    server: str
    user_code: str
    remember: bool = True


class RefuseResult(Message):
    """The cell knows."""


class RefuseLogin(Request[RefuseResult]):
    """Tell the cell that waits for a login that there will be none."""

    method: ClassVar[str] = "login.refuse"
    server: str


class LogOut(Request[Server]):
    """Forget the login or the API key for a server, here and on the disk."""

    method: ClassVar[str] = "login.end"
    server: str


class NodePage(Message):
    """Some children of a container, in the server's order."""

    items: list[NodeSummary]
    offset: int
    total: int
    exact: bool


class ListNodes(Request[NodePage]):
    """List children of a container, or search below it when ``text`` is given."""

    method: ClassVar[str] = "nodes.list"
    server: str
    path: list[str] = []
    offset: int = 0
    limit: int = 100
    text: str | None = None


class GetNode(Request[NodeDetail]):
    """Describe one node."""

    method: ClassVar[str] = "nodes.get"
    server: str
    path: list[str] = []


class CodeResult(Message):
    """Readable code that reads a node. Holds no secret."""

    setup: list[str]
    """Lines needed once in a notebook: imports, the client. Skip those the notebook already has."""
    body: str
    """Lines that read the node."""
    name: str
    """The variable that holds the node."""


class NodeCode(Request[CodeResult]):
    """Write the code that reads a node, or the part of it that is on show."""

    method: ClassVar[str] = "nodes.code"
    server: str
    path: list[str] = []
    at: list[int | None] | None = None
    """A position for each leading dimension that is fixed, ``None`` for those shown whole."""


class PreviewPlan(Message):
    """How a node can be shown."""

    node: NodeDetail
    kind: PreviewKind
    dimensions: list[Dimension] = []
    dtype: str = ""
    colour: bool = False
    """The last dimension holds red, green, blue (and alpha)."""
    columns: list[Column] = []
    value: str | None = None
    """The value itself, for ``kind="value"``."""
    unit: str | None = None
    message: str = ""
    """Why there is nothing to draw, for ``kind="none"``, and what to do instead."""


class OpenPreview(Request[PreviewPlan]):
    """Ask how a node can be shown."""

    method: ClassVar[str] = "preview.open"
    server: str
    path: list[str] = []


class ImageResult(Message):
    """A picture of a two-dimensional part, reduced by stride to what the screen can show.

    Buffer 0 holds ``height × width`` pixels (times four for colour: RGBA) of type ``pixels``,
    rows first.
    """

    rows: tuple[int, int, int]
    """Start, stop and step of what was read along the vertical axis."""
    columns: tuple[int, int, int]
    height: int
    width: int
    pixels: PixelType
    exact: bool
    """Every pixel of the region was read and its values travel unchanged."""
    statistics: Statistics
    note: str = ""
    """What was done to the values on the way, in words, such as ``magnitude of complex values``."""


class ReadImage(Request[ImageResult]):
    """Read a picture of an array.

    ``at`` has a position for each dimension; those of ``x`` and ``y`` are ignored.
    """

    method: ClassVar[str] = "preview.image"
    server: str
    path: list[str]
    x: int
    y: int
    at: list[int]
    rows: tuple[int, int]
    columns: tuple[int, int]
    height: int = 512
    width: int = 512


class LineResult(Message):
    """A curve, as it is or reduced to minima and maxima of equal bins.

    When ``exact``, buffer 0 holds the values as float64, one each from ``start`` to ``stop``.
    Otherwise buffers 0 and 1 hold the minima and the maxima of ``bins`` equal bins as float64; a
    bin with no finite value is NaN.
    """

    start: int
    stop: int
    bins: int
    exact: bool
    statistics: Statistics
    sampled: bool = False
    """The range was too large to read whole; values between the samples were not seen."""
    note: str = ""


class ReadLine(Request[LineResult]):
    """Read a curve along one axis of an array."""

    method: ClassVar[str] = "preview.line"
    server: str
    path: list[str]
    axis: int
    at: list[int]
    start: int
    stop: int
    bins: int = 1000


class TableResult(Message):
    """A window of rows, column by column, as a table shows them.

    Integers that a page cannot hold exactly come as strings, times in ISO 8601.
    """

    start: int
    stop: int
    rows: int
    """How many rows the whole table has: exact."""
    cells: list[list[Cell]]


class ReadTable(Request[TableResult]):
    """Read a window of rows."""

    method: ClassVar[str] = "preview.table"
    server: str
    path: list[str]
    start: int
    stop: int
    columns: list[str] | None = None


class ModuleResult(Message):
    """The viewer that draws a widget: buffer 0 is its gzipped JavaScript module."""

    hash: str


class LoadModule(Request[ModuleResult]):
    """Fetch the viewer, once per page."""

    method: ClassVar[str] = "viewer.load"


# --- events -------------------------------------------------------------------------------------


class Event(Message):
    """Something that nobody asked for. The subclass names its topic."""

    topic: ClassVar[str]


class ServersChanged(Event):
    """The list of servers, or the state of one, is not what it was."""

    topic: ClassVar[str] = "servers.changed"
    servers: list[Server]


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
    GetNode,
    NodeCode,
    OpenPreview,
    ReadImage,
    ReadLine,
    ReadTable,
    LoadModule,
)
EVENTS: tuple[type[Event], ...] = (ServersChanged,)

"""The code that reads nodes: what an expert would write, with no secret in it."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, count

from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.known import Known
from tiled_jl.browser.messages import CodeResult, NodeCode, Place, Snippet
from tiled_jl.browser.profiled import leads_to
from tiled_jl.browser.serverlist import slug
from tiled_jl.browser.state import State
from tiled_jl.browser.templates import filled
from tiled_jl.documents import API_PATH, route

RESERVED = frozenset(
    {"client", "dask", "from_profile", "from_uri", "np", "pd", "plt", "xarray", "xr"}
)
"""Names that a notebook is likely to use for something else."""

KEY_NEEDED = "reads the API key from $TILED_API_KEY"
"""Said where a notebook would not find the key that the browser was given."""

LONGEST = 40
"""Characters of a key that a variable is called by."""

READABLE = frozenset({"array", "awkward", "bytes", "ragged", "sparse", "table"})

SETUP = "from tiled_jl import {connect}\n{client} = {connect}({address})"

READING = Snippet(label="", template="{name} = {client}[{path}]\n{read}")

NAMING = Snippet(label="", template="{name} = {client}[{path}]")
"""Of several nodes, each gets a line."""


def node_code(state: State, request: NodeCode) -> CodeResult:
    """Write the code that reads a node, or the part of it that is on show."""
    return nodes_code(state, [request])


def nodes_code(state: State, nodes: Sequence[NodeCode]) -> CodeResult:
    """Write the code for several nodes, each with a name of its own."""
    setup: dict[str, None] = {}
    names: dict[str, None] = {}
    bodies = []
    for node in nodes:
        client, lines = setup_of(state, node.server, node.snippet)
        setup |= dict.fromkeys(lines)
        if not node.path:
            bodies.append(client)
            names[client] = None
            continue
        name = unlike(names, identifier(node.path[-1]))
        names[name] = None
        snippet = node.snippet or (NAMING if len(nodes) > 1 else READING)
        bodies.append(filled(snippet, snippet.template, _values(state, node, client, name)))
    return CodeResult(setup=list(setup), body="\n".join(bodies), name=next(iter(names), ""))


def setup_of(state: State, server: str, snippet: Snippet | None = None) -> tuple[str, list[str]]:
    """Return the name of a server's client, and the lines that a notebook needs once."""
    known = state.servers.get(server)
    # Two servers in one notebook need two names, and always the same ones.
    client = "client"
    if not state.servers.is_first(known.id):
        client = f"client_{slug(known.name).replace('-', '_')}"
    chosen = snippet or READING
    connect, address = _connecting(known)
    values = {
        "client": lambda: client,
        "server": lambda: quoted(known.uri),
        "connect": lambda: connect,
        "address": lambda: address,
    }
    lines = filled(chosen, chosen.setup or SETUP, values).splitlines()
    with state.servers.using(known.id) as context:
        if context.credential == "argument" and not KeyStore().get(context.api_uri):
            call = f"{connect}("
            lines = [f"{each}  # {KEY_NEEDED}" if call in each else each for each in lines]
    return client, lines


def _connecting(known: Known) -> tuple[str, str]:
    """Return the function that connects to a server, and what it is to be given."""
    if known.profile and leads_to(known.profile, known.uri):
        return "from_profile", quoted(known.profile)
    return "from_uri", quoted(known.uri)


def _values(state: State, node: NodeCode, client: str, name: str) -> dict[str, Callable[[], str]]:
    """Return what the placeholders of a template stand for, each found out when it is used."""
    known = state.servers.get(node.server)

    def read() -> str:
        with state.servers.using(known.id) as context:
            family = state.opened.node(known.id, context, node.path).item.structure_family
        return reading(name, family or "", node.at, node.columns)

    return {
        "client": lambda: client,
        "server": lambda: quoted(known.uri),
        "name": lambda: name,
        "path": lambda: subscript(node.path),
        "uri": lambda: quoted(known.uri + API_PATH + route("metadata", node.path)),
        "read": read,
        "slice": lambda: part(node.at, node.columns),
        "columns": lambda: f"{listed(node.columns)}, " if node.columns else "",
    }


def reading(
    name: str, family: str, at: Sequence[Place] | None, columns: Sequence[str] | None = None
) -> str:
    """Return the line that reads a node, or just shows it where there is nothing to read.

    Examples
    --------
    >>> reading("detector", "array", [31]), reading("stack", "array", [None, (2, 5)])
    ('detector[31]', 'stack[:, 2:5]')
    >>> reading("spectrum", "table", None), reading("spectrum", "table", None, ["energy"])
    ('spectrum.read()', 'spectrum.read(["energy"])')
    >>> reading("scan", "container", None)
    'scan'
    """
    if family not in READABLE:
        return name
    if family == "array" and part(at):
        return name + part(at)
    return f"{name}.read({listed(columns) if family == 'table' and columns else ''})"


def part(at: Sequence[Place] | None, columns: Sequence[str] | None = None) -> str:
    """Return the part that is on show in brackets; nothing where all is.

    Examples
    --------
    >>> part([31, None]), part([None, (2, 5)]), part(None, ["energy"]), part([None])
    ('[31]', '[:, 2:5]', '[["energy"]]', '')
    """
    if columns:
        return f"[{listed(columns)}]"
    places = list(at or ())
    while places and places[-1] is None:
        places.pop()
    return f"[{', '.join(map(_index, places))}]" if places else ""


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list of Python."""
    return f"[{', '.join(map(quoted, texts))}]"


def unlike(taken: Iterable[str], name: str) -> str:
    """Return a name that is not taken: that one, or the first with a number that is free.

    Examples
    --------
    >>> unlike(["detector", "detector_2"], "detector"), unlike([], "detector")
    ('detector_3', 'detector')
    """
    numbered = (f"{name}_{number}" for number in count(2))
    return next(each for each in chain([name], numbered) if each not in taken)


def _index(place: Place) -> str:
    if isinstance(place, tuple):
        return f"{place[0]}:{place[1]}"
    return ":" if place is None else str(place)


def subscript(path: Sequence[str]) -> str:
    """Return what goes between the brackets to get from the root to a node.

    Examples
    --------
    >>> subscript(["raw", "detector"]), subscript(["a/b", "c"])
    ('"raw/detector"', '"a/b", "c"')
    """
    if any("/" in key for key in path):
        return ", ".join(quoted(key) for key in path) + ("," if len(path) == 1 else "")
    return quoted("/".join(path))


def quoted(text: str) -> str:
    r"""Return a text as a literal of Python, in double quotes as far as that is sensible.

    Examples
    --------
    >>> print(quoted("50%"), quoted('say "hi"'), quoted("line\nbreak"))
    "50%" 'say "hi"' "line\nbreak"
    """
    literal = repr(text)
    if literal[0] == "'" and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def identifier(key: str) -> str:
    """Return a variable name made of a key.

    Examples
    --------
    >>> identifier("a b"), identifier("50%"), identifier("class"), identifier("é")
    ('a_b', 'node_50', 'class_', 'é')
    """
    # As Python itself does: or the name would differ from the one it binds.
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", key)).strip("_")[:LONGEST].rstrip("_")
    if not name or not name.isidentifier():
        name = f"node_{name}".rstrip("_")
    if not name.isidentifier():
        name = "node"
    if name in RESERVED or keyword.iskeyword(name) or hasattr(builtins, name):
        name += "_"
    return name

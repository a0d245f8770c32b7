"""The code that reads a node: what an expert would write, with no secret in it."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Sequence

from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.messages import CodeResult, NodeCode
from tiled_jl.browser.serverlist import slug
from tiled_jl.browser.state import State

RESERVED = frozenset({"client", "from_uri", "np", "pd", "plt", "xr"})
"""Names that a notebook is likely to use for something else."""

KEY_NEEDED = "reads the API key from $TILED_API_KEY"
"""Said where a notebook would not find the key that the browser was given."""

READABLE = frozenset({"array", "awkward", "bytes", "ragged", "sparse", "table"})


def node_code(state: State, request: NodeCode) -> CodeResult:
    """Write the code that reads a node, or the part of it that is on show."""
    known = state.servers.get(request.server)
    # Two servers in one notebook need two names, and always the same ones.
    client = "client"
    if not state.servers.is_first(known.id):
        client = f"client_{slug(known.name).replace('-', '_')}"
    path = request.path
    with state.servers.using(known.id) as context:
        from_elsewhere = context.credential == "argument" and not KeyStore().get(context.api_uri)
        node = state.opened.node(known.id, context, path)
    key = f"  # {KEY_NEEDED}" if from_elsewhere else ""
    setup = ["from tiled_jl import from_uri", f"{client} = from_uri({quoted(known.uri)}){key}"]
    if not path:
        return CodeResult(setup=setup, body=client, name=client)
    family = node.item.structure_family or ""
    name = identifier(path[-1])
    lines = [f"{name} = {client}[{subscript(path)}]", reading(name, family, request.at)]
    return CodeResult(setup=setup, body="\n".join(lines), name=name)


def reading(name: str, family: str, at: Sequence[int | None] | None) -> str:
    """Return the line that reads a node, or just shows it where there is nothing to read.

    Examples
    --------
    >>> reading("detector", "array", [31]), reading("stack", "array", [None, 2])
    ('detector[31]', 'stack[:, 2]')
    >>> reading("spectrum", "table", None), reading("scan", "container", None)
    ('spectrum.read()', 'scan')
    """
    if family not in READABLE:
        return name
    fixed = list(at or ()) if family == "array" else []
    while fixed and fixed[-1] is None:
        fixed.pop()
    if not fixed:
        return f"{name}.read()"
    return f"{name}[{', '.join(':' if place is None else str(place) for place in fixed)}]"


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
    name = re.sub(r"\W+", "_", unicodedata.normalize("NFKC", key)).strip("_")
    if not name or not name.isidentifier():
        name = f"node_{name}".rstrip("_")
    if not name.isidentifier():
        name = "node"
    if name in RESERVED or keyword.iskeyword(name) or hasattr(builtins, name):
        name += "_"
    return name

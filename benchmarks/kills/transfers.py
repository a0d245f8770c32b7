"""Data on their way from a server or within one, to be killed: downloads, exports, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.kills.killer import Victim
from tiled_jl import Context, from_context
from tiled_jl.sync import copy

MOST_LEFT = 4
"""Files that one killed download may leave behind: as many as it has under way at once."""


class Transfer(Victim):
    """What a node of a server becomes."""

    address: str
    key: str | None

    def act(self, node: Any) -> object:
        """Do what can be killed."""
        raise NotImplementedError

    def begin(self) -> Callable[[], object]:
        return partial(self.act, _node(self.address, self.key))

    def finish(self) -> None:
        node = _node(self.address, self.key)
        with node.context:
            self.act(node)


class Download(Transfer):
    """Files from a server, into a folder."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        node = from_context(context)["catalog"].write_array(
            rng.random((4, 500, 1000)), key="download", chunks=(1, 500, 1000)
        )
        self.address, self.key = node.uri, context.api_key
        self.right: dict[str, bytes] = {}
        node.raw_export(self.right)

    def prepare(self, number: int) -> None:
        # Every other time there is something already.
        for name in self.right if number % 2 else ():
            file = self.folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"older")

    def act(self, node: Any) -> object:
        return node.raw_export(self.folder)

    def check(self) -> Iterator[str]:
        yield from torn(self.folder, self.right, {b"older"})
        left = list(self.folder.rglob(".tiled_jl-*"))
        if len(left) > MOST_LEFT:
            yield f"{len(left)} unfinished files were left"
        self.finish()
        yield from torn(self.folder, self.right)
        yield from left_behind(self.folder, self.right)
        for name in self.right:
            (self.folder / name).unlink()


class Export(Transfer):
    """A table as a file."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        rng = np.random.default_rng(0)
        columns = {f"column{number}": rng.random(50_000) for number in range(8)}
        node = from_context(context)["catalog"].write_table(columns, key="export")
        self.address, self.key = node.uri, context.api_key
        node.export(folder / "right.csv")
        self.right = {"table.csv": (folder / "right.csv").read_bytes()}
        (folder / "right.csv").unlink()

    def act(self, node: Any) -> object:
        return node.export(self.folder / "table.csv")

    def check(self) -> Iterator[str]:
        yield from torn(self.folder, self.right)
        self.finish()
        yield from torn(self.folder, self.right)
        yield from left_behind(self.folder, self.right)
        (self.folder / "table.csv").unlink()


class Copy(Transfer):
    """Nodes of several families, within a server."""

    def __init__(self, folder: Path, context: Context) -> None:
        super().__init__(folder)
        root = from_context(context)["catalog"]
        source = root.create_container("source", metadata={"é": 1}, specs=["scan"])
        rng = np.random.default_rng(0)
        source.write_array(rng.random((40, 100, 100)), key="array", chunks=(1, 100, 100))
        source.write_table({"a b": rng.random(3000)}, key="table", npartitions=3)
        source.write_sparse([[0, 3], [1, 1]], [1.5, 2.5], (4, 2), key="sparse")
        source.write_awkward([{"hits": [1, 2]}, {"hits": []}], key="awkward")
        source.write_ragged([[1.0, 2.0], [], [3.0], [4.0]], key="ragged", chunks=1)
        inner = source.create_container("inner")
        for number in range(5):
            inner.write_array([number], key=f"a{number}")
        self.address, self.key = source.uri, context.api_key
        self.dest = root.create_container("copies").uri
        self.target = ""

    def prepare(self, number: int) -> None:
        parent = _node(self.dest, self.key)
        with parent.context:
            self.target = parent.create_container().uri

    def act(self, node: Any) -> object:
        # Where the process was done before it was killed, all is there already.
        return copy(node, _node(self.target, self.key), "skip")

    def check(self) -> Iterator[str]:
        source, target = (_node(uri, self.key) for uri in (self.address, self.target))
        with source.context, target.context:
            summary = copy(source, target, "skip")
            if summary.failed:
                yield f"could not be completed: {summary.failed}"
            if content(target) != content(source):
                yield "the copy is not what was copied"


def _node(address: str, key: str | None) -> Any:
    context, parts = Context.from_any_uri(address, api_key=key)
    return from_context(context, node_path_parts=parts)


def torn(folder: Path, right: dict[str, bytes], *others: set[bytes]) -> Iterator[str]:
    """Yield which files hold anything but what is right; those that are not there do not."""
    for name, expected in right.items():
        file = folder / name
        if file.exists() and file.read_bytes() not in {expected}.union(*others):
            yield f"{name} is torn"


def left_behind(folder: Path, right: dict[str, bytes]) -> Iterator[str]:
    """Yield what is there after another try but does not belong there."""
    names = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}
    if names != right.keys():
        yield f"there is {sorted(names)}"


def content(node: Any) -> Any:
    """Return all of a container that a copy of it has as well."""
    return {
        key: (
            child.structure_family,
            dict(child.metadata),
            child.specs,
            content(child) if child.structure_family == "container" else values(child),
        )
        for key, child in node.items()
    }


def values(node: Any) -> Any:
    found = node.read()
    match node.structure_family:
        case "sparse":
            return found.todense().tolist()
        case "table":
            return found.to_dict()
        case _:
            return found.tolist()

"""Who draws what: an array and a sparse one are both seen as a picture, a curve and a table."""

from __future__ import annotations

from tiled_jl.browser import images, lines, sparse, tables
from tiled_jl.browser.messages import (
    ImageResult,
    LineResult,
    ReadImage,
    ReadLine,
    ReadTable,
    TableResult,
)
from tiled_jl.browser.opened import Node, Opened
from tiled_jl.structures.sparse import SparseStructure


def read_image(opened: Opened, request: ReadImage) -> tuple[ImageResult, list[bytes]]:
    """Read a picture."""

    def read(node: Node) -> tuple[ImageResult, list[bytes]]:
        if isinstance(node.item.structure, SparseStructure):
            return sparse.pattern(opened, node, request)
        return images.picture(node, request)

    return opened.read(request.server, request.path, read)


def read_line(opened: Opened, request: ReadLine) -> tuple[LineResult, list[bytes]]:
    """Read a curve."""

    def read(node: Node) -> tuple[LineResult, list[bytes]]:
        if isinstance(node.item.structure, SparseStructure):
            return sparse.curve(opened, node, request)
        return lines.curve(opened, node, request)

    return opened.read(request.server, request.path, read)


def read_table(opened: Opened, request: ReadTable) -> TableResult:
    """Read a window of rows."""

    def read(node: Node) -> TableResult:
        if isinstance(node.item.structure, SparseStructure):
            return sparse.window(opened, node, request)
        return tables.window(opened, node, request)

    return opened.read(request.server, request.path, read)

"""Copying nodes from one server to another, or from one place of a server to another.

`copy` goes through the nodes (`walk`, `selection`), makes new ones and writes what belongs in them
piece by piece (`contents`). It marks those that are not whole yet (`marks`), so that what was
interrupted can be completed.
"""

from tiled_jl.sync.copying import copy
from tiled_jl.sync.summary import Summary

__all__ = ["Summary", "copy"]

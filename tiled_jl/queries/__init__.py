"""What to look for in a container: queries for `Container.search`.

Each is plain data with a ``name``, under which servers know it, and ``encode()``, its fields as
they stand in a URL. Any object of that shape will do. Keys of metadata nest with dots:
``"sample.name"``. Queries combine by searching again: ``c.search(a).search(b)``.

>>> from tiled_jl.queries import FullText, Key
>>> found = client["scans"].search(FullText("remote")).search(Key("temperature.value") < 100)
>>> len(found) < len(client["scans"])
True
"""

from __future__ import annotations

from tiled_jl.queries.metadata import (
    Comparison,
    Contains,
    Eq,
    FullText,
    In,
    Key,
    KeyPresent,
    Like,
    NotEq,
    NotIn,
    Operator,
    Regex,
)
from tiled_jl.queries.node import (
    AccessBlobFilter,
    AccessTagsFilter,
    KeyLookup,
    KeysFilter,
    SpecQuery,
    Specs,
    SpecsQuery,
    StructureFamily,
    StructureFamilyQuery,
)
from tiled_jl.queries.parameters import name_of, parameters
from tiled_jl.queries.query import Encodable, Query

__all__ = [
    "AccessBlobFilter",
    "AccessTagsFilter",
    "Comparison",
    "Contains",
    "Encodable",
    "Eq",
    "FullText",
    "In",
    "Key",
    "KeyLookup",
    "KeyPresent",
    "KeysFilter",
    "Like",
    "NotEq",
    "NotIn",
    "Operator",
    "Query",
    "Regex",
    "SpecQuery",
    "Specs",
    "SpecsQuery",
    "StructureFamily",
    "StructureFamilyQuery",
    "name_of",
    "parameters",
]

"""The bodies of the requests that fill the demo's catalogue."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


def node(
    key: str,
    family: str,
    metadata: dict[str, Any],
    source: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the body of ``POST /metadata/{parent}`` or ``POST /register/{parent}``."""
    return {
        "id": key,
        "structure_family": family,
        "metadata": metadata,
        "specs": [],
        "data_sources": [] if source is None else [source],
    }


def stored(family: str, structure: dict[str, Any]) -> dict[str, Any]:
    """Describe a data source that the server is to keep in its own storage."""
    return {"structure_family": family, "structure": structure, "management": "writable"}


def external(
    family: str,
    structure: dict[str, Any] | None,
    mimetype: str,
    paths: Sequence[Path],
    parameter: str,
) -> dict[str, Any]:
    """Describe a data source of files that are already on the server's disk.

    Parameters
    ----------
    family
        The structure family.
    structure
        Its structure; none for a container.
    mimetype
        Which of the server's adapters reads the files.
    paths
        The files, in order.
    parameter
        The adapter's argument that takes them: a plural name takes a list.
    """
    listed = parameter.endswith("s")
    return {
        "structure_family": family,
        "structure": structure,
        "mimetype": mimetype,
        "management": "external",
        "assets": [
            {
                "data_uri": path.absolute().as_uri().replace("file:///", "file://localhost/", 1),
                "is_directory": False,
                "parameter": parameter,
                "num": number if listed else None,
                "size": path.stat().st_size,
            }
            for number, path in enumerate(paths)
        ],
    }


def array_structure(
    array: "NDArray[np.generic]",
    chunks: tuple[tuple[int, ...], ...] | None = None,
    dims: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """Describe an array of numbers; one chunk unless said otherwise."""
    endianness = "not_applicable" if array.dtype.byteorder == "|" else "little"
    return {
        "data_type": {
            "endianness": endianness,
            "kind": array.dtype.kind,
            "itemsize": array.dtype.itemsize,
        },
        "shape": array.shape,
        "chunks": chunks or tuple((side,) for side in array.shape),
        "dims": dims,
        "resizable": False,
    }


def table_structure(frame: "pd.DataFrame") -> dict[str, Any]:
    """Describe a table of one partition."""
    import base64

    import pyarrow as pa

    schema = pa.Schema.from_pandas(frame, preserve_index=False).serialize().to_pybytes()
    encoded = base64.b64encode(schema).decode("ascii")
    return {
        "arrow_schema": f"data:application/vnd.apache.arrow.file;base64,{encoded}",
        "npartitions": 1,
        "columns": list(frame.columns),
        "resizable": False,
    }

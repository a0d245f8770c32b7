"""Serve what is large enough to be slow, from memory, to the JupyterLab that is measured."""

from __future__ import annotations

import argparse
import secrets
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import uvicorn
from tiled.adapters.array import ArrayAdapter
from tiled.adapters.mapping import MapAdapter
from tiled.adapters.table import TableAdapter
from tiled.config import Authentication
from tiled.server.app import build_app
from tiled.structures.table import TableStructure

from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.serverlist import Entry, ServerList
from tiled_jl.demo.extremes import large

FRAMES, SIDE, SHIFT = 64, 2048, 8
POINTS = 10_000_000
ROWS, PARTITION = 6_000_000, 100_000
FOLDERS, CHILDREN = 60, 200
PREVIEWS = 50


class CountedTable(TableAdapter):  # type: ignore[misc]
    """A table whose rows follow from their number, and are made when they are read."""

    def __init__(self, rows: int, partition: int) -> None:
        self._rows, self._partition = rows, partition
        structure = TableStructure.from_pandas(_rows(0, 2))
        structure.npartitions = -(-rows // partition)
        super().__init__([], structure)

    def read(self, fields: list[str] | None = None) -> pd.DataFrame:
        """Make all rows of some columns."""
        return _chosen(_rows(0, self._rows), fields)

    def read_partition(self, partition: int, fields: list[str] | None = None) -> pd.DataFrame:
        """Make the rows of one partition."""
        start = partition * self._partition
        return _chosen(_rows(start, min(start + self._partition, self._rows)), fields)


def _rows(start: int, stop: int) -> pd.DataFrame:
    number = np.arange(start, stop)
    return pd.DataFrame(
        {
            "code": 3 * number + 1,
            "channel": (number % 64).astype(np.uint8),
            "energy": number * 0.25,
            "time": pd.to_datetime(number, unit="s"),
            "weight": (number % 997).astype(np.float32),
            "valid": number % 3 == 0,
        }
    )


def _chosen(frame: pd.DataFrame, fields: list[str] | None) -> pd.DataFrame:
    return frame if fields is None else frame[fields]


def _stack(random: np.random.Generator) -> ArrayAdapter:
    """Make frames that move over one large picture, and take its memory only."""
    picture = random.poisson(400, (SIDE + SHIFT * FRAMES, SIDE)).astype(np.uint16)
    windows = np.lib.stride_tricks.sliding_window_view(picture, (SIDE, SIDE))
    return ArrayAdapter.from_array(
        windows[: SHIFT * FRAMES : SHIFT, 0],
        chunks=(1, SIDE, SIDE),
        dims=("frame", "row", "col"),
    )


def _folder() -> MapAdapter:
    child = ArrayAdapter.from_array(np.arange(8.0))
    return MapAdapter({f"child{number:03}": child for number in range(CHILDREN)})


def _previews(random: np.random.Generator) -> MapAdapter:
    """Make nodes of the kinds that are looked at most, each with data of its own."""

    def node(number: int) -> Any:
        match number % 4:
            case 0:
                return ArrayAdapter.from_array(random.random((8, 1024, 1024), np.float32))
            case 1:
                return ArrayAdapter.from_array(random.random(1_000_000))
            case 2:
                return CountedTable(200_000, 50_000)
            case _:
                return ArrayAdapter.from_array(random.integers(0, 255, (512, 512, 3), np.uint8))

    return MapAdapter({f"node{number:02}": node(number) for number in range(PREVIEWS)})


def tree() -> MapAdapter:
    """Build the tree that is served."""
    random = np.random.default_rng(0)
    return MapAdapter(
        {
            "stack": _stack(random),
            "line": ArrayAdapter.from_array(random.standard_normal(POINTS).cumsum()),
            "table": CountedTable(ROWS, PARTITION),
            "large": large(),
            "folders": MapAdapter({f"folder{number:02}": _folder() for number in range(FOLDERS)}),
            "previews": _previews(random),
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--home", type=Path, required=True)
    args = parser.parse_args()
    shutil.rmtree(args.home, ignore_errors=True)
    key, uri = secrets.token_hex(32), f"http://127.0.0.1:{args.port}"
    ServerList(args.home / "servers.json").change(lambda _: [Entry("bench", uri, "bench")])
    KeyStore(args.home / "keys").set(f"{uri}/api/v1/", key)
    app = build_app(tree(), Authentication(single_user_api_key=key))
    uvicorn.run(app, port=args.port, log_level="warning")


if __name__ == "__main__":
    main()

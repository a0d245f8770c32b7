"""A real Tiled server in a process of its own, for the tests."""

import dataclasses
import os
import signal
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from socket import create_server
from typing import Any
from urllib.parse import quote

import httpx
import numpy
import serverprocess

API_KEY = "testkey0123456789"
RESPONSE_LIMIT = 4_000_000


def free_port() -> int:
    with create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class Server:
    """A running server.

    ``/memory`` is the read-only tree of `served`, ``/catalog`` a catalogue that can be written.
    """

    process: ForkServerProcess
    uri: str
    api_key: str
    folder: Path

    @property
    def log(self) -> Path:
        """What the server has to say."""
        return self.folder / "server.log"

    @property
    def files(self) -> Path:
        """The folder of the files that may be registered in the catalogue."""
        return self.folder / "files"

    @property
    def http(self) -> httpx.Client:
        """A plain client, to look behind the back of the one that is tested."""
        return httpx.Client(
            base_url=f"{self.uri}/api/v1/",
            headers={"Authorization": f"Apikey {self.api_key}"},
            timeout=60,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def stop(self) -> None:
        if self.process.is_alive():
            os.kill(self.process.pid or 0, signal.SIGINT)
        self.process.join(15)
        self.process.kill()
        self.process.join()


def start(folder: Path, *, root: str = "") -> Server:
    """Start a server that keeps its files in a folder, and may read those beside it.

    Parameters
    ----------
    folder
        Where.
    root
        The path below which it is to be reached, such as ``/beamline/tiled``.
    """
    config = {
        "authentication": {"single_user_api_key": API_KEY},
        "response_bytesize_limit": RESPONSE_LIMIT,
        "streaming_cache": {"uri": "memory"},
        "trees": [
            {"path": "/memory", "tree": "served:tree"},
            {
                "path": "/catalog",
                "tree": "catalog",
                "args": {
                    "uri": f"sqlite:///{folder / 'catalog.db'}",
                    "writable_storage": [
                        str(folder / "data"),
                        # For the tables to which rows are added.
                        f"duckdb:///{folder / 'tables.duckdb'}",
                    ],
                    "readable_storage": [str(folder.parent)],
                },
            },
        ],
    }
    if root:
        config["root_path"] = root
    (folder / "files").mkdir()
    serverprocess.configure(folder, config)
    process, port = serverprocess.run(folder)
    server = Server(process, f"http://127.0.0.1:{port}", API_KEY, folder)
    wait(server)
    return server


def application(folder: Path) -> Any:
    """Return an application with a catalogue that knows access tags and validates specs.

    Nodes of the spec ``measured`` need a ``mass``, and get a ``unit``.
    """
    from tiled.server.app import build_app_from_config

    config = {
        "authentication": {"single_user_api_key": API_KEY},
        "access_control": {
            "access_policy": "tiled.access_control.access_policies:DummyAccessPolicy",
            "args": {},
        },
        "specs": [{"spec": "measured", "validator": "served:measured"}],
        "trees": [
            {
                "path": "/",
                "tree": "catalog",
                "args": {
                    "uri": f"sqlite:///{folder / 'catalog.db'}",
                    "writable_storage": str(folder / "data"),
                },
            },
        ],
    }
    serverprocess.make_databases(config)
    return build_app_from_config(config)


def define_access_tags(folder: Path, names: str) -> None:
    """Define tags of one letter each in the catalogue of an application that runs."""
    with closing(sqlite3.connect(folder / "catalog.db")) as database, database:
        database.executemany("INSERT OR IGNORE INTO access_tags (name) VALUES (?)", names)


CATALOG_KEYS = ["a b", "50%", "c#d", "q?x", "é", "100%25", "a+b"]


def seed(http: httpx.Client) -> None:
    """Fill the catalogue."""
    create_container(http, "catalog", "odd")
    for number, key in enumerate(CATALOG_KEYS):
        create_array(http, "catalog/odd", key, numpy.arange(number + 2, dtype="i4"))
    create_container(http, "catalog", "marked", specs=["image", "other"])
    create_container(http, "catalog", "scans")
    for number in range(130):
        sample = {"name": ["Cu", "Ni", "Fe"][number % 3]}
        create_container(
            http,
            "catalog/scans",
            f"scan{number:03d}",
            label=f"{number:03d}",
            sample=sample,
            motors=["th"],
        )


def wait(server: Server) -> None:
    """Wait until a server answers."""
    try:
        httpx.get(f"{server.uri}/healthz", timeout=300, trust_env=False).raise_for_status()
    except httpx.HTTPError as error:
        server.stop()
        raise RuntimeError(f"the server did not start:\n{server.log.read_text()}") from error


def array_structure(array: numpy.ndarray) -> dict[str, Any]:
    """Return the structure of an array of one chunk."""
    return {
        "data_type": {
            "endianness": "little" if array.dtype.itemsize > 1 else "not_applicable",
            "kind": array.dtype.kind,
            "itemsize": array.dtype.itemsize,
        },
        "shape": array.shape,
        "chunks": [[length] for length in array.shape],
        "dims": None,
        "resizable": False,
    }


def csv_structure(*files: Path) -> dict[str, Any]:
    """Return the structure of a table in files, as the server finds it."""
    from tiled.adapters.csv import CSVAdapter

    uris = [f"file://localhost{file}" for file in files]
    return dataclasses.asdict(CSVAdapter.from_uris(*uris).structure())


def create_container(
    http: httpx.Client, parent: str, key: str, *, specs: Sequence[str] = (), **metadata: Any
) -> None:
    """Create a container in the catalogue."""
    named = [{"name": spec} for spec in specs]
    body = {"id": key, "structure_family": "container", "metadata": metadata, "specs": named}
    http.post(f"metadata/{parent}", json={**body, "data_sources": []}).raise_for_status()


def create_array(http: httpx.Client, parent: str, key: str, array: numpy.ndarray) -> None:
    """Create an array in the catalogue, and write it."""
    source = {
        "structure_family": "array",
        "structure": array_structure(array),
        "mimetype": "application/x-zarr",
    }
    body = {"id": key, "structure_family": "array", "metadata": {"key": key}, "specs": []}
    http.post(f"metadata/{parent}", json={**body, "data_sources": [source]}).raise_for_status()
    http.put(
        f"array/full/{parent}/{quote(key, safe='')}",
        content=array.tobytes(),
        headers={"Content-Type": "application/octet-stream"},
    ).raise_for_status()

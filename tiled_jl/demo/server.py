"""The demo's Tiled server, as a child process."""

import json
import os
import secrets
import shutil
import subprocess
from typing import Any

from tiled_jl.demo import child
from tiled_jl.demo.folders import DemoFolder
from tiled_jl.demo.ports import free_port, require_free
from tiled_jl.demo.serve import API_KEY


class DemoServer:
    """A real Tiled server with sample data on a loopback port.

    Parameters
    ----------
    folder
        Where it keeps its catalogue and finds the samples.
    port
        The port to listen on; None for any that is free.
    prefer
        With no ``port``, the one to take if it is free.
    large
        Also serve ``large``, a container of 100,000 children, and ``broken``, some of whose
        children cannot be read.

    Attributes
    ----------
    uri : str
        The address to give to `tiled_jl.from_uri`.
    api_key : str
        The key that opens it; a fresh one for every server.
    process : subprocess.Popen
        The server itself.

    Raises
    ------
    DemoError
        Where the port is taken or the server does not start.

    Examples
    --------
    >>> from tiled_jl import from_uri
    >>> from tiled_jl.demo.folders import open_folder
    >>> with open_folder() as folder, DemoServer(folder) as server:
    ...     list(from_uri(server.uri, api_key=server.api_key))
    ['examples', 'scans', 'files', 'scratch']
    """

    def __init__(
        self, folder: DemoFolder, *, port: int | None = None, prefer: int = 0, large: bool = False
    ) -> None:
        self.folder = folder
        self.api_key = secrets.token_hex(32)
        self.log = folder.logs / "tiled.log"
        chosen = port or free_port(prefer)
        require_free(chosen, "Tiled", "--tiled-port")
        self.uri = f"http://127.0.0.1:{chosen}"
        self.process = self._spawn(chosen, large)
        try:
            child.wait_for_answer(self.process, f"{self.uri}/healthz", "The Tiled server", self.log)
            self._fill()
        except BaseException:
            self.stop()
            raise

    def _spawn(self, port: int, large: bool) -> "subprocess.Popen[bytes]":
        root = self.folder.root
        config = root / "config.yml"
        # JSON is YAML, and needs no quoting rules of its own.
        config.write_text(json.dumps(_config(self.folder, large=large), indent=1))
        (root / "storage").mkdir(exist_ok=True)
        if not self.folder.catalog.exists():
            shutil.copyfile(self.folder.samples / "empty.db", self.folder.catalog)
        self.log.unlink(missing_ok=True)
        # Settings of another Tiled on this machine must not reach this one.
        env = {name: value for name, value in os.environ.items() if not name.startswith("TILED_")}
        env[API_KEY] = self.api_key
        arguments = [str(config), str(port)]
        return child.start("tiled_jl.demo.serve", arguments, env=env, cwd=root, log=self.log)

    def _fill(self) -> None:
        """Put the first nodes into an empty catalogue."""
        filled = self.folder.root / "filled"
        if filled.exists():
            return
        import httpx

        from tiled_jl.demo import files, scratch

        with httpx.Client(
            base_url=f"{self.uri}/api/v1/",
            headers={"Authorization": f"Apikey {self.api_key}"},
            timeout=30,
            trust_env=False,
        ) as http:
            for body in files.registrations(self.folder.samples / "files"):
                scratch.post(http, "register/files", body)
            scratch.fill(http)
        filled.touch()

    def stop(self) -> None:
        """End the server. Does nothing if it has ended."""
        child.stop(self.process)

    def __enter__(self) -> "DemoServer":
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()


def _config(folder: DemoFolder, *, large: bool) -> dict[str, Any]:
    database = f"sqlite:///{folder.catalog}"
    samples = str(folder.samples)
    trees = [
        _tree("examples", "tiled_jl.demo.examples:examples", samples=samples),
        _tree("scans", "tiled_jl.demo.scans:scans"),
        _tree(
            "files",
            "catalog",
            uri=database,
            mount_node="files",
            readable_storage=[str(folder.samples / "files")],
            metadata={"note": "Files on the server's disk."},
        ),
        _tree(
            "scratch",
            "catalog",
            uri=database,
            mount_node="scratch",
            writable_storage=[
                str(folder.root / "storage"),
                f"duckdb:///{folder.root / 'tables.db'}",
            ],
            metadata={"note": "Write here."},
        ),
    ]
    if large:
        trees.append(_tree("large", "tiled_jl.demo.extremes:large"))
        trees.append(_tree("broken", "tiled_jl.demo.extremes:broken", samples=samples))
    return {
        "trees": trees,
        "create_mount_nodes_if_not_exist": True,
        "streaming_cache": {"uri": "memory"},
        "uvicorn": {"timeout_graceful_shutdown": 2},
    }


def _tree(path: str, tree: str, **args: Any) -> dict[str, Any]:
    return {"path": f"/{path}", "tree": tree, "args": args}

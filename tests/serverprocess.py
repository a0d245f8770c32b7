"""The process of a Tiled server: a copy of one that has imported all and done nothing."""

import os
import warnings
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from socket import create_server, socket
from typing import Any

import signatures
import yaml

PRELOADED = ["tiled.commandline.main", "tiled.server.app", "uvicorn"]
"""What else forks in a process that starts servers has to preload these, too."""

_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(PRELOADED)


def configure(folder: Path, config: dict[str, Any]) -> None:
    """Say in a folder how its server is to run."""
    (folder / "config.yml").write_text(yaml.safe_dump(config))


def run(folder: Path, port: int = 0) -> tuple[ForkServerProcess, int]:
    """Start the server that is configured in a folder, for the first time or again.

    Returns
    -------
    process
        Its process.
    port
        Where it listens. Who asks at once is answered as soon as it can.
    """
    with create_server(("127.0.0.1", port)) as listening:
        process = _FORKING.Process(target=_serve, args=(folder, listening), daemon=True)
        process.start()
        return process, int(listening.getsockname()[1])


def make_databases(config: dict[str, Any]) -> None:
    """Make what Tiled would start a process for, with all its imports, one by one."""
    from tiled.commandline._admin import initialize_database
    from tiled.commandline._catalog import init
    from typer import Abort

    if "database" in config:
        with suppress(Abort):  # It is there already.
            initialize_database(config["database"]["uri"])
    for tree in config["trees"]:
        if tree["tree"] == "catalog":
            init(tree["args"]["uri"], if_not_exists=True)


def _serve(folder: Path, listening: socket) -> None:
    import uvicorn
    from tiled.config import parse_configs
    from tiled.server.app import build_app_from_config
    from tiled.server.logging_config import LOGGING_CONFIG

    with (folder / "server.log").open("wb") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    warnings.simplefilter("ignore")
    file = folder / "config.yml"
    make_databases(yaml.safe_load(file.read_text()))
    app = build_app_from_config(parse_configs(file))
    with signatures.read_once(), suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_config=LOGGING_CONFIG)).run(sockets=[listening])

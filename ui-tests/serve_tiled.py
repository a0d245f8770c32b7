"""Serve the demo's data, and let the kernels of the JupyterLab under test find it."""

import argparse
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

from tiled_jl.auth.keys import KeyStore
from tiled_jl.browser.serverlist import Entry, ServerList
from tiled_jl.demo.folders import open_folder
from tiled_jl.demo.server import DemoServer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--home", type=Path, required=True)
    args = parser.parse_args()
    shutil.rmtree(args.home, ignore_errors=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with (
        suppress(KeyboardInterrupt),
        tempfile.TemporaryDirectory() as data,
        open_folder(Path(data)) as folder,
        DemoServer(folder, port=args.port, large=True) as server,
    ):
        entry = Entry(name="demo", uri=server.uri, id="demo")
        ServerList(args.home / "servers.json").change(lambda _: [entry])
        KeyStore(args.home / "keys").set(f"{server.uri}/api/v1/", server.api_key)
        server.process.wait()


if __name__ == "__main__":
    main()

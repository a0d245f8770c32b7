"""The command ``tiled-jl``."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiled_jl.demo.folders import DemoFolder

TILED_PORT = 8000
"""The port of the demo's server where it is free, so that saved notebooks find it again."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv
        What follows ``tiled-jl``; by default what the process was given.

    Returns
    -------
    int
        The exit code: 0, or 1 where the command could not do its work.
    """
    parser = _parser()
    args = parser.parse_args(argv)
    if args.command is None:
        parser.print_help()
        return 0
    return _demo(args) if args.command == "demo" else _account(args)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tiled-jl", description="Tiled in JupyterLab.")
    version = metadata.version("tiled-jl")
    parser.add_argument("--version", action="version", version=f"tiled-jl {version}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    demo = commands.add_parser(
        "demo",
        help="open JupyterLab beside a Tiled server with sample data",
        description="Start a Tiled server with sample data on this machine, and JupyterLab "
        "connected to it. Ctrl-C stops both.",
    )
    demo.add_argument("--no-browser", action="store_true", help="do not open a web browser")
    demo.add_argument(
        "--port", type=_port, help="JupyterLab's port (default: 8888, or any that is free)"
    )
    demo.add_argument(
        "--tiled-port", type=_port, help="Tiled's port (default: 8000, or any that is free)"
    )
    demo.add_argument(
        "--server-only", action="store_true", help="start Tiled without JupyterLab; print its key"
    )
    demo.add_argument(
        "--data",
        type=Path,
        metavar="DIR",
        help="keep the catalogue and the notebooks in DIR and find them there again "
        "(default: a new catalogue each time)",
    )
    demo.add_argument(
        "--fresh",
        action="store_true",
        help="make the samples and the catalogue anew; your notebooks stay",
    )
    demo.add_argument(
        "--large",
        action="store_true",
        help="also serve a container of 100,000 children, and one with children that are broken",
    )
    for name, what in (
        ("login", "log in to a server, for this and for other programs"),
        ("logout", "log out of a server"),
        ("whoami", "show who is logged in to a server"),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument(
            "server", nargs="?", help="its address, or a profile (default: the default profile)"
        )
        if name == "login":
            command.add_argument("--username", help="log in as this user")
            command.add_argument("--provider", help="log in this way, where there are several")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port between 1 and 65535")
    return int(text)


def _account(args: argparse.Namespace) -> int:
    from tiled_jl.context import Context
    from tiled_jl.errors import ProfileError, TiledError
    from tiled_jl.profiles import find_profile, get_default_profile_name

    try:
        server = args.server or get_default_profile_name()
        if server is None:
            return _fail("Which server? Give its address or a profile; no default is set.")
        profile = {"uri": server} if "://" in server else find_profile(server)[1]
        if "uri" not in profile:
            raise ProfileError(f"The profile {server!r} is of a server that has no address.")
        known = {name: profile[name] for name in ("verify", "headers") if name in profile}
        context, _ = Context.from_any_uri(profile["uri"], **known)
        with context:
            if args.command == "login":
                context.login(args.username, provider=args.provider)
            elif args.command == "logout":
                context.logout()
            else:
                who = context.whoami()
                names = [each["id"] for each in who["identities"]] if who else []
                print(", ".join(names) or "Nobody is logged in.")
    except (TiledError, ValueError, OSError) as problem:
        return _fail(str(problem))
    except KeyboardInterrupt:
        return _fail("Stopped.")
    return 0


def _demo(args: argparse.Namespace) -> int:
    missing = _missing(server_only=args.server_only)
    if missing:
        return _fail(
            f"The demo needs packages that are not installed here: {', '.join(missing)}.\n"
            'Install them with\n\n    pip install "tiled-jl[demo]"\n'
        )
    from tiled_jl.demo import DemoError

    stops = [signal.SIGINT, signal.SIGTERM]
    # Under nohup a closed terminal is not meant to stop anything.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        stops.append(signal.SIGHUP)
    for each in stops:
        signal.signal(each, signal.default_int_handler)
    with ExitStack() as running:
        try:
            return _run(args, running)
        except KeyboardInterrupt:
            print("\nStopping.", flush=True)
            return 0
        except (DemoError, OSError) as problem:
            return _fail(str(problem))
        finally:
            # An impatient second Ctrl-C must not leave half of it running.
            for each in stops:
                signal.signal(each, signal.SIG_IGN)


def _run(args: argparse.Namespace, running: ExitStack) -> int:
    from tiled_jl.demo.child import tail
    from tiled_jl.demo.folders import open_folder
    from tiled_jl.demo.lab import DemoLab
    from tiled_jl.demo.ports import require_free
    from tiled_jl.demo.server import DemoServer

    # Said at once rather than after the half minute in which Tiled starts.
    if args.port and not args.server_only:
        require_free(args.port, "JupyterLab", "--port")
    if args.tiled_port:
        require_free(args.tiled_port, "Tiled", "--tiled-port")
    print("Starting Tiled; the first time it makes its sample data …", flush=True)
    folder = running.enter_context(open_folder(args.data, fresh=args.fresh))
    server = running.enter_context(
        DemoServer(folder, port=args.tiled_port, prefer=TILED_PORT, large=args.large)
    )
    print(f"Tiled        {server.uri}", flush=True)
    if args.server_only:
        print(f"TILED_API_KEY={server.api_key}\nCtrl-C stops it.", flush=True)
        watched = [server.process]
    else:
        _introduce(folder, server.uri, server.api_key)
        lab = running.enter_context(
            DemoLab(folder, server.uri, port=args.port, browser=not args.no_browser)
        )
        print(f"JupyterLab   {lab.url}", flush=True)
        print(f"Notebooks    {folder.work}\nCtrl-C stops both.", flush=True)
        watched = [server.process, lab.process]
    while all(process.poll() is None for process in watched):
        time.sleep(0.2)
    if server.process.poll() is not None:
        code = server.process.returncode
        return _fail(f"The Tiled server ended with code {code}.\n{tail(server.log)}")
    print("JupyterLab has ended.", flush=True)
    code = int(watched[-1].returncode)
    return code if code >= 0 else 128 - code


def _introduce(folder: DemoFolder, uri: str, api_key: str) -> None:
    """Let the sidebar and the notebooks of this demo find the server and its key."""
    from tiled_jl.auth.keys import KeyStore
    from tiled_jl.browser.serverlist import Entry, ServerList

    keys = KeyStore(folder.home / "keys")

    def put_first(entries: list[Entry]) -> list[Entry]:
        for entry in entries:
            if entry.id == "demo":
                keys.delete(f"{entry.uri}/api/v1/")
        others = [entry for entry in entries if entry.id != "demo"]
        return [Entry(name="demo", uri=uri, id="demo"), *others]

    ServerList(folder.home / "servers.json").change(put_first)
    keys.set(f"{uri}/api/v1/", api_key)


def _missing(*, server_only: bool) -> list[str]:
    wanted = ["tiled", "fastapi", "uvicorn", "sqlalchemy", "h5py", "tifffile", "awkward", "sparse"]
    wanted += ["ragged", "xarray", "dask", "zarr"] + ([] if server_only else ["jupyterlab"])
    return [name for name in wanted if find_spec(name) is None]


def _fail(message: str) -> int:
    print(f"tiled-jl: {message}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())

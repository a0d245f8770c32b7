"""``make bench``: ours, the upstream client and a floor of plain requests, in turn."""

from __future__ import annotations

import argparse
import http.client
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlencode

from benchmarks.harness import Server, medians, serving

ARRAY = "application/octet-stream"
TABLE = "application/vnd.apache.arrow.file"


def fetch(server: Server, path: str, accept: str) -> Callable[[], None]:
    """Ask for the same bytes with as little around them as can be."""

    def run() -> None:
        connection = http.client.HTTPConnection(server.host, server.port)
        headers = {"Authorization": f"Apikey {server.api_key}", "Accept": accept}
        connection.request("GET", f"/api/v1/{path}", headers=headers)
        connection.getresponse().read()
        connection.close()

    return run


def fetch_pages(server: Server, path: str, count: int) -> Callable[[], None]:
    def run() -> None:
        for offset in range(0, count, 300):
            query = {"page[offset]": offset, "page[limit]": 300}
            fields = "&fields=metadata&fields=structure_family&fields=specs"
            fetch(server, f"search/{path}?{urlencode(query)}{fields}", "application/json")()

    return run


def python(code: str, *options: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, *options, "-c", code], check=True)


def cases(server: Server) -> dict[str, dict[str, Callable[[], object]]]:
    """Name each case and its contenders."""
    from tiled.client import from_uri as upstream_from_uri

    from tiled_jl import from_uri

    ours = from_uri(server.uri, api_key=server.api_key)
    upstream = upstream_from_uri(server.uri, api_key=server.api_key)
    return {
        "import": {
            "ours": python("import tiled_jl"),
            "upstream": python("import tiled.client"),
            "floor": python("pass"),
        },
        "256 MB float64, 64 chunks": {
            "ours": lambda: ours["doubles"].read(),
            "upstream": lambda: upstream["doubles"].read(),
            "floor": fetch(server, "array/full/doubles", ARRAY),
        },
        "128 MB uint16 counts, 64 chunks": {
            "ours": lambda: ours["counts"].read(),
            "upstream": lambda: upstream["counts"].read(),
            "floor": fetch(server, "array/full/counts", ARRAY),
        },
        "table 1.6 M x 8, 32 partitions": {
            "ours": lambda: ours["table"].read(),
            "upstream": lambda: upstream["table"].read(),
            "floor": fetch(server, "table/full/table", TABLE),
        },
        "3,000 containers with metadata": {
            "ours": lambda: [node.metadata for node in ours["scans"].values()],
            "upstream": lambda: [node.metadata for node in upstream["scans"].values()],
            "floor": fetch_pages(server, "scans", 3_000),
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose name holds this text")
    options = parser.parse_args()

    print("| case | ours (s) | ours / floor | ours / upstream |")
    print("|---|---|---|---|")
    with serving("benchmarks.tree:tree") as server:
        for name, contenders in cases(server).items():
            if options.only in name:
                took = medians(contenders, options.rounds)
                floor, upstream = took["ours"] / took["floor"], took["ours"] / took["upstream"]
                print(f"| {name} | {took['ours']:.3f} | {floor:.2f} | {upstream:.2f} |", flush=True)


if __name__ == "__main__":
    main()

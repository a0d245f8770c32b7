"""``python -m benchmarks.live``: no frame may be missed, though the server is restarted.

One thread writes frames at a steady rate into an array, waiting and catching up where the server
is away; another follows the array. At the end it must have every frame, equal byte for byte.
"""

from __future__ import annotations

import argparse
import json
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy

from benchmarks.server import Server, free_port, wait
from tiled_jl import from_uri
from tiled_jl.errors import TiledError

SHAPE = (512, 512)
PATIENCE = 300.0
"""Seconds in which the server takes a frame, be it restarted on a busy machine or not."""


class Restartable:
    """A server with live data, kept in memory, which forgets them when it is restarted."""

    def __init__(self, folder: Path) -> None:
        self.server = Server("127.0.0.1", free_port(), secrets.token_hex(16))
        self._config = folder / "config.yml"
        catalog = {
            "uri": f"sqlite:///{folder / 'catalog.db'}",
            "writable_storage": str(folder / "data"),
            "init_if_not_exists": True,
        }
        config = {
            "authentication": {"single_user_api_key": self.server.api_key},
            "streaming_cache": {"uri": "memory"},
            "trees": [{"path": "/", "tree": "catalog", "args": catalog}],
            "uvicorn": {"port": self.server.port, "timeout_graceful_shutdown": 2},
        }
        self._config.write_text(json.dumps(config))
        self.start()

    def start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tiled", "serve", "config", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait(self.server, self._process)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


@contextmanager
def restartable() -> Iterator[Restartable]:
    with TemporaryDirectory() as folder:
        running = Restartable(Path(folder))
        try:
            yield running
        finally:
            running.stop()


def frame(number: int) -> numpy.ndarray[Any, Any]:
    return numpy.random.default_rng(number).integers(0, 4096, SHAPE, "uint16")


def detect(server: Server, rate: float, count: int) -> None:
    """Write so many frames, one after the other; the first is there."""
    node = from_uri(server.uri, api_key=server.api_key)["detector"]
    began = time.monotonic()
    for number in range(1, count):
        time.sleep(max(0.0, began + number / rate - time.monotonic()))
        deadline = time.monotonic() + PATIENCE
        while node.shape[0] == number:
            try:
                node.patch(frame(number)[None], offset=number, extend=True)
            except TiledError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.5)
                # Whether it has arrived, the server knows.
                with suppress(TiledError):
                    node.refresh()
    node.close_stream()


class Follower:
    """Takes note of the frames that it is told of."""

    def __init__(self) -> None:
        self.times: Counter[int] = Counter()
        self.by: Counter[str] = Counter()
        self.wrong: list[int] = []

    def take(self, update: Any) -> None:
        for number, values in enumerate(update.data(), update.offset[0]):
            self.times[number] += 1
            self.by["message" if update.sequence else "HTTP"] += 1
            if values.tobytes() != frame(number).tobytes():
                self.wrong.append(number)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=20, help="frames per second")
    options = parser.parse_args()
    count = int(options.seconds * options.rate)
    follower, gaps, drops = Follower(), Counter[str](), Counter[str]()
    with restartable() as running:
        server = running.server
        client = from_uri(server.uri, api_key=server.api_key)
        # Not empty: servers cannot extend an array of no rows.
        node = client.write_array(frame(0)[None], key="detector", chunks=(1, *SHAPE))
        subscription = node.subscribe()
        subscription.new_data.add_callback(follower.take)
        subscription.missed.add_callback(lambda gap: gaps.update([gap.reason]))
        subscription.disconnected.add_callback(lambda _: drops.update(["drop"]))
        with subscription.start_in_thread(start=1):
            work = (server, options.rate, count)
            detector = threading.Thread(target=detect, args=work, daemon=True)
            detector.start()
            time.sleep(options.seconds / 2)
            running.stop()
            away = time.monotonic()
            running.start()
            away = time.monotonic() - away
            detector.join()
            ended = subscription.wait(60)
    missing = [number for number in range(count) if number not in follower.times]
    repeated = sum(follower.times.values()) - len(follower.times)
    print(f"frames written             {count} of {'×'.join(map(str, SHAPE))} uint16")
    print(f"server away                {away:.1f} s, connection lost {drops['drop']} times")
    print(f"frames by message / HTTP   {follower.by['message']} / {follower.by['HTTP']}")
    print(f"missing, wrong, repeated   {len(missing)}, {len(follower.wrong)}, {repeated}")
    print(f"stream ended               {ended}, gaps {sum(gaps.values())}")
    return 1 if missing or follower.wrong or gaps or not ended else 0


if __name__ == "__main__":
    sys.exit(main())

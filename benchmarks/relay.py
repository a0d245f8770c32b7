"""A relay that makes a server on this machine seem far away: ``python -m benchmarks.relay``."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.server import Server

ROUND_TRIP = 0.040
"""Seconds that a question and its answer spend on the way."""

RATE = 200e6 / 8
"""Bytes per second in each direction, for all connections together."""

_AT_ONCE = 64 * 1024
_IN_FLIGHT = 64
"""Pieces on the way, before the sender has to wait."""


@contextmanager
def relayed(server: Server) -> Iterator[Server]:
    """Yield the same server as seen through a relay, which is a process of its own."""
    command = [sys.executable, "-m", "benchmarks.relay", server.host, str(server.port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield server.at(int(process.stdout.readline()))
    finally:
        process.terminate()
        process.wait()


class Direction:
    """One direction of a link, which all connections share."""

    def __init__(self) -> None:
        self._free = 0.0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on all that comes, each piece after its time on the way."""
        loop = asyncio.get_running_loop()
        way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(_IN_FLIGHT)

        async def deliver() -> None:
            while True:
                arrival, piece = await way.get()
                await asyncio.sleep(arrival - loop.time())
                writer.write(piece)
                if not piece:
                    writer.close()
                    return
                await writer.drain()

        delivery = asyncio.ensure_future(deliver())
        try:
            while piece := await reader.read(_AT_ONCE):
                self._free = max(self._free, loop.time()) + len(piece) / RATE
                await way.put((self._free + ROUND_TRIP / 2, piece))
                await asyncio.sleep(self._free - loop.time())
            await way.put((loop.time() + ROUND_TRIP / 2, b""))
            await delivery
        except ConnectionError:
            delivery.cancel()
            writer.close()


async def main(host: str, port: int) -> None:
    there, back = Direction(), Direction()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(host, port)
        await asyncio.gather(there.carry(reader, far_writer), back.carry(far_reader, writer))

    listener = await asyncio.start_server(connect, "127.0.0.1", 0)
    print(listener.sockets[0].getsockname()[1], flush=True)
    await listener.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))

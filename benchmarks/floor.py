"""The floor: the same bytes by plain requests, with as little around them as can be."""

from __future__ import annotations

import http.client
from collections.abc import Sequence
from urllib.parse import urlencode

from benchmarks.filling import ARRAY_MIMETYPE, TABLE_MIMETYPE
from benchmarks.server import Server

PAGE = 300


class Floor:
    """Plain requests to a server, each piece of work over a connection of its own.

    Parameters
    ----------
    server : Server
    """

    def __init__(self, server: Server) -> None:
        self._server = server

    def get(self, *paths: str, accept: str = "application/json") -> int:
        """Read some bodies, as they are sent, and return the number of their bytes."""
        connection = http.client.HTTPConnection(self._server.host, self._server.port)
        headers = {
            "Authorization": f"Apikey {self._server.api_key}",
            "Accept": accept,
            "Accept-Encoding": "identity",
        }
        total = 0
        for path in paths:
            connection.request("GET", f"/api/v1/{path}", headers=headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != http.client.OK:
                raise RuntimeError(f"{path}: {response.status} {body[:300]!r}")
            total += len(body)
        connection.close()
        return total

    def array(self, path: str) -> int:
        return self.get(f"array/full/{path}", accept=ARRAY_MIMETYPE)

    def table(self, path: str, columns: Sequence[str] = ()) -> int:
        query = urlencode([("column", column) for column in columns])
        return self.get(f"table/full/{path}?{query}", accept=TABLE_MIMETYPE)

    def pages(self, path: str, count: int, fields: Sequence[str]) -> int:
        """Ask for the children of a container, a page after the other."""
        wanted = [("fields", field) for field in fields]
        places = ([("page[offset]", each), ("page[limit]", PAGE)] for each in range(0, count, PAGE))
        return self.get(*(f"search/{path}?{urlencode([*place, *wanted])}" for place in places))

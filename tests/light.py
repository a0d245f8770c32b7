"""A real Tiled server in this process, for the tests that ask it tens of thousands of times.

It computes nothing else than any server does, only less that nobody looks at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import signatures

from tiled_jl import Context, from_context

API_KEY = "lightkey0"


@contextmanager
def root(folder: Path) -> Iterator[Any]:
    """Serve a catalogue that is in memory, and hand out its root; all data go to a folder."""
    from tiled.catalog import in_memory
    from tiled.config import Authentication, MetricsConfig
    from tiled.server.app import build_app

    app = build_app(
        in_memory(writable_storage=str(folder)),
        authentication=Authentication(single_user_api_key=API_KEY),
        server_settings={"metrics": MetricsConfig(prometheus=False)},
    )
    with signatures.read_once(), Context.from_app(app, api_key=API_KEY) as context:
        yield from_context(context)

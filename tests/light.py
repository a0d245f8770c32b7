"""A real Tiled server in this process, for the tests that ask it tens of thousands of times.

It computes nothing else than any server does, only less that nobody looks at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

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
    with _signatures_read_once(), Context.from_app(app, api_key=API_KEY) as context:
        yield from_context(context)


@contextmanager
def _signatures_read_once() -> Iterator[None]:
    """Have FastAPI remember what the dependencies of an application need.

    Where one of them is overridden, as are the settings of Tiled's, it reads the signatures of all
    of them with each request: a quarter of what that takes.
    """
    from fastapi.dependencies import utils

    read, known = utils.get_dependant, {}

    def remembered(**asked: Any) -> Any:
        key = repr(asked)
        if key not in known:
            known[key] = read(**asked)
        return known[key]

    with patch.object(utils, "get_dependant", remembered):
        yield

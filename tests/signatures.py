"""What FastAPI reads again with each request, though it never changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch


@contextmanager
def read_once() -> Iterator[None]:
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

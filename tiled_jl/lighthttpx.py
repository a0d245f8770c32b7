"""Loads httpx without its command line, which costs as much as all the rest of it.

Where click and rich are installed, ``import httpx`` loads them for ``httpx.main``. Here that one
function loads them when it is called.
"""

from __future__ import annotations

import sys
from types import ModuleType

_COMMAND_LINE = "httpx._main"


def _main() -> None:
    from httpx._main import main

    main()


if "httpx" not in sys.modules:
    _stand_in = ModuleType(_COMMAND_LINE)
    _stand_in.main = _main  # type: ignore[attr-defined]
    sys.modules[_COMMAND_LINE] = _stand_in
    try:
        import httpx as httpx
    finally:
        del sys.modules[_COMMAND_LINE]

"""Read nodes of a hostile server one by one, and print what came of it and what memory it took."""

import faulthandler
import json
import sys

from benchmarks import memory
from tiled_jl import Context, from_context
from tiled_jl.errors import TiledError


def main(uri: str, warm: str, *keys: str) -> None:
    # What hangs is shown where it hangs.
    faulthandler.dump_traceback_later(240, exit=True)
    with Context(uri, api_key="key", trust_env=False) as context:
        root = from_context(context)
        # What is loaded once counts as idle.
        for key in warm.split(","):
            root[key].read()
        for key in keys:
            outcome = "nothing"
            with memory.watched() as peak:
                try:
                    root[key].read()
                except TiledError as error:
                    outcome = f"{type(error).__name__}: {error}"[:300]
            print(json.dumps([key, outcome, peak.above_idle]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Serve Tiled to several users, who log in by password or web browser, in a process of its own."""

import argparse
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    args = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    import loginserver
    from auth import idp

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    provider = idp.start()
    authentication = loginserver.authentication(access_token_max_age=8)
    authentication["providers"].append(idp.at_tiled(provider))
    with suppress(KeyboardInterrupt), tempfile.TemporaryDirectory() as folder:
        server = loginserver.start(Path(folder), authentication, port=args.port)
        try:
            server.process.join()
        finally:
            server.stop()
            idp.stop(provider)


if __name__ == "__main__":
    main()

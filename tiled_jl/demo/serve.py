"""The demo's Tiled server: ``python -m tiled_jl.demo.serve CONFIG PORT``."""

import os
import socket
import sys

API_KEY = "TILED_JL_DEMO_API_KEY"
"""The environment variable that hands over the server's key."""


def main() -> None:
    """Serve on the loopback interface until told to stop."""
    config_path, port = sys.argv[1:]
    api_key = os.environ.pop(API_KEY)
    # Taken before the seconds that the imports cost, so that nobody else gets the port meanwhile.
    listening = socket.create_server(("127.0.0.1", int(port)))

    import uvicorn
    from tiled.config import parse_configs
    from tiled.server.app import build_app_from_config

    config = parse_configs(config_path)
    config.authentication.single_user_api_key = api_key
    app = build_app_from_config(config)
    uvicorn.Server(uvicorn.Config(app, **config.uvicorn)).run(sockets=[listening])


if __name__ == "__main__":
    main()

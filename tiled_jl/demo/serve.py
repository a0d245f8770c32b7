"""The demo's Tiled server: ``python -m tiled_jl.demo.serve CONFIG``."""

import os
import sys

API_KEY = "TILED_JL_DEMO_API_KEY"


def main() -> None:
    """Serve until told to stop."""
    api_key = os.environ.pop(API_KEY)

    import uvicorn
    from tiled.config import parse_configs
    from tiled.server.app import build_app_from_config

    config = parse_configs(sys.argv[1])
    config.authentication.single_user_api_key = api_key
    uvicorn.run(build_app_from_config(config), **config.uvicorn)


if __name__ == "__main__":
    main()

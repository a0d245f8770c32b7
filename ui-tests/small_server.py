"""Serve one array from memory, for tests in which a server goes away and comes back."""

import argparse

import numpy as np
import uvicorn
from tiled.adapters.array import ArrayAdapter
from tiled.adapters.mapping import MapAdapter
from tiled.config import Authentication
from tiled.server.app import build_app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api-key", required=True)
    args = parser.parse_args()
    ramp = ArrayAdapter.from_array(np.arange(4096.0).reshape(64, 64))
    app = build_app(MapAdapter({"ramp": ramp}), Authentication(single_user_api_key=args.api_key))
    uvicorn.run(app, port=args.port, log_level="warning")


if __name__ == "__main__":
    main()

"""Real Tiled servers that know several users, by password and by web browser."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import serving
import yaml

PASSWORDS = {"alice": "wonderland-7", "bob": "builder-9"}
OTHER_PASSWORDS = {"carol": "carols-secret-3"}
CONFIRMATION = "Welcome, {id}."
TOKEN_AGE = 2


def authentication(**more: Any) -> dict[str, Any]:
    """Return how a server lets users log in by password, at two providers."""
    dictionary = "tiled.authenticators:DictionaryAuthenticator"
    providers = [
        {
            "provider": "lab",
            "authenticator": dictionary,
            "args": {"users_to_passwords": PASSWORDS, "confirmation_message": CONFIRMATION},
        },
        {
            "provider": "guests",
            "authenticator": dictionary,
            "args": {"users_to_passwords": OTHER_PASSWORDS},
        },
    ]
    return {
        "providers": providers,
        "tiled_admins": [{"provider": "lab", "id": "alice"}],
        "secret_keys": ["a-secret-key-of-the-tests-0123456789"],
        "access_token_max_age": TOKEN_AGE,
        **more,
    }


def start_private(folder: Path) -> serving.Server:
    """Start a server on which users hide what they make from each other; anybody may look."""
    parser = "tiled.access_control.access_tags:AccessTagsParser"
    catalog = {
        "uri": f"sqlite:///{folder / 'catalog.db'}",
        "writable_storage": str(folder / "data"),
        "init_if_not_exists": True,
    }
    return start(
        folder,
        authentication(allow_anonymous_access=True, tiled_admins=[], access_token_max_age=900),
        access_control={
            "access_policy": "owners:Owners",
            "args": {"provider": "lab", "access_tags_parser": parser},
        },
        trees=[{"path": "/", "tree": "catalog", "args": catalog}],
    )


def start(
    folder: Path, authentication: dict[str, Any], port: int | None = None, **more: Any
) -> serving.Server:
    """Start a server whose tree is the one of `served`, or another."""
    port = port or serving.free_port()
    config = {
        "authentication": authentication,
        "database": {"uri": f"sqlite:///{folder / 'users.db'}", "init_if_not_exists": True},
        "trees": [{"path": "/memory", "tree": "served:tree"}],
        "uvicorn": {"host": "127.0.0.1", "port": port},
        **more,
    }
    (folder / "config.yml").write_text(yaml.safe_dump(config))
    return run(folder, port)


def run(folder: Path, port: int) -> serving.Server:
    """Start a server that is configured, for the first time or again."""
    log = folder / "server.log"
    environment = {**os.environ, "PYTHONPATH": str(serving.TESTS), "PYTHONWARNINGS": "ignore"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                str(Path(sys.executable).with_name("tiled")),
                *("serve", "config", str(folder / "config.yml")),
            ],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    server = serving.Server(process, f"http://127.0.0.1:{port}", "", log)
    serving.wait(server)
    return server

"""Real Tiled servers that know several users, by password and by web browser."""

from pathlib import Path
from typing import Any

import serverprocess
import serving

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
    folder: Path, authentication: dict[str, Any], port: int = 0, **more: Any
) -> serving.Server:
    """Start a server whose tree is the one of `served`, or another."""
    config = {
        "authentication": authentication,
        "database": {"uri": f"sqlite:///{folder / 'users.db'}"},
        "trees": [{"path": "/memory", "tree": "served:tree"}],
        **more,
    }
    serverprocess.configure(folder, config)
    return run(folder, port)


def run(folder: Path, port: int = 0) -> serving.Server:
    """Start a server that is configured, for the first time or again."""
    process, port = serverprocess.run(folder, port)
    server = serving.Server(process, f"http://127.0.0.1:{port}", "", folder)
    serving.wait(server)
    return server

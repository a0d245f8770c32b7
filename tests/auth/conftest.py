"""What the tests of logins share: servers with users, and a person who answers questions."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import loginserver
import pytest
import serving

from tiled_jl import Context
from tiled_jl.auth.prompt import DeviceCode
from tiled_jl.documents import Provider

from . import idp


@pytest.fixture
def tokens_folder(own_home: Path) -> Path:
    """Where logins are kept."""
    return own_home / "cache" / "tokens"


@pytest.fixture(scope="session")
def proxied(
    tmp_path_factory: pytest.TempPathFactory, identity_provider: idp.Provider
) -> Iterator[serving.Server]:
    """A server whose tokens come from the identity provider itself."""
    authentication = {
        "providers": [
            {
                "provider": "institute",
                "authenticator": "tiled.authenticators:ProxiedOIDCAuthenticator",
                "args": {
                    "audience": "tiled",
                    "client_id": "tiled",
                    "device_flow_client_id": idp.CLIENT,
                    "well_known_uri": identity_provider.well_known,
                    "scopes": ["read:metadata", "read:data"],
                },
            }
        ],
        "secret_keys": ["another-secret-key-of-the-tests-0123"],
    }
    running = loginserver.start(tmp_path_factory.mktemp("proxied"), authentication)
    yield running
    running.stop()


class Person:
    """A prompt that answers from a list, and remembers what it was shown."""

    def __init__(self, *answers: Any, at_code: Callable[[DeviceCode], None] | None = None) -> None:
        self.answers = list(answers)
        self.at_code = at_code
        self.problems: list[str] = []
        self.offered: list[str] = []
        self.waits: list[float] = []
        self.told: list[str] = []

    def ready(self) -> bool:
        return bool(self.answers) or self.at_code is not None

    def choose(self, providers: Sequence[Provider]) -> Provider:
        self.offered = [each.provider for each in providers]
        wanted = self.answers.pop(0)
        return next(each for each in providers if each.provider == wanted)

    def credentials(self, username: str | None, problem: str) -> tuple[str, str]:
        self.problems.append(problem)
        answer: tuple[str, str] = self.answers.pop(0)
        return answer

    def show_code(self, code: DeviceCode) -> None:
        assert self.at_code is not None
        self.at_code(code)

    def wait(self, seconds_left: float) -> None:
        self.waits.append(seconds_left)

    def tell(self, message: str) -> None:
        self.told.append(message)


@pytest.fixture
def alice(users: serving.Server) -> Iterator[Context]:
    """A context in which Alice, an administrator, has logged in."""
    with Context(users.uri, prompt=Person()) as context:
        context.login("alice", loginserver.PASSWORDS["alice"], "lab")
        yield context
